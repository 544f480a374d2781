"""Meetings as calendar entries, for calendars that others may see: neither council, place nor what it is about."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from icalendar import Calendar, Event

from medverka.councils.models import CalendarFeed, Meeting
from medverka.councils.queries.calendars import meetings_of
from medverka.councils.rules import MeetingState
from medverka.foundation import clock, links

FILE = "mote.ics"
FEED = "calendar"
LIFETIME = timedelta(days=3650)  # A new key ends it sooner.


def entries(meetings: Iterable[Meeting]) -> bytes:
    """The meetings as one calendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Medverka//SV")
    calendar.add("version", "2.0")
    for meeting in meetings:
        event = Event()
        event.add("uid", f"{meeting.key.hex}@medverka")
        event.add("summary", "Möte")
        event.add("dtstamp", clock.now())
        event.add("sequence", meeting.sequence)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def address_of(feed: CalendarFeed) -> str:
    """The secret address of somebody's calendar."""
    return links.absolute(reverse("councils:calendar", args=[links.make(FEED, feed.pk, feed.key.hex)]))


def calendar_behind(token: str) -> bytes:
    """The calendar at a secret address. Raises `links.BadLink`, also for whoever may no longer sign in."""
    pk, key = links.read(FEED, token, good_for=LIFETIME)
    feed = CalendarFeed.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
    if feed is None or feed.key.hex != key:
        raise links.BadLink
    return entries(meetings_of(feed.user))
