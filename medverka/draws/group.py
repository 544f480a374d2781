"""The group that was drawn, as pages show it to whoever draws: by pseudonym or a file's ids. Nobody's door is opened."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.draws import queries, stand_ins, undoing
from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant, Outcome
from medverka.draws.rules import LETTERS_AT_ONCE
from medverka.draws.shown import what_decides
from medverka.pool.models import Contributor

RESERVES = 20  # So many are shown; the list has all.


@dataclass(frozen=True)
class Happened:
    """What chance said, each beside what it was that decided, and which panel it was."""

    number: int
    values: Sequence[tuple[str, str]]
    drawn_at: datetime
    selected: Sequence[str]


def outcome(kept: Outcome, draw: Draw) -> Happened:
    """The draw's record, as a page tells it."""
    told = json.loads(kept.document)
    values = told["values"]
    if isinstance(values, dict):
        written = [f"{values['randomness']}"]
    else:
        written = [" ".join(map(str, numbers)) for numbers in values]
    named = [(known.name, one) for known, one in zip(what_decides(draw), written, strict=True)]
    return Happened(told["number"], named, kept.drawn_at, told["selected"])


@dataclass(frozen=True)
class Person:
    """Somebody in the panel or among the reserves, as whoever draws sees them: under the pseudonym, or a file's id."""

    number: int
    name: str
    url: str
    said_no_at: datetime | None
    turn: int | None
    stands_in: bool
    left: bool


def person(entrant: Entrant) -> Person:
    """One row; nobody's door is opened, and of whoever has left nothing is told but that."""
    contributor, left = entrant.contributor, queries.has_left(entrant)
    (facts,) = facts_of([entrant])
    return Person(
        entrant.number,
        name_of(entrant, facts),
        reverse("pool:contributor", args=[contributor.reference]) if contributor and not left else "",
        entrant.said_no_at,
        entrant.turn,
        entrant.stands_in_for_id is not None,
        left,
    )


def name_of(entrant: Entrant, facts: dict[str, Any]) -> str:
    """What somebody is called by whoever draws: their pseudonym, or the id of the file."""
    if queries.has_left(entrant):
        return _("Någon som har lämnat")
    return entrant.contributor.pseudonym if entrant.contributor else facts["id"]


def drawn(draw: Draw) -> dict[str, Any]:
    """What the page of a draw shows of those who were drawn."""
    entrants = list(queries.panel_of(draw))
    panel = [person(one) for one in _seat_by_seat(entrants)]
    reserves = queries.reserves_of(draw)
    if draw.source == Draw.Source.POOL:
        reserves = reserves.filter(contributor__isnull=False).exclude(contributor__status=Contributor.Status.LEFT)
    seated = [one for one in panel if not one.said_no_at]
    quotas = stand_ins.quotas_now(draw)
    return {
        "happened": outcome(draw.publication.outcome, draw),
        "panel": panel,
        "undo": undoing.latest(draw, entrants),
        "reserves": [person(one) for one in reserves[:RESERVES]],
        "more": max(reserves.count() - RESERVES, 0),
        "short": max(draw.size - len(seated), 0),
        "have_left": sum(one.left for one in seated),
        "quotas_now": quotas,
        "quotas_hold": all(one.holds for one in quotas),
    }


def _seat_by_seat(panel: Sequence[Entrant]) -> list[Entrant]:
    """Whoever stands in stands right after the one who left the seat."""
    after = {one.stands_in_for_id: one for one in panel if one.stands_in_for_id}
    told = []
    for first in panel:
        one = None if first.stands_in_for_id else first
        while one:
            told.append(one)
            one = after.get(one.pk)
    return told


@dataclass(frozen=True)
class Telling:
    """Who is left to be told that they are in it."""

    mails_left: int
    letters_left: int
    may_open: bool
    fetched: int = 0  # Letters that are fetched, and not posted as far as is known.
    upto: int | None = None  # The number of the last of them.
    fetched_at: datetime | None = None
    pile: int = 0  # So many letters are fetched at a time.


def telling(draw: Draw, user: Any) -> Telling:
    """How many have got neither mail nor letter."""
    if draw.source == Draw.Source.FILE:
        return Telling(0, 0, False)
    mails = queries.by_mail(draw).filter(mail=None).count()
    letters = queries.letters_left(draw).aggregate(
        left=Count("pk"), fetched=Count("letter_made_at"), fetched_at=Max("letter_made_at"),
        upto=Max("number", filter=Q(letter_made_at__isnull=False)),
    )  # fmt: skip
    return Telling(mails, letters.pop("left"), getattr(user, "verified_twice", False), **letters, pile=LETTERS_AT_ONCE)
