"""What waits on Today: answers to hand in, a mapping whose last day has passed, and development areas that are late."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.mappings import queries
from medverka.mappings.models import DevelopmentArea
from medverka.mappings.rules import Answered, State

MOST = 50


def waiting_for(user: Any) -> list[Waiting]:
    """Three queries at most."""
    if not may(user, "mappings.answer"):
        return []
    if may(user, "mappings.edit"):
        return [*_to_close(user), *_late_in_all(user)]
    return [*_to_answer(user), *_late(user)]


def _to_answer(user: Any) -> list[Waiting]:
    rows = queries.to_answer(user).exclude(state=Answered.HANDED_IN)[:MOST]
    return [
        Waiting(
            group=_("Kartläggningar"),
            title=_("%(mapping)s: svara för %(organisation)s")
            % {"mapping": one.mapping, "organisation": one.organisation},
            text=_("Lämnas in senast den %(day)s.") % {"day": date_format(one.mapping.closes_on, "j F Y")},
            since=one.mapping.opens_on,
            url=reverse("mappings:assessment", args=[one.pk]),
            step=_("Svara") if one.state == Answered.NOT_BEGUN else _("Fortsätt"),
            late_days=max(-one.mapping.days_left, 0),
            key=f"assessment:{one.pk}",
        )
        for one in rows
    ]


def _to_close(user: Any) -> list[Waiting]:
    due = queries.visible_to(user).filter(state=State.OPEN, closes_on__lt=clock.today())
    counted: Any = queries.with_counts(due)
    return [
        Waiting(
            group=_("Kartläggningar"),
            title=_("Dags att stänga: %(title)s") % {"title": one.title},
            text=_("%(n)s av %(of)s har lämnat in.") % {"n": one.handed_in, "of": one.taking_part},
            since=one.closes_on,
            url=reverse("mappings:mapping", args=[one.pk]),
            step=_("Stäng eller påminn"),
            key=f"mapping:{one.pk}",
        )
        for one in counted[:MOST]
    ]


def _late(user: Any) -> list[Waiting]:
    return [_one_late(one) for one in queries.late(queries.areas_visible_to(user))[:MOST]]


def _one_late(area: DevelopmentArea) -> Waiting:
    since = area.due_on or clock.today()
    return Waiting(
        group=_("Kartläggningar"),
        title=area.what,
        text=_("Utvecklingsområde i %(organisation)s. Skulle vara klart den %(day)s.")
        % {"organisation": area.organisation, "day": date_format(since, "j F Y")},
        since=since,
        url=reverse("mappings:area", args=[area.pk]),
        step=_("Berätta hur det går"),
        late_days=area.days_late,
        key=f"area:{area.pk}",
    )


def _late_in_all(user: Any) -> list[Waiting]:
    """The coordinator gets one line for all of them, and those that are the coordinator's own."""
    rows = list(queries.late(queries.areas_visible_to(user))[:200])
    own = [_one_late(area) for area in rows if area.owner_id == user.pk]
    others = [area for area in rows if area.owner_id != user.pk]
    if not others:
        return own
    line = Waiting(
        group=_("Kartläggningar"),
        title=ngettext("Ett utvecklingsområde är sent", "%(n)s utvecklingsområden är sena", len(others))
        % {"n": len(others)},
        text=_("Fråga de ansvariga hur det går."),
        since=min(area.due_on for area in others if area.due_on),
        url=reverse("mappings:areas") + "?visa=sena",
        step=_("Se vilka"),
        key="areas:late",
    )
    return [*own, line]
