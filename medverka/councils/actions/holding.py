"""A meeting has been held: who came, and what that was as contributions."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, Someone, may
from medverka.contributions.actions import (
    NewContribution,
    record_contribution,
    remove_contribution,
)
from medverka.contributions.models import Contribution
from medverka.contributions.queries import of_origin
from medverka.councils import rules
from medverka.councils.actions.meetings import locked, take_turn
from medverka.councils.models import Meeting, SeatHolding, Summons
from medverka.councils.queries.calls import sitting_at
from medverka.councils.rules import MeetingState
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.pool.models import Contributor, Term


@transaction.atomic
def hold_meeting(
    meeting: Meeting,
    *,
    by: Any,
    came: Collection[UUID] = (),
    came_own: int | None = None,
    came_service: int | None = None,
) -> None:
    """Note that it took place. In a forum people are counted; in a council `came` names the holdings that came.

    Contributors among them have made a contribution, once. `ValidationError` before the day, or where it was called
    off; where it is held already this corrects who came.
    """
    take_turn(by, meeting.council)
    row = locked(meeting)
    if row.state == MeetingState.CANCELLED:
        raise ValidationError(_("Mötet är inställt."))
    if clock.day_of(row.starts_at) > clock.today():
        raise ValidationError(_("Mötet har inte varit än. Anteckna efteråt."))
    new = Meeting.objects.filter(pk=row.pk, state__in=rules.AHEAD).update(state=MeetingState.HELD, held_at=clock.now())
    facts = {}
    if row.council.is_forum:
        facts = {"own": came_own, "service": came_service}
        Meeting.objects.filter(pk=row.pk).update(came_own=came_own, came_service=came_service)
    else:
        facts = {"came": _note_who_came(row, set(came))}
        _match_contributions(row, by)
    if new:
        record(by, "meeting.held", row, council=row.council_id, **facts)
    else:
        record(by, "meeting.attendance_corrected", row, council=row.council_id, **facts)


def _note_who_came(meeting: Meeting, came: set[UUID]) -> int:
    """Everybody who sat there that day came or did not; nobody else can have. Returns how many came."""
    sitting = {holding.pk for holding in sitting_at(meeting)}
    sitting |= set(Summons.objects.filter(meeting=meeting).values_list("holding", flat=True))
    if came - sitting:
        raise ValidationError(_("Någon av dem satt inte på en plats den dagen."))
    Summons.objects.bulk_create([Summons(meeting=meeting, holding_id=pk) for pk in came], ignore_conflicts=True)
    Summons.objects.filter(meeting=meeting, holding__in=came).update(came=True)
    Summons.objects.filter(meeting=meeting).exclude(holding__in=came).update(came=False)
    return len(came)


def _match_contributions(meeting: Meeting, by: Any) -> None:
    """One contribution for each contributor who came and none for those who did not."""
    recorder = _recorder(meeting, by)
    there = {row.contributor_id: row for row in of_origin(*meeting.origin)}
    rows = Summons.objects.filter(meeting=meeting, came=True, holding__contributor__disposed_on=None)
    rows = rows.exclude(holding__contributor=None).select_related("holding__seat", "holding__contributor")
    came = {row.holding.contributor: row.holding for row in rows.order_by("-holding__seat__order")}
    for contributor, holding in came.items():
        if contributor is not None and contributor.pk not in there:
            record_contribution(_contribution(meeting, contributor, holding), by=recorder)
    for contributor_id, contribution in there.items():
        if contributor_id not in {contributor.pk for contributor in came if contributor}:
            remove_contribution(contribution, by=recorder)


def _contribution(meeting: Meeting, contributor: Contributor, holding: SeatHolding) -> NewContribution:
    council, capacity = meeting.council, holding.seat.capacity
    if capacity not in Contribution.Capacity.values:
        capacity = Contribution.Capacity.INDIVIDUAL
    return NewContribution(
        contributor,
        clock.day_of(meeting.starts_at),
        hours=rules.hours_between(meeting.starts_at, meeting.ends_at),
        way=_way(council.kind),
        level=council.level,
        unit=council.organisation,
        capacity=capacity,
        association=holding.organisation if capacity == Contribution.Capacity.MANDATE else None,
        origin=meeting.origin,
    )


def _way(kind: str) -> Term | None:
    """The county's word for what one does in such a body, where it has one."""
    return Term.objects.filter(kind=Term.Kind.WAY, slug=rules.WAYS.get(kind, "rad-och-styrgrupp")).first()


def _recorder(meeting: Meeting, by: Any) -> Any:
    """Whoever leads the council notes who came to it, also where they record no other contributions."""
    if may(by, "contributions.record", meeting.council.organisation):
        return by
    return Someone(by.actor_id, SYSTEM.grants)
