"""Meetings, as far as somebody may see."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.councils import rules
from medverka.councils.models import Council, Meeting
from medverka.councils.queries.councils import visible_to as visible_councils
from medverka.foundation import clock
from medverka.voices.origins import Origin, describes


def visible_to(user: Any) -> QuerySet[Meeting]:
    """Meetings of the councils that `user` may open."""
    found = Meeting.objects.filter(council__in=visible_councils(user).values("pk"))
    return found.select_related("council__organisation", "council__sub_area", "council__answers", "series")


def may_change(meeting: Meeting) -> bool:
    """Whether people can still be called to it, and it be changed or called off."""
    return meeting.state in rules.AHEAD and meeting.starts_at > clock.now()


def coming(council: Council) -> QuerySet[Meeting]:
    """Those that have not ended, the next first; not those that are called off, unless people were called to them."""
    ahead = Meeting.objects.filter(council=council, ends_at__gt=clock.now()).exclude(state=Meeting.State.HELD)
    return ahead.exclude(state=Meeting.State.CANCELLED, called_at=None).order_by("starts_at", "pk")


def past(council: Council) -> QuerySet[Meeting]:
    """Those that have been, the latest first."""
    been = Q(ends_at__lte=clock.now()) | Q(state=Meeting.State.HELD)
    return (
        Meeting.objects.filter(been, council=council)
        .exclude(state=Meeting.State.CANCELLED)
        .order_by("-starts_at", "-pk")
    )


def at_the_same_time(council: Council, starts_at: datetime, ends_at: datetime) -> QuerySet[Meeting]:
    """The council's meetings that go on while another would."""
    rows = Meeting.objects.filter(council=council, starts_at__lt=ends_at, ends_at__gt=starts_at)
    return rows.exclude(state=Meeting.State.CANCELLED)


def meetings_by_id(ids: Collection[int]) -> dict[int, Origin]:
    """What meetings are called where voices and contributions name them; one query."""
    rows = Meeting.objects.filter(pk__in=ids).select_related("council")
    return {row.pk: _origin(row) for row in rows}


def _origin(meeting: Meeting) -> Origin:
    url = reverse("councils:meeting", args=[meeting.pk])
    return Origin(title_of(meeting), url, permission="councils.read", need=meeting.council.purpose)


def title_of(meeting: Meeting) -> str:
    """The council and the day. `council` must have been fetched."""
    day = date_format(clock.day_of(meeting.starts_at), "j F Y")
    return _("%(council)s den %(day)s") % {"council": meeting.council.name, "day": day}


describes("forum", label=_l("Forum"))(meetings_by_id)
describes("council", label=_l("Råd"))(meetings_by_id)
