"""What a browser keeps as a file."""

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


def download(content: bytes | str, name: str, kind: str = CSV) -> HttpResponse:
    """The answer that becomes a file of this name. Who may keep a copy on the way is the middleware's to say."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
