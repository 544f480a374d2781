"""Somebody's own place in a draw: label, salt, chance, and how it went."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant
from medverka.draws.rules import State
from medverka.foundation import charts


@dataclass(frozen=True)
class Own:
    """Somebody's own place in a draw."""

    draw: Draw
    identity: str
    salt: str
    label: str
    chance: str
    how_it_went: str


def own(entrant: Entrant) -> Own:
    """What somebody sees of their own place: label, salt, chance and how it went."""
    (facts,) = facts_of([entrant])
    share = entrant.chance or 0.0
    chance = _("Din chans att lottas fram är %(chance)s.") % {"chance": in_per_cent(share)}
    return Own(entrant.draw, facts["id"], entrant.salt, entrant.label, chance, how_it_went(entrant))


def how_it_went(entrant: Entrant) -> str:
    """Drawn, reserve, or not known yet."""
    if entrant.draw.state == State.CALLED_OFF:
        return _("Lottningen är inställd.")
    if not entrant.place:
        return _("Dragningen är inte gjord än.")
    if entrant.said_no_at:
        return _("Du har tackat nej.")
    if entrant.place == Entrant.Place.DRAWN:
        return _("Du lottades fram.")
    if entrant.stands_in_for_id:
        return _("Du är reserv och har fått en plats efter någon som tackade nej.")
    return _("Du lottades inte fram den här gången. Du är reserv.")


def in_per_cent(share: float) -> str:
    """A share as it is read: 8,4 %."""
    return charts.in_words(round(100 * share, 1), "%")
