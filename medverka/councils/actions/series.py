"""Meetings that come again and again: planned at once, moved together, made longer or shorter."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.actions.meetings import ask_anew, cancel, give_agenda, refuse_closed, take_turn, tell_of_change
from medverka.councils.models import Council, Meeting, Series
from medverka.councils.queries.meetings import at_the_same_time
from medverka.councils.queries.series import Move, ahead, moves, times_of
from medverka.foundation import clock
from medverka.journal.actions import record


@transaction.atomic
def make_series(
    council: Council, *, by: Any, left_out: Collection[date] = (), **values: Any
) -> tuple[Series, list[Meeting]]:
    """Plan a series, without the days that are left out. All or none: `ValidationError` where one of them is taken."""
    take_turn(by, council)
    refuse_closed(council)
    series = Series(council=council, **values)
    series.full_clean(exclude=["council"])
    days = [day for day in days_of(series) if day not in left_out]
    if not days:
        raise ValidationError({"last_on": _("Det blir inga möten. Välj fler dagar eller en längre tid.")})
    if timezone.make_aware(datetime.combine(days[0], series.starts)) <= clock.now():
        raise ValidationError({"first_on": _("Den första dagen har redan varit. Välj en dag som kommer.")})
    planned = _planned(series, days)
    _refuse_collisions(council, [(one.starts_at, one.ends_at) for one in planned], besides=())
    series.save()
    meetings = Meeting.objects.bulk_create(planned)
    give_agenda(meetings)
    record(by, "series.made", series, council=council.pk, meetings=len(meetings))
    return series, meetings


def days_of(series: Series, until: date | None = None) -> list[date]:
    """The days of a series as it goes now."""
    return rules.series_days(series.rhythm, series.interval, series.first_on, until or series.last_on)


@transaction.atomic
def move_series(
    series: Series, *, by: Any, from_on: date, weekday: int, starts: time, minutes: int, **places: str
) -> list[Meeting]:
    """Move every meeting from a day on, see `moves`, and tell those who are called; the series goes on in its new way.

    `places`: `place`, `place_access`, `online`. All or none: `ValidationError` where another meeting stands in the way.
    """
    take_turn(by, series.council)
    row = Series.objects.select_related("council__organisation").get(pk=series.pk)
    going = moves(row, from_on=from_on, weekday=weekday, starts=starts, minutes=minutes)
    if not going:
        raise ValidationError({"from_on": _("Inga möten i serien går att flytta från den dagen.")})
    if going[0].starts_at <= clock.now():
        raise ValidationError({"from_on": _("Det första mötet skulle hamna på en tid som varit. Välj en senare dag.")})
    times = [(move.starts_at, move.ends_at) for move in going]
    _refuse_collisions(row.council, times, besides=[move.meeting.pk for move in going])
    changed, other_time = _apply(going, places)
    for name, value in {"starts": starts, "minutes": minutes, **places}.items():
        setattr(row, name, value)
    row.first_on = clock.day_of(going[0].starts_at)
    row.last_on = max(row.last_on, clock.day_of(going[-1].starts_at))
    row.full_clean(exclude=["council"])
    row.save()
    ask_anew(other_time)
    tell_of_change(meeting for meeting in changed if meeting.state == Meeting.State.CALLED)
    if changed:
        record(by, "series.moved", row, council=row.council_id, meetings=len(changed))
    return changed


@transaction.atomic
def extend_series(series: Series, *, by: Any, last_on: date) -> list[Meeting]:
    """Let it go on to a later day. All or none: `ValidationError` where one of the new days is taken."""
    take_turn(by, series.council)
    refuse_closed(series.council)
    row = Series.objects.select_related("council__organisation").get(pk=series.pk)
    planned = _planned(row, [day for day in days_of(row, last_on) if day > max(row.last_on, clock.today())])
    if not planned:
        raise ValidationError({"last_on": _("Det blir inga nya möten. Välj en senare dag.")})
    _refuse_collisions(row.council, [(one.starts_at, one.ends_at) for one in planned], besides=())
    Series.objects.filter(pk=row.pk).update(last_on=last_on)
    meetings = Meeting.objects.bulk_create(planned)
    give_agenda(meetings)
    record(by, "series.extended", row, council=row.council_id, meetings=len(meetings))
    return meetings


@transaction.atomic
def end_series(series: Series, *, by: Any, last_on: date) -> list[Meeting]:
    """Let that day be its last. Later meetings are called off, but for those changed by hand; again is harmless."""
    take_turn(by, series.council)
    row = Series.objects.select_related("council__organisation").get(pk=series.pk)
    going = list(ahead(row, last_on + timedelta(days=1)).filter(changed_by_hand=False))
    if last_on < row.last_on or going:
        Series.objects.filter(pk=row.pk).update(last_on=max(last_on, row.first_on))
        cancel(going)
        record(by, "series.ended", row, council=row.council_id, on=last_on.isoformat(), meetings=len(going))
    return going


def _planned(series: Series, days: Iterable[date]) -> list[Meeting]:
    return [
        Meeting(
            council=series.council, series=series, starts_at=starts_at, ends_at=ends_at,
            place=series.place, place_access=series.place_access, online=series.online,
        )
        for starts_at, ends_at in (times_of(day, series.starts, series.minutes) for day in days)
    ]  # fmt: skip


def _apply(going: Iterable[Move], places: dict[str, str]) -> tuple[list[Meeting], list[Meeting]]:
    """Give the meetings their new times and places. Returns those that changed, and of those the ones that moved in time."""
    changed, other_time = [], []
    for move in going:
        meeting = move.meeting
        values = {"starts_at": move.starts_at, "ends_at": move.ends_at, **places}
        different = {name: value for name, value in values.items() if getattr(meeting, name) != value}
        if not different:
            continue
        for name, value in different.items():
            setattr(meeting, name, value)
        meeting.sequence += 1
        changed.append(meeting)
        if {"starts_at", "ends_at"} & set(different):
            other_time.append(meeting)
    _save_in_order(changed, [*places, "starts_at", "ends_at", "sequence"])
    return changed, other_time


def _save_in_order(meetings: list[Meeting], fields: list[str]) -> None:
    """One at a time, later ones first where they move on: none lands where another still stands."""
    before = dict(Meeting.objects.filter(pk__in=[one.pk for one in meetings]).values_list("pk", "starts_at"))
    for meeting in sorted(meetings, key=lambda one: one.starts_at, reverse=True):
        if meeting.starts_at >= before[meeting.pk]:
            meeting.save(update_fields=fields)
    for meeting in meetings:
        if meeting.starts_at < before[meeting.pk]:
            meeting.save(update_fields=fields)


def _refuse_collisions(council: Council, times: list[tuple[datetime, datetime]], *, besides: Collection[int]) -> None:
    """`ValidationError` that names the days where the council meets already."""
    first, last = min(start for start, _end in times), max(end for _start, end in times)
    others = at_the_same_time(council, first, last).exclude(pk__in=besides).values_list("starts_at", "ends_at")
    taken = [start for start, end in times if any(start < ends and end > starts for starts, ends in others)]
    if taken:
        days = ", ".join(date_format(clock.day_of(start), "j F Y") for start in taken[:5])
        raise ValidationError(_("Rådet har redan möten de här dagarna: %(days)s. Inget har ändrats.") % {"days": days})
