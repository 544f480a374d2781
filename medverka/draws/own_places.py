"""Somebody's own place in a draw: label, salt, chance, and how it went."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.draws import queries
from medverka.draws.chances import in_per_cent
from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant
from medverka.draws.rules import State

ALIKE = 0.03  # Of a chance: smaller differences are those of a thousand panels.


@dataclass(frozen=True)
class Own:
    """Somebody's own place in a draw."""

    draw: Draw
    identity: str
    salt: str
    label: str
    chance: str
    panels: str
    how_it_went: str


def own(entrant: Entrant) -> Own:
    """What somebody sees of their own place: label, salt, chance and how it went."""
    (facts,) = facts_of([entrant])
    share = entrant.chance or 0.0
    told = _("Din chans att lottas fram är %(chance)s.") % {"chance": in_per_cent(share)}
    chance = f"{told} {beside_the_others(share, entrant.draw)}"
    return Own(entrant.draw, facts["id"], entrant.salt, entrant.label, chance, in_panels(entrant), how_it_went(entrant))


def in_panels(entrant: Entrant) -> str:
    """In how many of the numbered panels somebody sits, as their chance says; panels with weights are not told so."""
    draw = entrant.draw
    panels = draw.summary.get("panels")
    if draw.lottery != Draw.Lottery.UNIFORM or not panels or entrant.chance is None:
        return ""
    words = ngettext("Du är med i %(mine)s av %(panels)s grupp.", "Du är med i %(mine)s av %(panels)s grupper.", panels)
    mine = round(entrant.chance * panels)
    return words % {
        "mine": number_format(mine, force_grouping=True),
        "panels": number_format(panels, force_grouping=True),
    }


def beside_the_others(share: float, draw: Draw) -> str:
    """Why somebody's chance is not what everybody would have had without quotas."""
    before = draw.size / draw.people
    if abs(share - before) < ALIKE * before:
        return _("Det är så gott som samma chans som alla hade haft utan kvoter.")
    words = _(
        "Utan kvoter hade alla haft %(before)s. Kvoterna ger större chans åt dem som är få för sina platser och mindre åt "
        "dem som är många."
    )
    return words % {"before": in_per_cent(before)}


def how_it_went(entrant: Entrant) -> str:
    """Drawn, reserve, or not known yet."""
    if entrant.draw.state == State.CALLED_OFF:
        return _("Lottningen är avlyst.")
    if not entrant.place:
        return _("Dragningen är inte gjord än.")
    if entrant.said_no_at:
        gone_on = _("Du har lämnat Intressebanken, så platsen gick vidare.")
        return gone_on if queries.has_left(entrant) else _("Du har tackat nej.")
    if entrant.place == Entrant.Place.DRAWN:
        return _("Du lottades fram.")
    if entrant.stands_in_for_id:
        return _("Du är reserv och har fått en plats efter någon som tackade nej.")
    return _("Du lottades inte fram den här gången.") + " " + _in_line(entrant)


def _in_line(entrant: Entrant) -> str:
    """Where in the order a reserve stands; those asked first are alike whoever left, so it is no promise."""
    waiting = getattr(entrant, "waiting", None)
    if not waiting or not entrant.turn:
        return _("Du är reserv.")
    place = {"place": (getattr(entrant, "ahead", None) or 0) + 1, "waiting": waiting}
    return (
        _("Du är reserv, på plats %(place)s av %(waiting)s. Kvoterna kan göra att någon längre ner går före.") % place
    )
