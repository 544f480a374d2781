"""What whoever draws should know of a result before it is published: who has hardly a chance, and who stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import problems, summaries, words
from medverka.draws.models import Draw
from medverka.fairness.draw.result import Distribution

NONE = 1e-6  # A chance that is no more than this is none.
HARDLY = 0.01  # Of what everybody would have without quotas: a smaller chance is hardly one.


@dataclass(frozen=True)
class Caution:
    """What is not as one may believe, and what to do about it."""

    title: str
    text: str


def found_in(found: Distribution, *, least_people: int) -> dict[str, Any]:
    """What there is to warn of, for `told`: kept with the draw, and shown to nobody but whoever draws.

    ``without``: how many have hardly a chance (0 where they are fewer than `least_people`, and none of the keys where
    there are none), whether they have ``none`` at all. ``closed``: quotas that let in nobody of those who have the value.
    ``rare``: those that give the fewer than `least_people` who have the value a greater chance than others.
    """
    problem, chances = found.problem, found.chance_of_person
    same = problem.size / len(problem.people)
    hardly = chances < HARDLY * same
    count = int(hardly.sum())
    having = problem.members @ problem.types.count
    told: dict[str, Any] = {"closed": [], "rare": []}
    for quota, people in zip(problem.quotas, having, strict=True):
        if people and quota.high == 0:
            told["closed"].append([quota.feature, quota.value])
        if 0 < people < least_people and quota.low > people * same:
            told["rare"].append([quota.feature, quota.value])
    if count:
        told["without"] = count if count >= least_people else 0
        told["none"] = bool(np.max(chances[hardly]) <= NONE)
    return told


def of(draw: Draw) -> list[Caution]:
    """The warnings for a result that has been worked out, most serious first; empty where there is nothing to say."""
    told = draw.summary.get("cautions")
    if not told:
        return []
    return [*_without(draw, told), *_left_out(draw), *_rare(draw, told)]


def _without(draw: Draw, told: dict[str, Any]) -> list[Caution]:
    if "without" not in told:
        return []
    values = {"count": _number(told["without"]) if told["without"] else _("några"), "people": _number(draw.people)}
    if told["none"]:
        title = _("Med de här kvoterna kan %(count)s av %(people)s aldrig lottas fram") % values
    else:
        title = _("Med de här kvoterna har %(count)s av %(people)s så gott som ingen chans att lottas fram") % values
    closed = [_("Höj högst för %(quotas)s.") % {"quotas": _named(draw, told["closed"])}] if told["closed"] else []
    held = words.holding(summaries.in_words(draw.summary.get("certificate") or {}, problems.features_of(draw)))
    remedy = _("Vidga kvoterna och räkna ut igen, om det inte är meningen.")
    return [Caution(title, " ".join(filter(None, [*(closed or [held]), remedy])))]


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=True))


def _left_out(draw: Draw) -> list[Caution]:
    planned = draw.summary.get("numbered")
    if draw.lottery != Draw.Lottery.UNIFORM or not planned or planned["share"]:
        return []
    text = _(
        "Någon som kvoterna ger en chans skulle inte vara med i någon av dem. Välj grupper med olika vikt, eller vidga de kvoter som håller nere den minsta chansen."
    )
    return [Caution(_("De numrerade grupperna räcker inte till alla"), text)]


def _rare(draw: Draw, told: dict[str, Any]) -> list[Caution]:
    if not told["rare"]:
        return []
    text = _(
        "Bara några få har %(quotas)s, och kvoten ger dem större chans än andra. Den som vet vem det är kan räkna ut att "
        "personen troligen är med. Sänk minst, eller slå ihop värdet med ett annat."
    )
    return [Caution(_("En person kan bli så gott som utpekad"), text % {"quotas": _named(draw, told["rare"])})]


def _named(draw: Draw, quotas: Sequence[Sequence[str]]) -> str:
    known = problems.features_of(draw)
    return ", ".join(f"”{problems.in_words(known, feature, value)}”" for feature, value in quotas)
