"""The meetings of a series, and where they would go."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from medverka.councils import rules
from medverka.councils.models import Meeting, Series
from medverka.foundation import clock


@dataclass(frozen=True)
class Move:
    """Where one meeting of a series goes."""

    meeting: Meeting
    starts_at: datetime
    ends_at: datetime

    @property
    def changes_time(self) -> bool:
        return (self.meeting.starts_at, self.meeting.ends_at) != (self.starts_at, self.ends_at)


def ahead(series: Series, from_on: date | None = None) -> QuerySet[Meeting]:
    """The meetings of a series from a day on that are neither begun nor called off."""
    begins = clock.now()
    if from_on is not None:
        begins = max(begins, timezone.make_aware(datetime.combine(from_on, time.min)))
    rows = Meeting.objects.filter(series=series, state__in=rules.AHEAD, starts_at__gte=begins)
    return rows.order_by("starts_at", "pk")


def moves(series: Series, *, from_on: date, weekday: int, starts: time, minutes: int) -> list[Move]:
    """Where the meetings from a day on would go. What was changed by hand, held or called off stays."""
    found = []
    for meeting in ahead(series, from_on).filter(changed_by_hand=False):
        day = rules.moved_day(series.rhythm, clock.day_of(meeting.starts_at), weekday)
        found.append(Move(meeting, *times_of(day, starts, minutes)))
    return found


def staying(series: Series, from_on: date) -> QuerySet[Meeting]:
    """The meetings from a day on that stay where somebody has put them."""
    return ahead(series, from_on).filter(changed_by_hand=True)


def times_of(day: date, starts: time, minutes: int) -> tuple[datetime, datetime]:
    """When a meeting is: the time on the wall stays when the clocks change."""
    begins = timezone.make_aware(datetime.combine(day, starts))
    return begins, begins + timedelta(minutes=minutes)
