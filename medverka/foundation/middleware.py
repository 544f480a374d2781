"""Middleware without domain: proxies, language, text that is text, and no copies of private pages in caches."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import translation

from medverka.foundation.unseen import without_unseen

Handler = Callable[[HttpRequest], HttpResponse]


def trust_proxies(get_response: Handler) -> Handler:
    """Take the visitor's address and scheme from as many proxies as the operator says there are."""
    count: int = settings.TRUSTED_PROXIES

    def middleware(request: HttpRequest) -> HttpResponse:
        if count:
            hops = request.headers.get("X-Forwarded-For", "").split(",")
            if len(hops) >= count and (visitor := hops[-count].strip()):
                request.META["REMOTE_ADDR"] = visitor
            if request.headers.get("X-Forwarded-Proto") == "https":
                request.META["wsgi.url_scheme"] = "https"
        return get_response(request)

    return middleware


def private_pages(get_response: Handler) -> Handler:
    """Whatever is about one person must not remain in a shared computer's cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response.headers and _is_private(request):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _is_private(request: HttpRequest) -> bool:
    """Signed in, on the way with a draft that the session knows, or here by a link of one's own."""
    by_link = request.resolver_match is not None and "token" in request.resolver_match.kwargs
    return by_link or not request.session.is_empty() or request.user.is_authenticated


class not_too_much:  # noqa: N801 - middleware, named as it reads in the settings
    """Refuse what is larger than its address takes, in words, before anything of it is received.

    Files are taken where the view says so (`views.takes_files`), of somebody signed in; anybody else is asked to sign in
    first. What comes without a length (chunked) is not refused: Django reads nothing of it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        size, files = _length(request), getattr(view, "file_bytes", 0)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + files
        if size > most:
            return render(request, "413.html", {"megabytes": files // 1_000_000}, status=413)
        if size > most - files and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return None


def _length(request: HttpRequest) -> int:
    """As many bytes as Django will read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


LONGEST_ADDRESS = 4_000  # Signs. The longest of ours is a list with every choice made.


class short_addresses:  # noqa: N801 - middleware, named as it reads in the settings
    """Refuse an address, with what is sought in it, that is longer than anybody writes, in words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS:
            return None
        request.path = request.path_info = "/"  # The error page must not repeat it.
        request.META["QUERY_STRING"] = ""
        return render(request, "414.html", status=414)


class only_text:  # noqa: N801 - middleware, named as it reads in the settings
    """Refuse the sign NUL, which nobody types and PostgreSQL does not keep, and leave out what nobody sees.

    Files are read by those who take them.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        given = [
            request.path,
            *(text for data in (request.GET, request.POST) for pair in _pairs(data) for text in pair),
        ]
        if any("\0" in text for text in given):
            raise BadRequest("There is a NUL in what was sent.")
        if any(value != without_unseen(value) for _name, value in _pairs(request.POST)):
            request.POST = _seen(request.POST)  # type: ignore[assignment] # A copy can be changed; nobody does.


def _seen(data: QueryDict) -> QueryDict:
    copy = data.copy()
    for name, values in data.lists():
        copy.setlist(name, [without_unseen(value) for value in values])
    return copy


def _pairs(data: QueryDict) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, values in data.lists() for value in values)


def chosen_language(get_response: Handler) -> Handler:
    """Swedish, unless the visitor has chosen otherwise. What a browser was installed with is no choice."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            request.LANGUAGE_CODE = known
            response = get_response(request)
            response.headers.setdefault("Content-Language", known)
            return response

    return middleware
