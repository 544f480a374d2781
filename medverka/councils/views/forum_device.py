"""What a device asks for by script: its half of the key, a place for its notes, and what it needs without a net."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.councils import forum_page as page
from medverka.councils.actions.forum import save_notes
from medverka.councils.notes import read_notes
from medverka.councils.queries.forum import server_half, version_of
from medverka.councils.views.forum import session_for
from medverka.foundation.views import public


@requires("councils.lead")
def half(request: HttpRequest, pk: int) -> HttpResponse:
    """The server's half of the key, and whether the forum is closed."""
    session = session_for(request, pk)
    return JsonResponse({"half": server_half(session), "closed": session.closed_at is not None})


@require_POST
@requires("councils.lead")
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the notes that are sent. Answers with all that stands where the device does not hold the same."""
    session = session_for(request, pk)
    try:
        data = _read(request)
        saved = save_notes(session, read_notes(data), by=request.user)
    except ValidationError as refusal:
        return JsonResponse({"problem": " ".join(refusal.messages)}, status=400)
    version = version_of(session)
    answer: dict[str, Any] = {
        "saved": {str(key): revision for key, revision in saved.revisions.items()},
        "late": saved.late,
        "closed": session.closed_at is not None,
        "version": version,
    }
    if data.get("version") != version or len(saved.revisions) < len(data["notes"]):
        answer["notes"] = page.notes_as_data(session)
    return JsonResponse(answer)


def _read(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise ValidationError(page.unreadable())
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise ValidationError(page.unreadable()) from None


@public
def shell(request: HttpRequest) -> HttpResponse:
    """The page without anything of a county's in it: what a device shows when there is no net."""
    return render(request, "councils/forum/shell.html", page.shell_context())


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell, and nothing else, on the device."""
    response = HttpResponse(page.worker(request), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = page.scope()
    response["Cache-Control"] = "no-cache"
    return response
