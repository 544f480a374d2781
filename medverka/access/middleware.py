"""Deny by default: a view that says nothing about access is opened to nobody."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

THIRD_PARTIES = ("allauth.", "django.views.i18n")


def says_who_may(view: Callable[..., Any]) -> bool:
    """Whether the view is marked, or belongs to a package that guards its own."""
    return hasattr(view, "access") or view.__module__.startswith(THIRD_PARTIES)


class deny_by_default:  # noqa: N801 - middleware, named as it reads in the settings
    """Refuse every view that is not marked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not says_who_may(view):
            raise PermissionDenied(f"{view.__module__}.{view.__name__} says nothing about access.")
