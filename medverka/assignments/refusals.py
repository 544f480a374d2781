"""What came too late, or cannot be done as things stand, is said on the page; nothing is changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from medverka.assignments import doors
from medverka.assignments.rules import NotNow
from medverka.foundation.links import BadLink

View = Callable[..., HttpResponse]


def says_why(view: View) -> View:
    """Turn `NotNow` into a message on the page as it looks now."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotNow as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.get_full_path())

    return told


def explains_links(view: View) -> View:
    """Turn a forged, replaced or expired link into a page that says what to do."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except doors.LinkEnded:
            response = render(request, "assignments/link.html", {"ended": True}, status=410)
        except BadLink:
            response = render(request, "assignments/link.html", {"ended": False}, status=404)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return explained
