"""Somebody's calendar gets a secret address, and loses it."""

from typing import Any
from uuid import uuid4

from django.db import transaction

from medverka.access.authorise import authorise
from medverka.accounts.models import User
from medverka.councils.models import CalendarFeed
from medverka.journal.actions import record


@transaction.atomic
def open_calendar(user: User, *, by: Any) -> CalendarFeed:
    """Give the person's meetings a secret address; a new one where there is one, and the old one is dead."""
    authorise(by, "own.seats")
    feed, _new = CalendarFeed.objects.update_or_create(user=user, defaults={"key": uuid4()})
    record(by, "calendar.opened", feed)
    return feed


@transaction.atomic
def close_calendar(user: User, *, by: Any) -> None:
    """Take the address away. Again is harmless."""
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is not None:
        subject = f"calendarfeed:{feed.pk}"
        feed.delete()
        record(by, "calendar.closed", subject)
