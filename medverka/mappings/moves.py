"""A mapping moves from one state to the next by one guarded update, so that two who press at once never both do it."""

from typing import Any

from medverka.mappings import rules
from medverka.mappings.models import Mapping


class NotNow(Exception):
    """It cannot be done as things stand; the message says why, in words for whoever tried."""


def move(mapping: Mapping, verb: str, **values: Any) -> bool:
    """Move it as `rules.MOVES` says, and write what follows. False where it was not there (any longer)."""
    before, after = rules.MOVES[verb]
    if not Mapping.objects.filter(pk=mapping.pk, state__in=before).update(state=after, **values):
        return False
    for name, value in {"state": after, **values}.items():
        setattr(mapping, name, value)
    return True
