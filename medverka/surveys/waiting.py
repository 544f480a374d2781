"""What waits for whoever keeps surveys: rounds that end soon with few answers, are to be counted, or have texts to read."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.surveys.models import FreeText, Round
from medverka.surveys.queries.rounds import standings, visible_to
from medverka.surveys.rules import State

SOON = timedelta(days=3)
FEW = 50  # Per cent of those asked.


def waiting_for(user: Any) -> list[Waiting]:
    """Four queries and those of the role, whatever the number of rounds."""
    today = clock.today()
    new = Count("groups__texts", filter=Q(groups__texts__state=FreeText.State.NEW))
    ends = Q(state=State.OPEN, opens_on__lte=today, closes_on__range=(today, today + SOON))
    rows = visible_to(user).filter(ends | Q(state__in=(State.CLOSED, State.COUNTED))).annotate(unread=new)
    rounds = [one for one in rows if one.state != State.COUNTED or one.unread]
    found = standings([one for one in rounds if one.state == State.OPEN])
    told = [_told(one, found.get(one.pk, [])) for one in rounds]
    return [one for one in told if one]


def _told(one: Round, groups: Any) -> Waiting | None:
    if one.state == State.OPEN:
        return _ends_soon(one, groups)
    if one.state == State.CLOSED:
        return _waiting(one, _("Räkna svaren: %(title)s"), _("Omgången är stängd."), _("Räkna"), since=one.closes_on)
    unread = one.unread  # type: ignore[attr-defined] # Annotated.
    words = ngettext("En text är inte läst.", "%(n)s texter är inte lästa.", unread) % {"n": unread}
    return _waiting(one, _("Läs det som skrivits: %(title)s"), words, _("Läs"), since=one.closes_on)


def _ends_soon(one: Round, groups: Any) -> Waiting | None:
    few = [group.group.name for group in groups if group.share is not None and group.share < FEW]
    if not few:
        return None
    words = _("Sista dagen är den %(day)s. Mindre än hälften har svarat: %(groups)s.")
    told = words % {"day": date_format(one.closes_on, "j F"), "groups": ", ".join(few)}
    return _waiting(one, _("Stänger snart: %(title)s"), told, _("Påminn"), since=clock.today())


def _waiting(one: Round, title: str, text: str, step: str, *, since: Any) -> Waiting:
    return Waiting(
        group=_("Enkäter"),
        title=title % {"title": one.title},
        text=text,
        since=min(since, clock.today()),
        url=reverse("surveys:round", args=[one.slug]),
        step=step,
        key=f"round:{one.pk}:{one.state}",
    )
