"""What came too late, or cannot be done as things stand, is said on the page; nothing is changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from medverka.assignments import queries
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.policies import may_handle
from medverka.assignments.rules import NotNow

View = Callable[..., HttpResponse]


def visible(request: HttpRequest, key: UUID) -> InvolvementRequest:
    """The request of an address; 404 to those from whom it is hidden."""
    return get_object_or_404(queries.one_of(request.user), key=key)


def handled(request: HttpRequest, key: UUID) -> InvolvementRequest:
    """The same, for those alone who handle it."""
    thing = visible(request, key)
    if not may_handle(request.user, thing):
        raise PermissionDenied
    return thing


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
