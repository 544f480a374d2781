"""A round moves from one state to the next by one guarded update, so that two who press at once never both do it."""

from typing import Any

from medverka.surveys import rules
from medverka.surveys.models import Round


class NotNow(Exception):
    """The round has moved on since the page was opened."""


def move(one: Round, verb: str, **values: Any) -> None:
    """Move it as `rules.MOVES` says, and write what follows. Raises `NotNow` where it is not there (any longer)."""
    before, after = rules.MOVES[verb]
    if not Round.objects.filter(pk=one.pk, state__in=before).update(state=after, **values):
        raise NotNow
    for name, value in {"state": after, **values}.items():
        setattr(one, name, value)
