"""Who can be asked: people of the pool, and staff."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from medverka.accounts.models import RoleHolding, User
from medverka.accounts.queries import holdings_visible_to
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool import circles
from medverka.pool import queries as pool
from medverka.pool.models import Contributor
from medverka.surveys.models import Round, Ticket
from medverka.surveys.tickets import Invitee


def of_pool(
    user: Any,
    one: Round,
    *,
    perspectives: Collection[str] = (),
    municipalities: Collection[Organisation] = (),
    seats_on: Collection[str] = (),
) -> QuerySet[Contributor]:
    """Active people within the reach of `user` who are not asked in the round yet; nothing chosen means everybody."""
    rows = pool.visible_to(user).filter(status=Contributor.Status.ACTIVE, disposed_on=None)
    if perspectives:
        rows = rows.filter(pk__in=_with(perspectives))
    if municipalities:
        rows = rows.filter(municipality__in=municipalities)
    if seats_on:
        rows = rows.filter(pk__in=circles.members(user, seats_on))
    asked = Ticket.objects.filter(group__round=one).exclude(contributor=None).values("contributor")
    return rows.exclude(pk__in=asked)


def _with(perspectives: Collection[str]) -> Any:
    found = Contributor.objects.none()
    for code in perspectives:
        found = found | Contributor.objects.filter(**{f"is_{code}": True})
    return found.values("pk")


def as_invitees(rows: QuerySet[Contributor]) -> list[Invitee]:
    """The same people, to be given tickets."""
    return [Invitee(contributor=pk) for pk in rows.order_by("pk").values_list("pk", flat=True)]


def staff(user: Any, *, roles: Collection[str], at: Organisation | None = None) -> list[Invitee]:
    """Those who hold one of these roles today, in the whole county or at a unit and what is under it; each once."""
    held = holdings_visible_to(user).filter(role__in=roles)
    if at is not None:
        held = held.filter(organisation__path__startswith=at.path)
    now = held.filter(pk__in=RoleHolding.objects.held_on(clock.today()).values("pk"))
    people = User.objects.filter(pk__in=now.order_by().values("user"), is_active=True).order_by("name", "pk")
    return [Invitee(name=name, email=email) for name, email in people.values_list("name", "email")]
