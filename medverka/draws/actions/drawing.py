"""The draw itself, once, and what happens when somebody who was drawn says no."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from medverka.draws import undoing
from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant, Outcome
from medverka.draws.moves import NotNow, authorise_for, move
from medverka.draws.queries import has_left, is_seated, made_for_nothing_yet, origin_of, panel_of
from medverka.draws.rules import State
from medverka.draws.stand_ins import for_those_who_left
from medverka.fairness.draw import publication
from medverka.foundation import bulk, clock
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
    """Who was drawn, and the others in the order in which they are asked.

    Whoever has been disposed of since the publication is no reserve, and nobody can tell their label any longer. The seats
    that were drawn for such stand on rows of theirs, so that somebody can stand in.
    """
    order = {label: turn for turn, label in enumerate(drawn["order"], start=1)}
    selected = set(drawn["selected"])
    rows = list(draw.entrants.all())
    for row, facts in zip(rows, facts_of(rows), strict=True):
        if not row.salt:
            continue
        is_drawn = publication.label(row.salt, facts["id"], drawn["number"]) in selected
        row.place = Place.DRAWN if is_drawn else Place.RESERVE
        row.turn = None if is_drawn else order[row.label]
    gone = [row for row in rows if not row.salt]
    seated = sum(row.place == Place.DRAWN for row in rows)
    for row in gone[: len(selected) - seated]:
        row.place = Place.DRAWN
    bulk.update_values(Entrant, ["place", "turn"], [(row.pk, (row.place, row.turn)) for row in rows])


@transaction.atomic
def tie(draw: Draw, *, by: Any, origin: tuple[str, int]) -> None:
    """Say once what those who were drawn are to be asked about: they are the first to be asked there."""
    authorise_for(by, draw)
    if origin_of(origin, by) is None:
        raise PermissionDenied("draws.edit")
    free = made_for_nothing_yet(by).filter(pk=draw.pk)
    if not free.update(origin_kind=origin[0], origin_id=origin[1]):
        raise NotNow
    draw.refresh_from_db(fields=["origin_kind", "origin_id"])
    record(by, "draw.tied", draw)


@transaction.atomic
def say_no(draw: Draw, entrant: Entrant, *, by: Any) -> list[Entrant]:
    """Somebody who has a seat cannot or will not, or has left. Whoever stands in comes instead: usually one, none where nobody is left.

    More come where seats have stood empty. The quotas hold where they can; `stand_ins.quotas_now` tells.
    """
    authorise_for(by, draw)
    # Two who say no at once take turns, so that both do not get the same person.
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    if draw.state != State.DRAWN or not is_seated(entrant):
        raise NotNow
    now = clock.now()
    if not Entrant.objects.filter(pk=entrant.pk, said_no_at=None).update(said_no_at=now):
        raise NotNow
    record(by, "draw.seat_left" if has_left(entrant) else "draw.said_no", draw, entrant=entrant.number)
    empty = _empty_seats(draw)
    found = for_those_who_left(draw, empty)
    rows = {one.number: one for one in draw.entrants.filter(number__in=found.people)}
    instead = [rows[number] for number in found.people]
    for left, one in zip(empty, instead, strict=False):
        Entrant.objects.filter(pk=one.pk).update(stands_in_for=left, stood_in_at=now)
        record(by, "draw.stood_in", draw, entrant=one.number, kind=found.kind)
    return instead


@transaction.atomic
def undo_no(draw: Draw, entrant: Entrant, *, by: Any) -> None:
    """Take back the latest no, with whoever came for it. Raises `NotNow` where `undoing.why_not` says why."""
    authorise_for(by, draw)
    draw = Draw.objects.select_for_update().get(pk=draw.pk)
    entrant = draw.entrants.select_related("contributor").get(pk=entrant.pk)
    if undoing.why_not(draw, entrant):
        raise NotNow
    undoing.came_with(draw, entrant).update(stands_in_for=None, stood_in_at=None)
    Entrant.objects.filter(pk=entrant.pk).update(said_no_at=None)
    record(by, "draw.no_undone", draw, entrant=entrant.number)


def _empty_seats(draw: Draw) -> list[Entrant]:
    """Those who left a seat that nobody has taken, in the order in which they left."""
    taken = draw.entrants.filter(stands_in_for__isnull=False).values("stands_in_for")
    return list(panel_of(draw).filter(said_no_at__isnull=False).exclude(pk__in=taken).order_by("said_no_at", "number"))
