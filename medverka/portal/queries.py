"""What the portal gathers from the apps below it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from medverka.accounts import queries as accounts
from medverka.assignments import queries as assignments
from medverka.assignments import waiting
from medverka.foundation.waiting import Waiting
from medverka.organisations import queries as organisations
from medverka.pool import queries as pool
from medverka.registers import queries as registers
from medverka.voices import queries as voices

SOURCES = (voices.waiting_for, waiting.waiting_for, pool.waiting_for, registers.waiting_for, accounts.waiting_for)
MOST_FOUND = 20


def waiting_for(user: Any) -> list[tuple[str, list[Waiting]]]:
    """Everything that waits for `user`: groups with the oldest thing first, and so within each group."""
    things = sorted((thing for source in SOURCES for thing in source(user)), key=lambda thing: thing.since)
    order = list(dict.fromkeys(str(thing.group) for thing in things))
    things.sort(key=lambda thing: order.index(str(thing.group)))
    return [(group, list(members)) for group, members in groupby(things, key=lambda thing: str(thing.group))]


@dataclass(frozen=True)
class Found:
    """What a search found, by kind; each at most `MOST_FOUND`."""

    requests: list[Any]
    organisations: list[Any]
    voices: list[Any]

    @property
    def anything(self) -> bool:
        return bool(self.requests or self.organisations or self.voices)


def search(user: Any, text: str) -> Found:
    """Requests, organisations and voices that `user` may see and that hold `text`."""
    from django.db.models import Q

    if not text:
        return Found([], [], [])
    requests = assignments.visible_to(user).filter(
        Q(title__icontains=text)
        | Q(number__icontains=text)
        | Q(purpose__icontains=text)
        | Q(unit__name__icontains=text)
    )
    said = voices.visible_to(user).filter(Q(text__icontains=text) | Q(because__icontains=text))
    return Found(
        list(requests.select_related("unit")[:MOST_FOUND]),
        list(organisations.visible_to(user).filter(name__icontains=text)[:MOST_FOUND]),
        list(said.select_related("unit")[:MOST_FOUND]),
    )
