"""The fairest chances, were panels not made of whole people: a bound on every real lottery, and mostly reached by one.

The panel that a lottery gives on average keeps to size, quotas and homes, for each of its panels does. So it is a point
of a polytope with few rows, over types of people. Whatever is fairest there can be no less fair than the fairest
lottery; and where it can be written as a mix of real panels, it is the fairest lottery.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.highs import Program, Rows, rows, stack


@dataclass(frozen=True)
class Cut:
    """No panel has more than ``most`` people, each counting as much as the weight of its type; shape (types,).

    Whoever adds a cut has proven it for all panels of whole people (by an integer program, or because less than one
    person is nobody).
    """

    weights: Floats
    most: float


@dataclass(frozen=True)
class Polytope:
    """Average panels ``x``: ``low <= matrix @ x <= high`` and ``0 <= x <= most``, with ``count`` people of each type.

    The rows are, in this order, the size, the quotas, the classes of homes (those in ``homes``, which share no type),
    and the cuts.
    """

    matrix: Rows
    low: Floats
    high: Floats
    most: Floats
    count: Floats
    homes: range

    def program(self, costs: Floats, *, whole: bool = False) -> Program:
        """The program that seeks the panel worth most, each person of type ``t`` being worth ``costs[t]``."""
        program = Program(costs, 0.0, self.most, whole=whole, most=True)
        program.add_rows(self.matrix, self.low, self.high)
        return program


@dataclass(frozen=True)
class Claim:
    """No panel is worth more than ``bound`` when each person of type ``t`` is worth ``prices[t]``; shape (types,).

    The bound follows from the rows of the polytope, each taken ``multipliers`` times (see `ceiling`). Without
    multipliers it holds for panels of whole people, and an integer program has proven it.
    """

    prices: Floats
    bound: float
    multipliers: Floats | None = None


@dataclass(frozen=True)
class Level:
    """Those who come to ``chance`` together; ``types`` are their indexes.

    The claim's prices are positive for these types and perhaps for those of earlier levels, otherwise zero. So whoever
    gives those of earlier levels what they have cannot give all of these more, and none of these more without another
    less.
    """

    chance: float
    types: Ints
    claim: Claim


@dataclass(frozen=True)
class Target:
    """The average panel that is fairest: ``mean`` (types,), in people of each type; and what proves it.

    A leximin is proven by ``levels`` that have every type in one of them, a maximin by one level, the other objectives
    by one claim (`certificate` says how).
    """

    polytope: Polytope
    mean: Floats
    levels: Sequence[Level] = ()
    claim: Claim | None = None

    @property
    def chances(self) -> Floats:
        """The chance of somebody of each type."""
        chances: Floats = self.mean / self.polytope.count
        return chances


def polytope(problem: Problem, cuts: Sequence[Cut] = ()) -> Polytope:
    """All average panels of the problem, as far as size, quotas, homes and the cuts tell."""
    types = problem.types
    size = np.array([problem.size], dtype=np.float64)
    weights = [rows(cut.weights) for cut in cuts]
    return Polytope(
        matrix=stack(rows(np.ones((1, len(types)))), rows(problem.members), rows(types.classes), *weights),
        low=np.concatenate([size, problem.low, np.full(len(types.homes) + len(cuts), -np.inf)]),
        high=np.concatenate([size, problem.high, types.homes, [cut.most for cut in cuts]]),
        most=types.most.astype(np.float64),
        count=types.count.astype(np.float64),
        homes=range(1 + len(problem.quotas), 1 + len(problem.quotas) + len(types.homes)),
    )


def ceiling(polytope: Polytope, prices: Floats, multipliers: Floats) -> float:
    """What no average panel surpasses when people of type ``t`` are worth ``prices[t]``, by these multipliers of the rows.

    Whatever the multipliers: ``prices @ x = multipliers @ matrix @ x + (prices - multipliers @ matrix) @ x``; the first
    is at most the multipliers times the rows' bounds, the second at most what is above zero times ``most``. (Weak
    duality.)
    """
    multipliers = usable(polytope, multipliers)
    bounds = np.where(multipliers > 0, polytope.high, polytope.low)
    used = multipliers != 0
    rest = prices - polytope.matrix.prices(multipliers, len(prices))
    return float(multipliers[used] @ bounds[used] + np.maximum(rest, 0.0) @ polytope.most)


def usable(polytope: Polytope, multipliers: Floats) -> Floats:
    """The multipliers without those, left by rounding, of bounds that a row does not have."""
    absent = np.where(multipliers > 0, polytope.high, polytope.low)
    return np.where(np.isfinite(absent), multipliers, 0.0)
