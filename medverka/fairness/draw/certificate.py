"""Why no lottery is fairer than the one that was found, or how much fairer one could be at most.

A certificate holds claims about what panels can be worth, and what follows from them; ``docs/fairness.md`` has the
proofs. ``proof`` checks certificates in exact fractions, with no part of what made them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import expm1, sqrt
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.goldilocks import GAMMA
from medverka.fairness.draw.problem import Floats, Problem
from medverka.fairness.draw.result import Objective
from medverka.fairness.draw.target import Claim, Cut, Level, Target

REACHED = 1e-6  # a gap that is smaller is none: it is left by rounding

Kind = Literal["reached", "gap"]
Method = Literal["linear", "integer"]


@dataclass(frozen=True)
class Certificate:
    """What proves the lottery whose average panel is ``mean`` (types,).

    ``levels`` and ``claim`` are as in `Target`, and hold for all panels that keep to the ``cuts``, which every panel of
    whole people does.
    """

    problem: Problem
    objective: Objective
    mean: Floats
    levels: Sequence[Level] = ()
    claim: Claim | None = None
    cuts: Sequence[Cut] = ()

    @cached_property
    def chances(self) -> Floats:
        """The chance of somebody of each type."""
        chances: Floats = self.mean / self.problem.types.count
        return chances

    @cached_property
    def ceilings(self) -> list[float]:
        """For each level: what the least chance of its types and all later ones cannot surpass while the earlier keep theirs."""
        count, earlier, found = self.problem.types.count, np.zeros(len(self.mean), dtype=bool), []
        for level in self.levels:
            spent = float(level.claim.prices[earlier] @ self.mean[earlier])
            found.append((level.claim.bound - spent) / float(level.claim.prices[level.types] @ count[level.types]))
            earlier[level.types] = True
        return found

    @cached_property
    def least(self) -> list[float]:
        """For each level: the least chance of its types and all later ones."""
        later, found = np.ones(len(self.mean), dtype=bool), []
        for level in self.levels:
            found.append(float(self.chances[later].min()))
            later[level.types] = False
        return found

    @cached_property
    def drawn(self) -> npt.NDArray[np.bool_]:
        """The types that are in no level: for Nash and Goldilocks, those who can be drawn at all."""
        drawn = np.ones(len(self.mean), dtype=bool)
        for level in self.levels:
            drawn[level.types] = False
        return drawn

    @property
    def gap(self) -> float:
        """How much better any lottery could be at most, 0 when none could.

        Leximin and maximin: in chance, at the level where it is most. Nash: the part by which the geometric mean of all
        chances could be greater. Goldilocks: in its own measure.
        """
        below = max((most - least for most, least in zip(self.ceilings, self.least, strict=True)), default=0.0)
        if self.claim is None:
            return max(below, 0.0)
        return max(below, (nash_gap if self.objective == "nash" else goldilocks_gap)(self, self.claim), 0.0)

    @property
    def kind(self) -> Kind:
        """Whether the bound is reached."""
        return "reached" if self.gap <= REACHED else "gap"

    @property
    def method(self) -> Method:
        """Whether all follows from the quotas by adding and multiplying, or an integer program was needed as well."""
        claims = [level.claim for level in self.levels] + ([self.claim] if self.claim else [])
        return "integer" if self.cuts or any(claim.multipliers is None for claim in claims) else "linear"

    def as_data(self) -> dict[str, Any]:
        """What the command writes and the page tells; nothing in it is about a person, but levels may be about few."""
        count = self.problem.types.count
        levels = [
            {"chance": least, "ceiling": ceiling, "people": int(count[level.types].sum()), "held_by": held_by(self.problem, level.claim)}
            for level, least, ceiling in zip(self.levels, self.least, self.ceilings, strict=True)
        ]  # fmt: skip
        return {
            "objective": self.objective,
            "kind": self.kind,
            "gap": self.gap,
            "method": self.method,
            "levels": levels,
        }


def certify(
    problem: Problem, objective: Objective, target: Target, mean: Floats, cuts: Sequence[Cut] = ()
) -> Certificate:
    """The certificate of a lottery with this average panel, from the target that it was made for."""
    return Certificate(problem, objective, mean, target.levels, target.claim, cuts)


def held_by(problem: Problem, claim: Claim) -> list[dict[str, str]]:
    """The quotas that the claim builds on: these bounds are what holds the chances where they are."""
    if claim.multipliers is None:
        return []
    quotas = claim.multipliers[1 : 1 + len(problem.quotas)]
    some = 1e-9 * np.abs(claim.multipliers).max(initial=0.0)
    return [
        {"feature": quota.feature, "value": quota.value, "bound": "high" if price > 0 else "low"}
        for quota, price in zip(problem.quotas, quotas.tolist(), strict=True)
        if abs(price) > some
    ]


def nash_gap(certificate: Certificate, claim: Claim) -> float:
    """By which part the geometric mean of the chances of all who can be drawn could be greater.

    The prices are ``count / x`` at an average panel ``x``, whose logarithms no panel surpasses by more than
    ``bound - n`` in all.
    """
    drawn = certificate.drawn
    count, x = certificate.problem.types.count[drawn], certificate.mean[drawn]
    if np.any(x <= 0):
        return float("inf")
    behind = -float(count @ np.log(claim.prices[drawn] * x / count))
    return expm1((behind + claim.bound - float(count.sum())) / float(count.sum()))


def goldilocks_gap(certificate: Certificate, claim: Claim) -> float:
    """By how much the measure of greatest and least chance could be smaller."""
    count, drawn = certificate.problem.types.count, certificate.drawn
    share = certificate.problem.size / float(count.sum())
    greatest, least = float(certificate.chances[drawn].max()), float(certificate.chances[drawn].min())
    if least <= 0:
        return float("inf")
    worth = claim.prices * count
    slope = float(worth[worth > 0].sum()) + 1 / share + float(worth[worth < 0].sum())
    smallest = 2 * sqrt(GAMMA * share * slope) - claim.bound
    return greatest / share + GAMMA * share / least - smallest
