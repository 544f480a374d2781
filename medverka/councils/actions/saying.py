"""What is said at a council's meeting is written down as a voice, with whose seat it came from."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from medverka.councils.actions.minutes import content_changed, unfinished
from medverka.councils.leading import as_recorder
from medverka.councils.models import Minutes, SeatHolding
from medverka.councils.rules import Capacity
from medverka.foundation import clock
from medverka.organisations.queries import the_county
from medverka.voices.actions import record_voice
from medverka.voices.models import Theme, Voice

AS = {capacity: capacity for capacity in Voice.Capacity.values} | {Capacity.COORDINATOR: Voice.Capacity.OFFICIAL}


@transaction.atomic
def record_said(
    minutes: Minutes, holding: SeatHolding, *, by: Any, text: str, themes: Iterable[Theme] = (), urgent: bool = False
) -> Voice:
    """Write down what the holder of a seat said; whoever answers for the council is to answer. The same words are one voice."""
    minutes = unfinished(minutes, by=by)
    meeting, council = minutes.meeting, minutes.meeting.council
    if holding.seat.council_id != council.pk or council.is_forum:
        raise PermissionDenied("councils.lead")
    capacity = AS[holding.seat.capacity]
    voice = record_voice(
        by=as_recorder(by, council),
        text=text,
        unit=council.organisation,
        origin=meeting.origin,
        said_on=clock.day_of(meeting.starts_at),
        answer_due_on=clock.today() + timedelta(days=the_county().answer_days),
        capacity=capacity,
        association=(holding.organisation or holding.seat.organisation) if capacity == Capacity.MANDATE else None,
        speakers=[holding.contributor] if holding.contributor else [],
        owner=council.answers,
        themes=themes,
        urgent=urgent,
        in_room=True,
    )
    content_changed(minutes, by=by)
    return voice
