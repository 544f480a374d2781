"""What the inner pages of rounds share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from medverka.surveys import telling
from medverka.surveys.actions.rounds import NotReady
from medverka.surveys.models import Group, Round
from medverka.surveys.moves import NotNow
from medverka.surveys.queries.rounds import visible_to
from medverka.surveys.rules import State


def found(request: HttpRequest, slug: str, *states: str) -> Round:
    """The round of an address, or 404 for one that is not the reader's, or not where the page needs it."""
    rows = visible_to(request.user)
    return get_object_or_404(rows.filter(state__in=states) if states else rows, slug=slug)


def found_group(request: HttpRequest, slug: str, key: str, *states: str) -> Group:
    """The group of an address, or 404. Before they are counted members have a page and their joint group none; then the reverse."""
    one = found(request, slug, *states)
    rows = Group.objects.select_related("round__version", "version")
    counted = one.state == State.COUNTED
    return get_object_or_404(
        rows.filter(counted_with=None) if counted else rows.filter(members=None), round=one, key=key
    )


def attempt(request: HttpRequest, then: str, action: Callable[[], Any], said: str = "") -> HttpResponse:
    """Do it, say so and go on; where the round has moved on meanwhile, what is shown is how it stands."""
    try:
        action()
        if said:
            messages.success(request, said)
    except (NotNow, NotReady):
        messages.info(request, _("Det hade redan hänt något mer. Här ser du hur det står nu."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(then)


def tell_of_address(request: HttpRequest, title: str, address: str) -> None:
    """Say so where an address tells of health, or would have: `telling`."""
    if words := telling.said_of(title, address):
        messages.warning(request, words)


def saved(request: HttpRequest, form: Any, action: Callable[[], Any]) -> bool:
    """Whether the form was right and the action did it. What it refuses stands in the form, with all that was typed."""
    if not form.is_valid():
        return False
    try:
        action()
    except NotNow:
        messages.info(request, _("Det hade redan hänt något mer. Här ser du hur det står nu."))
    except ValidationError as refusal:
        known = not hasattr(refusal, "error_dict") or set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else refusal.messages)
        return False
    return True
