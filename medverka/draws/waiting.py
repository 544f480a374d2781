"""What waits for whoever draws: what decides is known, and people who are in a draw have not been told."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.draws.models import Draw
from medverka.draws.queries import DOCUMENT, left_to_tell, visible_to
from medverka.draws.rules import TOLD_WITHIN, State
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting


def waiting_for(user: Any) -> list[Waiting]:
    """Draws to be made, and mails and letters about draws that wait. Three queries at most."""
    return [*_due(user), *_untold(user)]


def _due(user: Any) -> list[Waiting]:
    """Draws whose public randomness is known by now."""
    due = visible_to(user).filter(state=State.PUBLISHED, decided_from__lte=clock.now())
    return [
        Waiting(
            group=_("Lottningar"),
            title=_("Dags att dra: %(title)s") % {"title": draw.title},
            text=_("De offentliga siffrorna som avgör är kända."),
            since=clock.day_of(draw.decided_from),
            url=reverse("draws:draw", args=[draw.pk]),
            step=_("Skriv in dem"),
            key=f"draw:{draw.pk}",
        )
        for draw in due
        if draw.decided_from
    ]


def _untold(user: Any) -> list[Waiting]:
    """Draws from the pool that some who are in them have not been told of. What is long past is let be."""
    lately = visible_to(user).filter(
        state__in=(State.PUBLISHED, State.DRAWN), source=Draw.Source.POOL, decided_from__gte=clock.now() - TOLD_WITHIN
    )
    left = left_to_tell(lately)
    told = lately.filter(pk__in=left).select_related("publication").defer(DOCUMENT) if left else ()
    return [
        Waiting(
            group=_("Lottningar"),
            title=_("Berätta för dem som är med: %(title)s") % {"title": draw.title},
            text=_how_many(*left[draw.pk]),
            since=clock.day_of(draw.publication.published_at),
            url=reverse("draws:draw", args=[draw.pk]) + "#beratta",
            step=_("Berätta"),
            key=f"draw-told:{draw.pk}",
        )
        for draw in told
    ]


def _how_many(mails: int, letters: int) -> str:
    mailed = ngettext("Ett mejl har inte gått.", "%(n)s mejl har inte gått.", mails) % {"n": mails}
    posted = ngettext("Ett brev är inte postat.", "%(n)s brev är inte postade.", letters) % {"n": letters}
    return " ".join([*([mailed] if mails else []), *([posted] if letters else [])])
