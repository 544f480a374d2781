"""Marks for views: what it takes to open one. `@public` stands in `foundation.views`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from medverka.access.authorise import may
from medverka.access.roles import PERMISSIONS
from medverka.foundation import postponed

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Mark a view that anyone who is signed in may open."""
    return _guarded(view, "signed in", lambda user: True)


def requires(*permissions: str) -> Callable[[View], View]:
    """Mark a view that takes one of these permissions, somewhere; the object's own policy comes on top."""
    for permission in permissions:
        PERMISSIONS[permission]
    return lambda view: _guarded(
        view, permissions, lambda user: any(may(user, permission) for permission in permissions)
    )


def _guarded(view: View, mark: object, allows: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not allows(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = mark  # type: ignore[attr-defined]
    return guarded


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in, and from there back: to the page, or to the form that was sent too late."""
    kept = postponed.keep(request)
    return redirect_to_login(reverse("portal:postponed", args=[kept.pk]) if kept else request.get_full_path())
