"""The journal, to be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medverka.access.views import requires
from medverka.journal.models import Entry

A_PAGE = 100


@requires("journal.read")
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries first; `fore` (an entry's number) pages on, `om` narrows to one subject."""
    found = Entry.objects.order_by("-number")
    subject, before = request.GET.get("om", "").strip()[:60], request.GET.get("fore", "")
    if subject:
        found = found.filter(subject=subject)
    if before.isdecimal() and len(before) < 18:
        found = found.filter(number__lt=int(before))
    page = list(found[: A_PAGE + 1])
    context = {"entries": page[:A_PAGE], "more": len(page) > A_PAGE, "subject": subject}
    return render(request, "journal/entries.html", context)
