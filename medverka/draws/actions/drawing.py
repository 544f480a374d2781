"""The draw itself, once, and what happens when somebody who was drawn says no."""

import json
from typing import Any

from django.db import transaction

from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant, Outcome
from medverka.draws.moves import NotNow, authorise_for, move
from medverka.draws.rules import State
from medverka.draws.stand_ins import stand_in
from medverka.fairness.draw import publication
from medverka.foundation import clock
from medverka.journal.actions import record

Place = Entrant.Place


class TooEarly(Exception):
    """What decides is not known yet."""


@transaction.atomic
def draw_now(draw: Draw, *, by: Any, values: Any) -> Outcome:
    """Let the public values decide. Raises `WrongValues` when they are not what was promised, and `TooEarly`."""
    authorise_for(by, draw)
    if draw.decided_from is None or draw.decided_from > clock.now():
        raise TooEarly
    move(draw, "draw")
    document = json.loads(draw.publication.document)
    drawn = publication.draw(document, values)
    outcome = Outcome.objects.create(publication=draw.publication, document=publication.canonical(drawn).decode())
    _give_places(draw, drawn)
    record(by, "draw.drawn", draw, number=drawn["number"])
    return outcome


def _give_places(draw: Draw, drawn: dict[str, Any]) -> None:
    """Who was drawn, and the others in the order in which they are asked. Whoever is disposed of is in neither."""
    order = {label: turn for turn, label in enumerate(drawn["order"], start=1)}
    selected = set(drawn["selected"])
    rows = list(draw.entrants.all())
    for row, facts in zip(rows, facts_of(rows), strict=True):
        if not row.salt:
            continue
        is_drawn = publication.label(row.salt, facts["id"], drawn["number"]) in selected
        row.place = Place.DRAWN if is_drawn else Place.RESERVE
        row.turn = None if is_drawn else order[row.label]
    Entrant.objects.bulk_update(rows, ["place", "turn"], batch_size=500)


@transaction.atomic
def say_no(draw: Draw, entrant: Entrant, *, by: Any) -> Entrant | None:
    """Somebody who was drawn, or stands in, cannot or will not. Whoever stands in for them comes instead, if anybody can.

    Returns who stands in.
    """
    authorise_for(by, draw)
    if draw.state != State.DRAWN:
        raise NotNow
    asked = Entrant.objects.filter(pk=entrant.pk, draw=draw, said_no_at=None).exclude(place="")
    if not asked.update(said_no_at=clock.now()):
        raise NotNow
    record(by, "draw.said_no", draw, entrant=entrant.number)
    if entrant.place == Place.RESERVE and entrant.stands_in_for_id is None:
        return None  # Nobody has to come instead of them.
    instead = stand_in(draw, entrant)
    if instead is not None:
        Entrant.objects.filter(pk=instead.pk).update(stands_in_for=entrant)
        record(by, "draw.stood_in", draw, entrant=instead.number)
    return instead
