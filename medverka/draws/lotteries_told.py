"""What a lottery gives, in words: beside the fairest chances, which are worked out, those that its panels come to."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.draws.chances import at_least
from medverka.draws.models import Draw
from medverka.draws.numbered import LeavesOut

EVERYTHING = 1 - 1e-9  # A share that is no less is all of it.


def among(draw: Draw) -> str:
    """The panels of which one is drawn: how many there are, as far as that is known, and of which kind."""
    known = draw.summary.get("used")
    if draw.lottery == Draw.Lottery.UNIFORM:
        known = known or draw.summary.get("numbered")
    return _panels(draw.lottery, known["panels"]) if known else str(draw.get_lottery_display())


def given(draw: Draw) -> str:
    """What everybody has in them of the chance that was worked out: as it is published, or about as it will be."""
    if used := draw.summary.get("used"):
        return what_it_gives(draw.lottery, used)
    planned = draw.summary.get("numbered")
    if draw.lottery == Draw.Lottery.EXACT:
        return _("Alla får sin uträknade chans, på miljarddelen när.")
    if not planned or not planned["share"]:
        return ""
    if planned["share"] >= EVERYTHING:
        return _("Platserna går jämnt ut, så att alla får sin uträknade chans.")
    words = _("Platserna delas ut i hela grupper, och alla får då omkring %(share)s eller mer av sin uträknade chans.")
    return words % {"share": at_least(planned["share"])}


def sentences(draw: Draw) -> str:
    """Both: the panels, and what everybody has in them."""
    return " ".join(filter(None, [_("Det dras bland %(panels)s.") % {"panels": among(draw)}, given(draw)]))


def what_was_used(kind: str, used: dict[str, Any]) -> str:
    """Which panels there were, and what they gave."""
    return f"{_('Det drogs bland %(panels)s.') % {'panels': _panels(kind, used['panels'])}} {what_it_gives(kind, used)}"


def what_it_gives(kind: str, used: dict[str, Any]) -> str:
    """The least share of their chance that anybody has in the panels that were made, and how many have no chance."""
    if kind == Draw.Lottery.EXACT:
        said = _("I dem har alla sin uträknade chans, på miljarddelen när.")
    elif used["share"] >= EVERYTHING:
        said = _("I dem har alla sin uträknade chans.")
    else:
        said = _("I dem har alla minst %(share)s av sin uträknade chans.") % {"share": at_least(used["share"])}
    return " ".join(filter(None, [said, _without(used)]))


def _panels(kind: str, count: int) -> str:
    words = _("%(count)s numrerade grupper, alla lika troliga")
    if kind == Draw.Lottery.EXACT:
        words = _("%(count)s numrerade grupper, olika troliga")
    return words % {"count": number_format(count, force_grouping=True)}


def _without(used: dict[str, Any]) -> str:
    if "without" not in used:
        return ""
    if not used["without"]:
        return _("Några har ingen chans alls, för kvoterna släpper inte fram dem.")
    words = ngettext(
        "En person har ingen chans alls, för kvoterna släpper inte fram den.",
        "%(count)s personer har ingen chans alls, för kvoterna släpper inte fram dem.",
        used["without"],
    )
    return words % {"count": number_format(used["without"], force_grouping=True)}


def leaves_out(found: LeavesOut) -> str:
    """That the number of panels would take all of somebody's chance."""
    words = ngettext(
        "Med %(panels)s numrerade grupper skulle en person inte vara med i någon av dem, fast kvoterna ger personen en chans.",
        "Med %(panels)s numrerade grupper skulle %(count)s personer inte vara med i någon av dem, fast kvoterna ger dem en chans.",
        found.count,
    )
    return words % {name: number_format(getattr(found, name), force_grouping=True) for name in ("panels", "count")}
