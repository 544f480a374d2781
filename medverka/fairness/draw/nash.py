"""Nash: the product of everybody's chances is as great as it can be (the sum of their logarithms).

A primal-dual interior point method. The logarithms' second derivatives are a diagonal, so each step solves a system
with a row for each quota; homes share no type, so their rows are eliminated first, whatever their number.
"""

import numpy as np

from medverka.fairness.draw.leximin import NEVER, leximin
from medverka.fairness.draw.problem import Floats, Ints
from medverka.fairness.draw.target import Claim, Polytope, Target, ceiling, usable
from medverka.fairness.highs import Rows

STEPS = 150
CLOSE = 1e-12  # the distance to each bound times its price, on average
INWARDS = 0.99  # how far towards the nearest bound a step goes
CENTRE = 0.1  # the part of those products that a step aims to leave
NOTHING = 1e-18  # a distance that rounding has eaten
STEADY = 1e-13  # makes rows that say the same thing solvable


def nash(polytope: Polytope) -> Target:
    """The average panel with the greatest product of chances, over those who can be drawn at all.

    Who cannot be drawn is in a level of chance zero. Raises `highs.Impossible` when no average panel exists.
    """
    fairest = leximin(polytope)
    never = [level for level in fairest.levels if level.chance <= NEVER]
    types = np.setdiff1d(np.arange(len(polytope.count)), [one for level in never for one in level.types])
    inside = _Inside(polytope, types, fairest.mean[types])
    for _ in range(STEPS):
        if inside.products() <= CLOSE:
            break
        inside.step()
    multipliers = usable(polytope, inside.multipliers)
    mean, prices = np.zeros_like(polytope.count), polytope.matrix.prices(multipliers, len(polytope.count))
    mean[types] = inside.x
    prices[types] = inside.count / inside.x  # of the others there are none, at whatever price
    return Target(polytope, mean, never, Claim(prices, ceiling(polytope, prices, multipliers), multipliers))


class _Inside:
    """A point inside all bounds, and prices of the bounds, that move towards the optimum.

    It maximises ``count @ log(x)`` where the rows times ``x`` are ``filled`` (at prices ``multipliers``), ``filled`` is
    from ``low`` to ``high`` (``of_low``, ``of_high``) and ``x`` below ``most`` (``of_most``). Rows with equal bounds
    stay on them.
    """

    def __init__(self, polytope: Polytope, types: Ints, start: Floats) -> None:
        self.count, self.most = polytope.count[types], polytope.most[types]
        self.rows = _Matrix(polytope.matrix, polytope.homes, types, len(polytope.count))
        self.low, self.high, self.free = polytope.low, polytope.high, polytope.low < polytope.high
        self.x = np.clip(start, 1e-3 * self.most, (1 - 1e-3) * self.most)
        margin = np.where(self.free, np.minimum(0.25 * (self.high - self.low), 0.25), 0.0)
        self.filled = np.clip(self.rows.times(self.x), self.low + margin, self.high - margin)
        self.of_low = np.where(self.free & np.isfinite(self.low), 1.0, 0.0)
        self.of_high = np.where(self.free & np.isfinite(self.high), 1.0, 0.0)
        self.of_most: Floats = np.ones_like(self.x)
        self.multipliers = self.of_high - self.of_low

    def distances(self) -> tuple[Floats, Floats, Floats]:
        """To the low, the high, and the most; infinite where there is no bound to stay inside."""
        low = np.where(self.free, np.maximum(self.filled - self.low, NOTHING), np.inf)
        high = np.where(self.free, np.maximum(self.high - self.filled, NOTHING), np.inf)
        return low, high, np.maximum(self.most - self.x, NOTHING)

    def products(self) -> float:
        """Each distance times its price, on average: zero at the optimum."""
        pairs = zip(self.distances(), (self.of_low, self.of_high, self.of_most), strict=True)
        products = np.concatenate([distance[price > 0] * price[price > 0] for distance, price in pairs])
        return float(products.mean())

    def step(self) -> None:
        """One step of Newton's method, not quite to the nearest bound."""
        to_low, to_high, to_most = self.distances()
        aim = CENTRE * self.products()
        curved = self.count / self.x**2 + self.of_most / to_most
        pull = self.count / self.x - self.rows.prices(self.multipliers) - aim / to_most
        stiff = self.of_low / to_low + self.of_high / to_high
        soft = np.divide(1.0, stiff, out=np.zeros_like(stiff), where=self.free)
        slip = np.where(self.free, self.multipliers + aim / to_low - aim / to_high, 0.0)
        lacking = self.filled - self.rows.times(self.x)
        by_rows = self.rows.solve(1 / curved, soft, self.rows.times(pull / curved) - lacking - soft * slip)
        by_x = (pull - self.rows.prices(by_rows)) / curved
        by_filled = soft * (slip + by_rows)
        by_low = aim / to_low - self.of_low - self.of_low / to_low * by_filled
        by_high = aim / to_high - self.of_high + self.of_high / to_high * by_filled
        by_most = aim / to_most - self.of_most + self.of_most / to_most * by_x
        far = _far((self.x, by_x), (to_most, -by_x), (to_low, by_filled), (to_high, -by_filled))
        dear = _far((self.of_low, by_low), (self.of_high, by_high), (self.of_most, by_most))
        self.x, self.filled = self.x + far * by_x, self.filled + far * by_filled
        self.of_low, self.of_high = self.of_low + dear * by_low, self.of_high + dear * by_high
        self.of_most, self.multipliers = self.of_most + dear * by_most, self.multipliers + dear * by_rows


def _far(*moves: tuple[Floats, Floats]) -> float:
    """How much of these moves can be made so that all that is positive stays so."""
    furthest = 1.0
    for now, change in moves:
        less = change < 0
        furthest = min(furthest, INWARDS * float((now[less] / -change[less]).min(initial=np.inf)))
    return furthest


class _Matrix:
    """The polytope's rows for some of the types: those of homes as the home of each type, the others in full."""

    def __init__(self, matrix: Rows, homes: range, types: Ints, everyone: int) -> None:
        full = np.delete(np.arange(len(matrix)), homes)
        place = np.full(len(matrix), -1)
        place[full] = np.arange(len(full))
        kept = place[matrix.row_of] >= 0
        dense = np.zeros((len(full), everyone))
        dense[place[matrix.row_of[kept]], matrix.columns[kept]] = matrix.values[kept]
        home = np.full(everyone, -1)
        home[matrix.columns[~kept]] = matrix.row_of[~kept] - homes.start
        self.full, self.dense = full, dense[:, types]
        self.homes, self.shared, self.home = homes, home[types] >= 0, home[types][home[types] >= 0]

    def times(self, x: Floats) -> Floats:
        result = np.zeros(len(self.full) + len(self.homes))
        result[self.full] = self.dense @ x
        result[self.homes] = self._by_home(x)
        return result

    def prices(self, multipliers: Floats) -> Floats:
        result: Floats = multipliers[self.full] @ self.dense
        result[self.shared] += multipliers[self.homes][self.home]
        return result

    def solve(self, weights: Floats, diagonal: Floats, right: Floats) -> Floats:
        """Solves (rows * weights * rows transposed + diagonal) y = right."""
        scaled = self.dense * weights
        crossed = np.array([self._by_home(row) for row in scaled])
        own = self._by_home(weights) + diagonal[self.homes]
        own = np.where(own > 0, own, 1.0)
        shared = crossed / own
        matrix = scaled @ self.dense.T + np.diag(diagonal[self.full]) - shared @ crossed.T
        matrix[np.diag_indices_from(matrix)] *= 1 + STEADY
        result = np.zeros_like(right)
        result[self.full], *_rest = np.linalg.lstsq(matrix, right[self.full] - shared @ right[self.homes], rcond=None)
        result[self.homes] = (right[self.homes] - result[self.full] @ crossed) / own
        return result

    def _by_home(self, x: Floats) -> Floats:
        return np.bincount(self.home, x[self.shared], len(self.homes)).astype(np.float64)
