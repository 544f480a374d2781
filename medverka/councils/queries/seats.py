"""Who sits on a seat, and as what: in the words that the reader may see. Shown wherever somebody speaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from medverka.councils import policies, rules
from medverka.councils.models import Council, Seat, SeatCall, SeatHolding
from medverka.councils.queries.councils import visible_to
from medverka.foundation import clock
from medverka.pool import door

PERSON = ("contributor", "user", "organisation")
NEEDED = ("seat__council__organisation", "seat__organisation", *PERSON)


@dataclass(frozen=True)
class Who:
    """Somebody on a seat. `name` is what they are called, or what the seat is called where their name is not shown."""

    name: str
    named: bool
    seat: str
    capacity: str
    organisation: str
    speaks_for: str

    @property
    def sits(self) -> str:
        """As what they sit, and for whom: "med en förenings mandat, Föreningen Förgätmigej"."""
        return f"{self.capacity}, {self.organisation}" if self.organisation else self.capacity

    def __str__(self) -> str:
        return f"{self.name}, {self.sits}"


def people_of(holdings: Iterable[SeatHolding], reader: Any) -> dict[UUID, Who]:
    """Who the holders are, by the holding's id, for somebody who may open the council. A constant number of queries.

    Contributors show the name they agreed to; else those who coordinate read the pseudonym, and others what the seat
    is called. Whoever signs in, or is known by name alone, shows their name, unless they sit as an individual.
    """
    return _described(holdings, lambda holding: _inner_name(holding, reader))


def shown_to_everybody(holdings: Iterable[SeatHolding]) -> dict[UUID, Who]:
    """The same for the public page: names of those alone who agreed to it."""
    return _described(holdings, lambda _holding: "")


def who(holding: SeatHolding, reader: Any) -> Who:
    """`people_of` for one."""
    return people_of([holding], reader)[holding.pk]


def _described(holdings: Iterable[SeatHolding], otherwise: Any) -> dict[UUID, Who]:
    rows = list(holdings)
    prefetch_related_objects(rows, *NEEDED)
    agreed = door.shown_openly({row.contributor_id: row.public_name for row in rows if row.contributor_id})
    return {row.pk: _who(row, _agreed_name(row, agreed) or otherwise(row)) for row in rows}


def _agreed_name(holding: SeatHolding, of_contributors: dict[int, str]) -> str:
    if holding.contributor_id is None:
        return str(holding.public_name)
    return of_contributors.get(holding.contributor_id, "")


def _inner_name(holding: SeatHolding, reader: Any) -> str:
    if holding.contributor is not None:
        coordinates = policies.may_edit(reader, holding.seat.council)
        return holding.contributor.pseudonym if coordinates else ""
    if holding.user is not None:
        return holding.user.name
    individual = holding.seat.capacity == rules.Capacity.INDIVIDUAL
    return "" if individual and not policies.may_edit(reader, holding.seat.council) else holding.name


def _who(holding: SeatHolding, name: str) -> Who:
    seat = holding.seat
    organisation = holding.organisation or seat.organisation
    return Who(
        name=name or seat.title,
        named=bool(name),
        seat=seat.title,
        capacity=str(seat.get_capacity_display()),
        organisation=organisation.name if organisation else "",
        speaks_for=rules.SPEAKS_FOR[seat.capacity],
    )


# --- A council's seats ------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """One seat, whoever holds it today, and whoever has been appointed to it for later."""

    seat: Seat
    holding: SeatHolding | None
    who: Who | None
    mine: bool
    coming: SeatHolding | None
    call: SeatCall | None

    @property
    def vacant(self) -> bool:
        return self.holding is None


def places_of(council: Council, reader: Any) -> list[Place]:
    """The seats of a council in their order, with those on them. A constant number of queries."""
    seats = list(Seat.objects.filter(council=council, closed_on=None).select_related("organisation", "stands_in_for"))
    today = clock.today()
    rows = SeatHolding.objects.filter(seat__in=seats).select_related("seat__council__organisation")
    held = {row.seat_id: row for row in rows.held_on(today)}
    later = {row.seat_id: row for row in rows.filter(starts_on__gt=today).order_by("-starts_on")}
    people = people_of(held.values(), reader)
    calls = {call.seat_id: call for call in SeatCall.objects.filter(seat__in=seats, closed_on=None)}

    def place(seat: Seat) -> Place:
        row = held.get(seat.pk)
        mine = row is not None and policies.is_holder(reader, row)
        return Place(seat, row, people[row.pk] if row else None, mine, later.get(seat.pk), calls.get(seat.pk))

    return [place(seat) for seat in seats]


def seats_visible_to(user: Any) -> QuerySet[Seat]:
    """Seats of councils that `user` may open."""
    found = Seat.objects.filter(council__in=visible_to(user).values("pk"))
    return found.select_related("council__organisation", "council__sub_area", "organisation", "stands_in_for")


def holdings_visible_to(user: Any) -> QuerySet[SeatHolding]:
    """Holdings of those seats: all to whoever may open the council; what may be changed of them the policy says."""
    found = SeatHolding.objects.filter(seat__council__in=visible_to(user).values("pk"))
    return found.select_related("seat__council__organisation", "seat__organisation", *PERSON)


def history_of(seat: Seat, reader: Any) -> list[tuple[SeatHolding, Who]]:
    """Everybody who has sat, sits or will sit on a seat, the latest first."""
    rows = list(SeatHolding.objects.filter(seat=seat).select_related(*NEEDED))
    people = people_of(rows, reader)
    return [(row, people[row.pk]) for row in rows]
