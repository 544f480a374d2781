"""Who could sit on a seat."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from medverka.access.roles import ROLES
from medverka.accounts.models import RoleHolding, User
from medverka.councils.models import Seat, SeatHolding
from medverka.foundation import clock
from medverka.pool import queries as pool
from medverka.pool.models import Contributor
from medverka.pool.rules import PERSPECTIVES

AT_MOST = 12  # So many are shown to choose among.


def contributors_for(seat: Seat, user: Any) -> QuerySet[Contributor]:
    """Active people in the pool within reach who do not sit on the council already; the least asked first."""
    sitting = SeatHolding.objects.held_on(clock.today()).filter(seat__council=seat.council, contributor__isnull=False)
    rows = pool.visible_to(user).filter(status=Contributor.Status.ACTIVE).exclude(pk__in=sitting.values("contributor"))
    return rows.select_related("municipality").order_by(F("last_asked_on").asc(nulls_first=True), "lot", "pk")


def found_in_pool(people: QuerySet[Contributor], seat: Seat, text: str) -> list[tuple[int, str]]:
    """Those whose pseudonym begins so; before anybody has searched those with the seat's perspective."""
    if text:
        people = pool.narrowed(people, {"q": text})  # type: ignore[arg-type]
    elif seat.perspective in PERSPECTIVES:
        people = people.filter(**{f"is_{seat.perspective}": True})
    return [(person.pk, _in_words(person)) for person in people[:AT_MOST]]


def _in_words(person: Contributor) -> str:
    views = ", ".join(str(PERSPECTIVES[code]) for code in person.perspectives)
    return f"{person.pseudonym}: {views}{f', {person.municipality}' if person.municipality else ''}"


def staff() -> QuerySet[User]:
    """Those who sign in as anything but contributor; contributors sit under their pseudonyms."""
    held = RoleHolding.objects.held_on(clock.today()).exclude(role="contributor")
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")


def found_among_staff(people: QuerySet[User], text: str) -> list[tuple[int, str]]:
    """Those with these words in their name, each with their roles; two queries."""
    for word in text.split()[:5]:
        people = people.filter(name__icontains=word)
    found = list(people[:AT_MOST])
    roles = _roles_of(found)
    return [(person.pk, f"{person.name}: {', '.join(roles.get(person.pk, []))}") for person in found]


def _roles_of(people: Iterable[User]) -> dict[int, list[str]]:
    held = RoleHolding.objects.held_on(clock.today()).filter(user__in=people).exclude(role="contributor")
    roles: dict[int, list[str]] = {}
    for holding in held.select_related("organisation", "sub_area").order_by("pk"):
        where = holding.organisation or holding.sub_area
        label = str(ROLES[holding.role].label)
        roles.setdefault(holding.user_id, []).append(f"{label} ({where})" if where else label)
    return roles
