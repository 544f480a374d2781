"""A request as what a draw can be made for: what the draw begins with, and whether somebody has been asked."""

from collections.abc import Collection
from typing import Any

from medverka.assignments.fitting import wish_of
from medverka.assignments.models import Invitation
from medverka.assignments.queries import ORIGIN, one_of
from medverka.assignments.rules import InvitationState
from medverka.draws.occasions import Filled, Occasion, register


def _fill(user: Any, request_id: int) -> Filled | None:
    """Title, seats, and of whom it asks for what a draw can be narrowed by. Where one meets keeps nobody out."""
    request = one_of(user).filter(pk=request_id).first()
    if request is None:
        return None
    wish = wish_of(request)
    asked_for: dict[str, Collection[object]] = {
        "perspective": wish.perspectives,
        "area": wish.areas,
        "way": {wish.way} - {None},
        "form": {wish.form} - {None},
    }
    filters = {name: sorted(map(str, values)) for name, values in asked_for.items() if values}
    return Filled(request.title, request.persons_wanted, filters)


def _any_asked(request_id: int, contributors: Collection[int]) -> bool:
    sent = Invitation.objects.exclude(state=InvitationState.TAKEN_BACK)
    return sent.filter(request=request_id, contributor__in=contributors).exists()


register(ORIGIN, Occasion(_fill, _any_asked))
