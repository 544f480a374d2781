"""What councils hold about a contributor: for the copy that they download, and for the coordinator's page of them."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.contributions.models import Contribution
from medverka.contributions.queries import visible_to as visible_contributions
from medverka.councils.models import Council, SeatHolding, Summons
from medverka.councils.queries.councils import visible_to
from medverka.councils.queries.meetings import meetings_by_id, title_of
from medverka.foundation import clock
from medverka.pool import circles
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds, gathering_everything
from medverka.pool.taking_part import Deed, hours_in_words, in_one_line
from medverka.voices.origins import Origin

KINDS = ("council", "forum")  # How contributions name meetings as their origin.


@circles.register
def on_councils(user: Any) -> list[circles.Circle]:
    """Who of the pool sits on each council that `user` may open. In two queries."""
    found: dict[int, set[int]] = {}
    held = SeatHolding.objects.held_on(clock.today()).filter(seat__closed_on=None).exclude(contributor=None)
    for council, contributor in held.order_by().values_list("seat__council", "contributor"):
        found.setdefault(council, set()).add(contributor)
    rows: list[Council] = list(visible_to(user).filter(pk__in=found, closed_on=None).order_by("name", "pk"))
    return [circles.Circle(f"council-{row.pk}", row.name, frozenset(found[row.pk])) for row in rows]


@receiver(gathering_everything)
def seats_held(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Every seat, between which days, and what was written about the person there."""
    rows = SeatHolding.objects.filter(contributor=contributor).select_related("seat__council", "organisation")
    return _("Platser i råd"), [
        {
            _("råd"): row.seat.council.name,
            _("plats"): row.seat.title,
            _("sitter"): str(row.seat.get_capacity_display()),
            _("för"): str(row.organisation or ""),
            _("från och med"): row.starts_on,
            _("till och med"): row.ends_on or "",
            _("visas med namn som"): row.public_name,
            _("behov för att kunna delta"): row.needs,
        }
        for row in rows.order_by("starts_on", "pk")
    ]


@receiver(gathering_everything)
def calls_answered(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Every meeting that the person has been called to, with the answer, and whether they came."""
    rows = Summons.objects.filter(holding__contributor=contributor).select_related("meeting__council")
    came = {True: _("ja"), False: _("nej"), None: ""}
    return _("Möten du har kallats till"), [
        {
            _("möte"): title_of(row.meeting),
            _("svar"): str(row.get_reply_display()) if row.reply else _("inget svar"),
            _("svarade"): clock.day_of(row.replied_at) if row.replied_at else "",
            _("svaret kom genom"): str(row.get_recorded_how_display()) if row.recorded_how else "",
            _("var med"): came[row.came],
        }
        for row in rows.order_by("meeting__starts_at", "pk")
    ]


@receiver(gathering_deeds)
def sat_and_took_part(sender: object, contributor: Contributor, by: Any, **_given: object) -> list[Deed]:
    """Each seat from the day it was taken, and each meeting with what it counts as."""
    seen = visible_to(by).values("pk")
    held = SeatHolding.objects.filter(contributor=contributor, seat__council__in=seen).select_related("seat__council")
    made = visible_contributions(by).filter(contributor=contributor, origin_kind__in=KINDS)
    meetings = meetings_by_id([row.origin_id for row in made if row.origin_id])
    return [*map(_sat, held), *(_met(row, meetings.get(row.origin_id or 0)) for row in made)]


def _sat(holding: SeatHolding) -> Deed:
    told = [holding.seat.get_capacity_display()]
    if holding.ends_on:
        told.append(_("till och med den %(day)s") % {"day": date_format(holding.ends_on, "j F Y")})
    council = holding.seat.council
    address = reverse("councils:council", args=[council.pk])
    return Deed(holding.starts_on, _("Fick en plats"), f"{council}: {holding.seat}", in_one_line(told), address)


def _met(row: Contribution, meeting: Origin | None) -> Deed:
    title, address = (meeting.title, meeting.url) if meeting else (_("Ett möte"), "")
    return Deed(row.on, _("Insats"), title, in_one_line([hours_in_words(row.hours)]), address)
