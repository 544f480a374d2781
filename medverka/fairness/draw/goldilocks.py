"""Goldilocks: neither does anybody have too small a chance, nor anybody too great a one.

With n people and k seats it minimises ``n/k * greatest chance + GAMMA * k/n / least chance``; were all chances alike,
each term would be 1 (with GAMMA = 1). After Baharav and Flanigan, "Fair, manipulation-robust, and transparent
sortition" (EC 2024): nobody gains much by posing as somebody rare when no chance is great, and no chance is small.
"""

from dataclasses import replace

import numpy as np

from medverka.fairness.draw.leximin import leximin, possible
from medverka.fairness.draw.problem import Floats, Ints
from medverka.fairness.draw.target import Claim, Polytope, Target, ceiling, usable
from medverka.fairness.highs import Program, Rows, Solution, with_column

GAMMA = 1.0
CLOSE = 1e-12  # the last tangent raises the bound by no more than this, of it
TANGENTS = 60
FEW = 400  # up to so many types the best that is leximin is sought; with more that takes long
ROOM = 1e-11  # the greatest chance may be so much greater, for rounding's sake


def goldilocks(polytope: Polytope) -> Target:
    """The average panel that is best, over those who can be drawn at all; who cannot is in a level of chance zero.

    One over the least chance is bounded from below by its tangents, and each program adds the tangent at its own least
    chance, until that changes nothing. Of all that are best it is the one that is leximin, which lies least at
    the edge, unless types are many. Raises `highs.Impossible` when no average panel exists.
    """
    types, never = possible(polytope)
    program, tangent = _program(polytope, types), 1.0
    for _ in range(TANGENTS):
        program.add_rows(_tangent(len(polytope.count), tangent), low=2.0 / tangent)
        solution = program.solve()
        least = float(solution.x[-2])
        missed = GAMMA * (1.0 / least - solution.x[-1]) if least > 0 else np.inf
        if missed <= CLOSE * solution.objective:
            break
        tangent = max(least, tangent / 4)
    if len(types) > FEW:
        mean = np.clip(solution.x[: len(polytope.count)], 0.0, polytope.most)
        return Target(polytope, mean, never, _claim(polytope, types, solution))
    ceiling_of_each = polytope.count * float(solution.x[-3]) * fair_share(polytope) * (1 + ROOM)
    mean = leximin(replace(polytope, most=np.minimum(polytope.most, ceiling_of_each))).mean
    return Target(polytope, mean, never, _claim(polytope, types, solution))


def _program(polytope: Polytope, types: Ints) -> Program:
    """Columns are people of each type, the greatest chance, the least chance, and one over it; all three times n/k."""
    everyone, chosen = len(polytope.count), len(types)
    costs = np.concatenate([np.zeros(everyone), [1.0, 0.0, GAMMA]])
    program = Program(costs, 0.0, np.concatenate([polytope.most, np.full(3, np.inf)]))
    program.add_rows(polytope.matrix, polytope.low, polytope.high)
    starts, share = np.arange(chosen + 1, dtype=np.int32), polytope.count[types] * fair_share(polytope)
    own = Rows(starts, types.astype(np.int32), np.ones(chosen))
    program.add_rows(with_column(own, -share, everyone + 1), low=0.0)
    program.add_rows(with_column(own, -share, everyone), high=0.0)
    return program


def fair_share(polytope: Polytope) -> float:
    """The chance of everybody when there are no quotas: k/n."""
    return float(polytope.low[0]) / float(polytope.count.sum())


def _tangent(types: int, least: float) -> Floats:
    """One over the least chance is no less than its tangent there."""
    row = np.zeros(types + 3)
    row[-2:] = 1.0 / least**2, 1.0
    return row


def _claim(polytope: Polytope, types: Ints, solution: Solution) -> Claim:
    """What is worth much for the least chance, less what is worth much for the greatest, as prices of people."""
    rows, chosen = len(polytope.low), len(types)
    prices: Floats = np.zeros(len(polytope.count))
    prices[types] = solution.prices[rows : rows + chosen] + solution.prices[rows + chosen : rows + 2 * chosen]
    multipliers = usable(polytope, -solution.prices[:rows])
    return Claim(prices, ceiling(polytope, prices, multipliers), multipliers)
