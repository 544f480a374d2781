"""Error pages, the component gallery, and the mark `@public`."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from medverka.foundation import gallery as samples
from medverka.foundation import postponed

View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """Mark a view that anybody may open. A view without a mark is refused to everybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def takes_files(up_to: int) -> Callable[[View], View]:
    """Mark a view that takes files of `up_to` bytes together from those signed in. Anywhere else there is room for a form."""
    if up_to + settings.DATA_UPLOAD_MAX_MEMORY_SIZE > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        raise ValueError("More than is held in memory would be taken for no file at all.")

    def mark(view: View) -> View:
        view.file_bytes = up_to  # type: ignore[attr-defined]
        return view

    return mark


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "foundation/gallery.html", samples.context())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """What was typed comes back, to be sent again: a browser need not keep it."""
    context = _given_back(request)  # And no other: whatever broke may break again.
    return _not_kept(HttpResponse(render_to_string("500.html", context), status=500))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Somebody has signed in since the page was opened, or another site has sent the form.

    What was typed comes back where the browser itself says that it was typed on our own page.
    """
    ours = {settings.BASE_URL, f"{request.scheme}://{request.get_host()}"}
    context = _given_back(request) if request.headers.get("Origin") in ours else {}
    return _not_kept(render(request, "403_csrf.html", context, status=403))


def _given_back(request: HttpRequest) -> dict[str, Any]:
    sent = postponed.to_send_again(request)
    return {"sent": sent, "send_to": request.get_full_path(), "csrf_token": get_token(request)} if sent else {}


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response


def redirect_back(request: HttpRequest, fallback: str, *args: Any) -> HttpResponse:
    """To the address of the form's `next` where it is one of ours, else to the named view."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return HttpResponseRedirect(wanted)
    return redirect(fallback, *args)
