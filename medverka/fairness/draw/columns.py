"""Panels found one by one where they are worth most, and the fairest lottery over all panels that exist.

The lottery is a linear program with a column for every panel, of which there are far too many; so those are looked for
that the prices of the program so far would want most (column generation, after Flanigan, Gölz, Gupta, Hennig and
Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596, 2021). When no panel is worth more than
those already there, nothing is left to gain, and that is proven by the integer program that looked for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.result import Watch
from medverka.fairness.draw.target import Claim, Level, polytope
from medverka.fairness.highs import Impossible, Program, Unsolved, rows

WORTH = 1e-9  # a panel must be worth so much more than those already there
PRICE = 1e-7  # a price below this is none
TRIES = 20  # linear programs, before an integer program looks for a panel
FIRST = 20_000  # nodes of the integer program that looks for any panel at all
WHOLE = 1e-6  # so near to a whole number is one
PRIMAL = 4  # the simplex method that goes on from where it was when there are more columns
PROGRAM = 10  # an integer program is so many steps, and one more for each node
MOST_NODES = 1_000_000_000
SLACK = 1e-10  # what has been reached for some may be missed by so much, for rounding's sake


@dataclass(frozen=True)
class Mix:
    """Panels, shape (panels, types), and their weights, which sum to 1."""

    panels: Ints
    weights: Floats


class Exhausted(Exception):
    """The steps that a search may take are used up."""


class Finder:
    """Finds the panel that is worth most: an integer program over types, kept between searches.

    It has so many ``steps`` in all; whoever watches is asked while it searches.
    """

    def __init__(self, problem: Problem, watch: Watch, steps: float = np.inf) -> None:
        types, self.watch, self.steps, self.given = problem.types, watch, steps, steps
        self.program = Program(np.zeros(len(types)), 0.0, types.most.astype(np.float64), whole=True, most=True)
        self.program.add_rows(np.ones((1, len(types))), problem.size, problem.size)
        self.program.add_rows(problem.members, problem.low.astype(np.float64), problem.high.astype(np.float64))
        self.program.add_rows(types.classes, high=types.homes.astype(np.float64))
        self.problem, self.linear = problem, polytope(problem).program(np.zeros(len(types)))
        self.linear.set_option("simplex_strategy", PRIMAL)

    def quick(self, worth: Floats) -> Ints | None:
        """The panel whose people are worth most together, if a linear program finds it: often it gives whole people."""
        self.linear.set_costs(worth)
        found = self.linear.solve().x
        panel = np.rint(found).astype(np.int64)
        return panel if np.abs(found - panel).max(initial=0.0) < WHOLE and self.problem.allows(panel) else None

    def some(self) -> Ints:
        """Any panel. Raises `highs.Impossible` when none exists, and `highs.Unsolved` when the search was too long to say."""
        dice = np.random.default_rng(0)
        for _turn in range(TRIES):
            panel = self.quick(dice.normal(size=len(self.problem.types)))
            if panel is not None:
                return panel
        return np.rint(self.program.solve(nodes=FIRST, enough=self._told).x).astype(np.int64)

    def best(self, worth: Floats, enough: float = np.inf) -> tuple[Ints, float]:
        """A panel whose people are worth most together, or ``enough``; and a bound that no panel exceeds.

        Raises `highs.Impossible` when no panel exists, and `Exhausted` when there was no step left to take.
        """
        self.spend(PROGRAM)
        self.program.set_costs(worth)
        try:
            solution = self.program.solve(
                nodes=int(min(self.steps, MOST_NODES)), enough=lambda found: self._told() or enough <= found < np.inf
            )
        except Unsolved:
            raise Exhausted from None
        self.steps = max(self.steps - solution.nodes, 0)
        return np.rint(solution.x).astype(np.int64), solution.bound

    def spend(self, steps: float) -> None:
        """So many steps are taken. Raises `Exhausted` when none was left."""
        if self.steps <= 0:
            raise Exhausted
        self.steps = max(self.steps - steps, 0)
        self._told()

    def _told(self, _found: float = 0.0) -> bool:
        self.watch("search", 1 - self.steps / self.given if self.given < np.inf else 0.0)
        return False


class Lottery:
    """The linear program: weights of the panels found so far, that raise the least chance ``z`` of those still free."""

    def __init__(self, count: Ints) -> None:
        self.count, self.panels = count, list[Ints]()
        types = len(count)
        self.program = Program(np.ones(1), most=True)
        self.program.add_rows(
            np.vstack([-count[:, None], [[0]]]), np.append(np.zeros(types), 1), np.append(np.full(types, np.inf), 1)
        )
        self.found: Floats = np.zeros(0)

    def add(self, panel: Ints) -> None:
        """One more panel to choose among."""
        self.program.add_columns(np.zeros(1), matrix=rows(np.append(panel, 1)))
        self.panels.append(panel)

    def fix(self, types: Ints, chance: float) -> None:
        """These types keep this chance at least from now on, and no longer count for the least."""
        for number in types.tolist():
            self.program.change(number, 0, 0.0)
        self.program.bound_rows(self.count[types] * max(chance - SLACK, 0.0), np.inf, types)

    def solve(self) -> tuple[float, Floats, float]:
        """The least chance of those free, what one person more of each type is worth, and what a panel must be worth."""
        solution = self.program.solve()
        self.found = np.maximum(solution.x[1:], 0.0)
        return float(solution.x[0]), np.maximum(-solution.prices[:-1], 0.0), float(solution.prices[-1])

    def weights(self) -> Floats:
        """The weights of the panels; they sum to 1."""
        return np.asarray(self.found / self.found.sum())


class Distance:
    """The linear program: weights of the panels found so far whose average misses ``mean`` least, over all types in sum."""

    def __init__(self, types: int) -> None:
        self.panels, self._known = list[Ints](), set[bytes]()
        self.program = Program(np.ones(2 * types))
        self.program.set_option("simplex_strategy", PRIMAL)
        lacking, spare = np.eye(types + 1, types), -np.eye(types + 1, types)
        self.program.add_rows(np.hstack([lacking, spare]), 1.0, 1.0)
        self.found: Floats = np.zeros(0)

    def aim(self, mean: Floats) -> None:
        """The average that is wanted."""
        self.program.bound_rows(mean, mean, np.arange(len(mean)))

    def add(self, panels: Sequence[Ints]) -> None:
        """More panels to choose among."""
        self.program.add_columns(
            np.zeros(len(panels)), matrix=rows(np.pad(panels, ((0, 0), (0, 1)), constant_values=1))
        )
        self.panels.extend(panels)
        self._known.update(panel.tobytes() for panel in panels)

    def has(self, panel: Ints) -> bool:
        """Whether this panel was found before."""
        return panel.tobytes() in self._known

    def solve(self) -> tuple[float, Floats]:
        """How much is missed, and prices from -1 to 1 by which the mean is worth so much more than any of the panels."""
        solution = self.program.solve()
        types = len(solution.prices) - 1
        self.found = np.maximum(solution.x[2 * types :], 0.0)
        return solution.objective, solution.prices[:types]

    def mix(self) -> Mix:
        """The panels used and their weights."""
        used = self.found > 0
        return Mix(np.array(self.panels)[used], self.found[used] / self.found.sum())


def leximin(
    problem: Problem, finder: Finder | None, known: Sequence[Ints], watch: Watch, *, levels: int | None = None
) -> tuple[Mix, list[Level] | None]:
    """The leximin lottery, or one that is leximin as far as so many levels, and what proves it.

    It begins with the panels that are ``known``. When the finder has no steps left, or there is none, the lottery is leximin over the panels
    that were found, and there is no proof.
    """
    count, proven = problem.types.count, finder is not None
    lottery, free = Lottery(count), np.ones(len(count), dtype=bool)
    for panel in known:
        lottery.add(panel)
    found = list[Level]()
    while free.any() and len(found) != levels:
        watch("leximin", 1 - free.sum() / len(free))
        try:
            chance, claim = _level(lottery, finder if proven else None)
        except Exhausted:
            proven = False
            continue
        except Impossible:  # what is kept for those of earlier levels is too narrow for the arithmetic
            proven = False
            break
        bound = free & (claim.prices * count > PRICE)
        claim.prices[free & ~bound] = 0.0
        found.append(Level(chance, np.flatnonzero(bound), claim))
        lottery.fix(np.flatnonzero(bound), chance)
        free &= ~bound
    used = lottery.weights()
    return Mix(np.array(lottery.panels)[used > 0], used[used > 0]), found if proven else None


def _level(lottery: Lottery, finder: Finder | None) -> tuple[float, Claim]:
    while True:
        chance, prices, price = lottery.solve()
        if finder is None:
            return chance, Claim(prices, price)
        panel, bound = finder.best(prices)
        if prices @ panel <= price + WORTH:
            if not finder.steps:  # it was stopped, and a better one may exist
                raise Exhausted
            return chance, Claim(prices, max(bound, price))
        lottery.add(panel)
