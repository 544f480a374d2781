"""The time, as the whole house reads it. History can be written under a fixed clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def now() -> datetime:
    """The present moment, with time zone."""
    return _fixed.get() or timezone.now()


def today() -> date:
    """Today's date where the county is."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime | date) -> Iterator[None]:
    """Let it be `moment` within the block; a bare date means noon that day."""
    if not isinstance(moment, datetime):
        moment = timezone.make_aware(datetime.combine(moment, time(12)))
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


def day_of(moment: datetime) -> date:
    """The date of a moment where the county is."""
    return timezone.localdate(moment)


def to_the_minute(moment: datetime) -> datetime:
    """A moment as a clock on the wall shows it: where the county is, without seconds."""
    return timezone.localtime(moment).replace(second=0, microsecond=0)
