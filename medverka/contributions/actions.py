from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from medverka.access.authorise import authorise
from medverka.contributions.models import Contribution
from medverka.contributions.policies import may_record
from medverka.contributions.rules import AlreadyRecorded, refuse_future
from medverka.foundation import bulk, clock
from medverka.journal.actions import Event, record, record_many, subject_of
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Term

CORRECTABLE = {"on", "hours", "way", "level", "capacity", "association"}


@dataclass(frozen=True)
class NewContribution:
    """One person on one occasion. `origin` is where it came from: ("request", 12)."""

    contributor: Contributor
    on: date
    hours: Decimal | None = None
    way: Term | None = None
    level: str = ""
    unit: Organisation | None = None
    capacity: str = Contribution.Capacity.INDIVIDUAL
    association: Organisation | None = None
    origin: tuple[str, int] | None = None

    def row(self, recorded_by: str) -> Contribution:
        """The row to be saved."""
        values = {name: value for name, value in vars(self).items() if name != "origin"}
        kind, origin_id = self.origin or ("", None)
        return Contribution(**values, origin_kind=kind, origin_id=origin_id, recorded_by=recorded_by)


@transaction.atomic
def record_contribution(new: NewContribution, *, by: Any, known: int = 0) -> Contribution:
    """Record one contribution.

    Raises `AlreadyRecorded` where more than `known` stand for the same person, origin and day, and `InTheFuture`.
    """
    if not may_record(by, new.contributor, new.unit):
        raise PermissionDenied
    refuse_future(new.on, clock.today())
    # Two clicks must not make two contributions: the second waits here, and then finds the first.
    Contributor.objects.select_for_update(no_key=True).get(pk=new.contributor.pk)
    contribution = new.row(by.actor_id)
    place = {name: getattr(contribution, name) for name in ("contributor", "on", "origin_kind", "origin_id")}
    same = Contribution.objects.filter(**place).count()
    if same > known:
        raise AlreadyRecorded(same)
    contribution.save()
    if not contribution.origin_kind:
        _count_as_asked([contribution])
    record(by, "contribution.recorded", contribution, **_facts(contribution))
    return contribution


@transaction.atomic
def record_contributions(items: Sequence[NewContribution], *, by: Any) -> list[Contribution]:
    """Record many at once, as from a register; whoever hands them over has seen to it that none stands twice."""
    for unit in {item.unit for item in items}:
        authorise(by, "contributions.record", unit)
    today = clock.today()
    for item in items:
        refuse_future(item.on, today)
    rows = [item.row(by.actor_id) for item in items]
    bulk.insert(rows)
    _count_as_asked(rows)
    record_many(by, [Event("contribution.recorded", subject_of(row), _facts(row)) for row in rows])
    return rows


@transaction.atomic
def correct_contribution(contribution: Contribution, *, by: Any, **values: Any) -> Contribution:
    """Change what was noted wrongly. `KeyError` for what cannot be corrected; what it said before stands in the journal."""
    if not may_record(by, contribution.contributor, contribution.unit):
        raise PermissionDenied
    if unknown := set(values) - CORRECTABLE:
        raise KeyError(*unknown)
    row = Contribution.objects.select_for_update().get(pk=contribution.pk)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    before = _facts(row)
    for name, value in changed.items():
        setattr(row, name, value)
    refuse_future(row.on, clock.today())
    row.save(update_fields=list(changed))
    record(by, "contribution.corrected", row, before=before, after=_facts(row))
    return row


@transaction.atomic
def remove_contribution(contribution: Contribution, *, by: Any) -> None:
    """Take away what was no contribution: nobody came, it was cancelled, or it stood twice."""
    if not may_record(by, contribution.contributor, contribution.unit):
        raise PermissionDenied
    row = Contribution.objects.select_for_update().filter(pk=contribution.pk).first()
    if row is None:
        return
    subject, facts = subject_of(row), _facts(row)
    row.delete()
    record(by, "contribution.removed", subject, **facts)


def _count_as_asked(rows: Sequence[Contribution]) -> None:
    """Whoever took part had been asked, by that day at the latest. What Medverka asked for is counted where it asks."""
    if not rows:
        return
    new = Contribution.objects.filter(contributor=OuterRef("pk"), pk__gte=min(row.pk for row in rows))
    day = Subquery(new.order_by("-on").values("on")[:1])
    people = Contributor.objects.filter(pk__in={row.contributor_id for row in rows}).alias(day=day)
    people.filter(Q(last_asked_on=None) | Q(last_asked_on__lt=F("day"))).update(last_asked_on=day)


def _facts(row: Contribution) -> dict[str, Any]:
    return {
        "contributor": row.contributor_id,
        "on": row.on.isoformat(),
        "hours": None if row.hours is None else str(row.hours),
        "origin": f"{row.origin_kind}:{row.origin_id}" if row.origin_kind else "",
    }
