"""Whether the latest no can still be taken back: the same day, as long as nobody has heard of the seat."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.draws import occasions
from medverka.draws.models import Draw, Entrant
from medverka.draws.queries import has_left
from medverka.foundation import clock

WHY_NOT: dict[str, str | Promise] = {
    "later": _("Någon annan har tackat nej sedan dess, så det här går inte att ångra."),
    "day": _("Det går inte att ångra längre: dagen är över."),
    "left": _("Det går inte att ångra: personen har lämnat Intressebanken."),
    "asked": _("Det går inte att ångra: reserven är redan frågad."),
    "told": _("Det går inte att ångra: reserven har redan fått ett mejl eller brev."),
}


@dataclass(frozen=True)
class Undo:
    """The latest no, by the number of who said it, and why it cannot be taken back; nothing where it can."""

    number: int
    why_not: str | Promise


def latest(draw: Draw, panel: Sequence[Entrant]) -> Undo | None:
    """The latest no of a panel, as a page tells it."""
    nos = [one for one in panel if one.said_no_at]
    if not nos:
        return None
    last = max(nos, key=lambda one: (one.said_no_at, one.number))
    reason = why_not(draw, last)
    return Undo(last.number, WHY_NOT[reason] if reason else "")


def why_not(draw: Draw, entrant: Entrant) -> str:
    """Why a no cannot be taken back, as a key of `WHY_NOT`; nothing where it can."""
    at = entrant.said_no_at
    if at is None or draw.entrants.filter(said_no_at__gte=at).exclude(pk=entrant.pk).exists():
        return "later"
    if timezone.localdate(at) != clock.today():
        return "day"
    if has_left(entrant):
        return "left"
    came = came_with(draw, entrant)
    people = [pk for pk in came.values_list("contributor", flat=True) if pk]
    if occasions.any_asked(draw.origin, people):
        return "asked"
    heard = Q(told_at__gte=at) | Q(mail__created_at__gte=at) | Q(letter_made_at__gte=at)
    return "told" if people and came.filter(heard).exists() else ""


def came_with(draw: Draw, entrant: Entrant) -> QuerySet[Entrant]:
    """Those who got a seat by this no: usually one, more where seats had stood empty."""
    return draw.entrants.filter(Q(stood_in_at=entrant.said_no_at) | Q(stands_in_for=entrant))
