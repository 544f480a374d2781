"""Pages that a signed link opens: what they tell browsers, and what is said where the link is forged or has ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medverka.foundation.links import BadLink, LinkEnded

View = Callable[..., HttpResponse]


def explains_links(view: View) -> View:
    """Turn a forged, replaced or expired link into a page that says what to do. No page behind a link is kept anywhere."""

    @wraps(view)
    def explained(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except LinkEnded:
            response = render(request, "foundation/link.html", {"ended": True}, status=410)
        except BadLink:
            response = render(request, "foundation/link.html", {"ended": False}, status=404)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return explained
