"""What the inner pages share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from medverka.mappings import policies, queries
from medverka.mappings.models import Mapping
from medverka.mappings.moves import NotNow


def found(request: HttpRequest, pk: int, *, to_edit: bool = False) -> Mapping:
    """The mapping of an address: 404 for whoever does not see it, 403 for whoever may not change it."""
    mapping = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if to_edit and not policies.may_edit(request.user, mapping):
        raise PermissionDenied
    return mapping


def posted(request: HttpRequest) -> Any:
    """What a form is filled in with."""
    return request.POST if request.method == "POST" else None


def done(form: Form, action: Callable[[], object]) -> bool:
    """Whether a valid form was acted upon; a refusal becomes the form's error, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        action()
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def attempt(request: HttpRequest, action: Callable[[], Any], said: Callable[[Any], str]) -> None:
    """Do it and say so; where it cannot be done as things stand, say why."""
    try:
        messages.success(request, said(action()))
    except NotNow as refusal:
        messages.info(request, str(refusal))
