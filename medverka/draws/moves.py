"""A draw moves from one state to the next by one guarded update, so that two who press at once never both do it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from medverka.access.authorise import authorise, may_everywhere
from medverka.draws.models import Draw
from medverka.draws.rules import MOVES


class NotNow(Exception):
    """The draw has moved on since the page was opened."""


def authorise_for(by: Any, draw: Draw) -> None:
    """Whoever may draw in the whole county may all draws, others their own. Raises `PermissionDenied`."""
    authorise(by, "draws.edit")
    if not may_everywhere(by, "draws.edit") and draw.created_by_id != getattr(by, "pk", None):
        raise PermissionDenied("draws.edit")


def move(draw: Draw, verb: str, *, token: datetime | None = None, **values: Any) -> None:
    """Move it as `verb` does, with what follows.

    Raises `NotNow` where it is not there, or where the work that began at `token` has been stopped.
    """
    before, after = MOVES[verb]
    rows = Draw.objects.filter(pk=draw.pk, state__in=before)
    if token is not None:
        rows = rows.filter(began_at=token)
    if not rows.update(state=after, **values):
        raise NotNow
    for name, value in {"state": after, **values}.items():
        setattr(draw, name, value)
