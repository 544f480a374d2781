"""Councils and who sits on them, as far as somebody may see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from medverka.access.authorise import grants_with, may_everywhere
from medverka.councils import policies, rules
from medverka.councils.models import Council, Meeting, Seat, SeatHolding
from medverka.foundation import clock
from medverka.organisations.models import Organisation


def within_reach(actor: Any, permission: str, council: str = "") -> Q:
    """A filter on rows within reach of a permission, by the council found at the look-up `council`. Can be combined."""
    lookup = f"{council}__" if council else ""
    reach = Q(pk__in=[])
    for grant in grants_with(actor, permission):
        if grant.everywhere:
            return Q(pk__isnull=False)
        if grant.path:
            reach |= Q(**{f"{lookup}organisation__path__startswith": grant.path})
        if grant.sub_area_id is not None:
            reach |= Q(**{f"{lookup}sub_area": grant.sub_area_id})
    return reach


def holdings_of(user: Any) -> QuerySet[SeatHolding]:
    """The seats that somebody who signs in holds today, by account or as contributor."""
    if getattr(user, "pk", None) is None:
        return SeatHolding.objects.none()
    found = SeatHolding.objects.held_on(clock.today()).filter(Q(user=user.pk) | Q(contributor__user=user.pk))
    return found.filter(seat__closed_on=None).select_related("seat__council__organisation", "contributor", "user")


def visible_to(user: Any) -> QuerySet[Council]:
    """Councils whose inner pages `user` may open: by role, or with a seat today."""
    mine = Q(pk__in=holdings_of(user).values("seat__council"))
    found = Council.objects.filter(within_reach(user, "councils.read") | mine)
    return found.select_related("organisation", "sub_area", "answers")


def may_lead(user: Any, council: Council) -> bool:
    """`policies.may_lead`, with the seats that the person holds; one query at most."""
    if policies.may_lead(user, council):
        return True
    return policies.may_lead(user, council, holdings_of(user).filter(seat__council=council))


def led_by(user: Any) -> QuerySet[Council]:
    """Councils whose meetings `user` plans and writes, see `policies.may_lead`."""
    return Council.objects.filter(leads(user)).select_related("organisation", "sub_area")


def leads(user: Any, council: str = "", seats: Iterable[SeatHolding] | None = None) -> Q:
    """The same as a filter on rows by the council at the look-up `council`; `seats` as `holdings_of` has them, if known."""
    if may_everywhere(user, "councils.edit"):
        return Q(pk__isnull=False)
    lookup = f"{council}__" if council else ""
    leading: Any = holdings_of(user).filter(seat__duty__in=rules.LEADING).values("seat__council")
    if seats is not None:
        leading = [holding.seat.council_id for holding in seats if holding.seat.duty in rules.LEADING]
    forums = within_reach(user, "councils.lead", council) & Q(**{f"{lookup}kind__in": rules.FORUMS})
    return within_reach(user, "councils.edit", council) | forums | Q(**{f"{lookup}pk__in": leading})


# --- The list ---------------------------------------------------------------------------------


def narrowed(councils: QuerySet[Council], wanted: dict[str, Any]) -> QuerySet[Council]:
    """Councils as the filters of the list say, see `forms.councils.CouncilFilter`; a unit with all under it."""
    shown = wanted.get("visa")
    councils = councils.exclude(closed_on=None) if shown == "tidigare" else councils.filter(closed_on=None)
    if shown == "lediga":
        councils = councils.filter(pk__in=vacant_seats().values("council"))
    if kind := wanted.get("slag"):
        councils = councils.filter(kind=kind)
    if place := wanted.get("verksamhet"):
        councils = councils.filter(organisation__path__startswith=place.path)
    if area := wanted.get("delregion"):
        councils = councils.filter(sub_area=area)
    for word in (wanted.get("q") or "").split()[:5]:
        councils = councils.filter(Q(name__icontains=word) | Q(organisation__name__icontains=word))
    return councils


def in_list(councils: QuerySet[Council]) -> QuerySet[Council]:
    """The same with `vacant` (seats) and `next_at` (the next meeting's moment), in one query."""
    ahead = Meeting.objects.filter(council=OuterRef("pk"), state__in=rules.AHEAD, starts_at__gte=clock.now())
    seats = vacant_seats().filter(council=OuterRef("pk")).order_by().values("council").annotate(n=Count("pk"))
    return councils.annotate(
        vacant=Coalesce(Subquery(seats.values("n")), 0),
        next_at=Subquery(ahead.order_by("starts_at").values("starts_at")[:1]),
    )


def vacant_seats() -> QuerySet[Seat]:
    """Seats that nobody holds today."""
    held = SeatHolding.objects.held_on(clock.today()).values("seat")
    return Seat.objects.filter(closed_on=None, council__closed_on=None).exclude(pk__in=held)


def places_of(councils: QuerySet[Council]) -> QuerySet[Organisation]:
    """What the councils belong to, and what that in turn belongs to: to choose among in the list's filter."""
    paths = councils.order_by().values_list("organisation__path", flat=True).distinct()
    ids = {int(step) for path in paths for step in path.strip("/").split("/")}
    return Organisation.objects.filter(pk__in=ids).select_related("parent").order_by("name")
