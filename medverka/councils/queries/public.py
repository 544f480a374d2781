"""What everybody may read of a council. A meeting's place is for those who are called."""

from dataclasses import dataclass

from medverka.councils import rules
from medverka.councils.models import Council, Meeting, Seat, SeatHolding
from medverka.councils.models.councils import CouncilQuerySet
from medverka.councils.queries.poster import said_at as said_at_meetings
from medverka.councils.queries.seats import Who, shown_to_everybody
from medverka.foundation import clock
from medverka.voices.models import Voice
from medverka.voices.queries import published

SHOWN = 10  # So many meetings and voices stand on the page.


def open_to_all() -> CouncilQuerySet:
    """Councils with a page of their own."""
    return Council.objects.filter(public=True).select_related("organisation", "sub_area")


def people_on(council: Council) -> list[tuple[Seat, Who | None]]:
    """The seats in their order, each with whoever sits there today; by name those alone who agreed."""
    seats = list(Seat.objects.filter(council=council, closed_on=None).select_related("organisation"))
    held = {row.seat_id: row for row in SeatHolding.objects.held_on(clock.today()).filter(seat__in=seats)}
    people = shown_to_everybody(held.values())
    return [(seat, people[held[seat.pk].pk] if seat.pk in held else None) for seat in seats]


@dataclass(frozen=True)
class Meetings:
    """The next ones, and the latest that were held."""

    coming: list[Meeting]
    past: list[Meeting]


def meetings_of(council: Council) -> Meetings:
    """The days on which the council meets and has met."""
    rows = Meeting.objects.filter(council=council)
    ahead = rows.filter(state__in=rules.AHEAD, ends_at__gte=clock.now())
    held = rows.filter(state=Meeting.State.HELD).order_by("-starts_at")
    return Meetings(list(ahead[:SHOWN]), list(held[:SHOWN]))


def said_at(council: Council) -> list[Voice]:
    """The latest public answers to what was said at its meetings, one more than are shown."""
    return list(said_at_meetings(council, published())[: SHOWN + 1])
