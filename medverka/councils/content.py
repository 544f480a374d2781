"""What minutes hold, as plain values: this is what is attested, and what its digest is taken of.

What was said stands there by the ids of the voices alone. Their words live with the voices, so that a name that is
found later can be masked, also in minutes that are finished. For the same reason it stands there whose names were
shown (`named`): whoever is protected or disposed of later is not read there, although the content is as it was.
"""

import hashlib
import json
from typing import Any

from medverka.councils.models import Decision, Meeting, Minutes, MinutesSection, SeatHolding, Summons
from medverka.councils.queries.agenda import owner_of
from medverka.councils.queries.seats import Who, shown_to_everybody
from medverka.pool import door
from medverka.voices.queries import of_origin

Content = dict[str, Any]


def content_of(minutes: Minutes) -> Content:
    """What the minutes hold: as attested where they are finished, else as they stand. `meeting__council` must be there."""
    if minutes.content is not None:
        kept: Content = minutes.content
        return kept
    meeting = minutes.meeting
    decisions = list(Decision.objects.filter(meeting=meeting).select_related("owner", "owner_user", "item"))
    called = list(
        Summons.objects.filter(meeting=meeting, came=True).select_related("holding", "stands_in_for__holding")
    )
    seats = [row.holding for row in called] + [row.stands_in_for.holding for row in called if row.stands_in_for]
    seats += [row.owner for row in decisions if row.owner]
    people = shown_to_everybody(seats)
    sections = MinutesSection.objects.filter(minutes=minutes)
    return {
        **_head(meeting),
        "present": [_present(row, people) for row in sorted(called, key=_in_order)],
        "sections": [{"heading": section.heading, "text": section.text} for section in sections],
        "decisions": [_decision(row, people) for row in decisions],
        "voices": sorted(of_origin(*meeting.origin).values_list("pk", flat=True)),
        "named": {str(row.pk): people[row.pk].name for row in seats if row.contributor_id and people[row.pk].named},
    }


def shown(content: Content) -> Content:
    """The content as it may be read today: whoever's name may no longer be shown stands there as their seat."""
    named: dict[str, str] = content.get("named", {})
    if not named:
        return content
    holdings = SeatHolding.objects.filter(pk__in=list(named)).select_related("seat")
    people = {row.contributor_id or 0: (row, named[str(row.pk)]) for row in holdings}
    today = door.shown_openly({pk: name for pk, (_row, name) in people.items()})
    instead = {name: row.seat.title for pk, (row, name) in people.items() if today.get(pk) != name}
    replaced = {
        "present": [_without(row, instead, "name", "instead_of") for row in content["present"]],
        "decisions": [_without(row, instead, "owner") for row in content["decisions"]],
    }
    return content | replaced if instead else content


def _without(row: Content, instead: dict[str, str], *places: str) -> Content:
    return row | {place: instead.get(row[place], row[place]) for place in places}


def digest_of(content: Content) -> str:
    """SHA-256 of the content, written the same way each time."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def holds(minutes: Minutes) -> bool:
    """Whether finished minutes are what was attested."""
    return minutes.content is not None and digest_of(minutes.content) == minutes.digest


def _head(meeting: Meeting) -> Content:
    council = meeting.council
    head: Content = {
        "format": 1,
        "meeting": meeting.pk,
        "council": council.name,
        "organisation": council.organisation.name,
        "starts_at": meeting.starts_at.isoformat(timespec="minutes"),
        "ends_at": meeting.ends_at.isoformat(timespec="minutes"),
        "place": meeting.place,
    }
    if council.is_forum:
        head["came"] = {"own": meeting.came_own, "service": meeting.came_service}
    return head


def _in_order(row: Summons) -> tuple[int, int]:
    return row.holding.seat.order, row.pk


def _present(row: Summons, people: dict[Any, Who]) -> Content:
    seat, instead = people[row.holding_id], row.stands_in_for
    return {"name": seat.name, "sits": seat.sits, "instead_of": _instead(instead.holding, people) if instead else ""}


def _instead(holding: SeatHolding, people: dict[Any, Who]) -> str:
    return people[holding.pk].name


def _decision(row: Decision, people: dict[Any, Who]) -> Content:
    task = row.kind == Decision.Kind.TASK
    return {
        "kind": row.kind,
        "text": row.text,
        "item": row.item.title if row.item else "",
        "owner": owner_of(row, people) if task else "",
        "due_on": row.due_on.isoformat() if row.due_on else "",
    }
