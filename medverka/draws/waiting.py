"""What waits for whoever draws: what decides is known, and people who are in a draw have not been told."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.draws.models import Draw
from medverka.draws.queries import DOCUMENT, is_due, left_to_tell, visible_to
from medverka.draws.rules import TOLD_WITHIN, State
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting


def waiting_for(user: Any) -> list[Waiting]:
    """Draws to be made, and mails and letters about draws that wait. Two queries at most."""
    due = Q(state=State.PUBLISHED, decided_from__lte=clock.now())
    lately = Q(state__in=(State.PUBLISHED, State.DRAWN), decided_from__gte=clock.now() - TOLD_WITHIN)
    rows = visible_to(user).filter(due | lately & Q(source=Draw.Source.POOL))
    draws = list(rows.select_related("publication").defer(DOCUMENT))
    return [*_due(draws), *_untold(draws)]


def _due(draws: Iterable[Draw]) -> list[Waiting]:
    """Draws whose public randomness is known by now."""
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
        for draw in draws
        if is_due(draw) and draw.decided_from
    ]


def _untold(draws: Iterable[Draw]) -> list[Waiting]:
    """Draws from the pool that some who are in them have not been told of. What is long past is let be."""
    since = clock.now() - TOLD_WITHIN
    lately = [
        draw for draw in draws if draw.source == Draw.Source.POOL and draw.decided_from and draw.decided_from >= since
    ]
    left = left_to_tell(lately)
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
        for draw in lately
        if draw.pk in left
    ]


def _how_many(mails: int, letters: int) -> str:
    mailed = ngettext("Ett mejl har inte gått.", "%(n)s mejl har inte gått.", mails) % {"n": mails}
    posted = ngettext("Ett brev är inte postat.", "%(n)s brev är inte postade.", letters) % {"n": letters}
    return " ".join([*([mailed] if mails else []), *([posted] if letters else [])])
