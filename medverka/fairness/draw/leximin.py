"""Leximin: the least chance is as great as it can be; then the next least, and so on to the last.

After Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens' assemblies", Nature 596
(2021), who do it over a lottery's panels; here it is done over average panels, where it takes few and small programs.
"""

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints
from medverka.fairness.draw.target import Claim, Level, Polytope, Target, ceiling, usable
from medverka.fairness.highs import Program, with_column

NEVER = 1e-9  # a chance that is none
PRICE = 1e-7  # a price is none when it is so small a part of the greatest
PRIMAL = 4  # the simplex method that goes on from where it was when a level is kept
EXCESS = 1e-10  # a type may have so many more than there are, before it is told


def leximin(polytope: Polytope) -> Target:
    """The average panel whose chances are leximin. Raises `highs.Impossible` when no average panel exists."""
    if not len(polytope.count):
        polytope.program(polytope.count).solve()  # nobody fills no seat, or it is impossible
    climb = _Climb(polytope)
    found: list[Level] = []
    while climb.free.any():
        found.append(climb.level())
    return Target(polytope, np.clip(climb.mean, 0.0, polytope.most), found)


def possible(polytope: Polytope) -> tuple[Ints, list[Level]]:
    """The types that can be drawn at all, and a level of chance zero for the others, if there are any."""
    climb = _Climb(polytope)
    never: list[Level] = []
    while climb.free.any() and climb.chance <= NEVER:
        level = climb.level()
        if level.chance <= NEVER:
            never.append(level)
    nobody = np.concatenate([np.zeros(0, dtype=np.int64), *(level.types for level in never)])
    return np.setdiff1d(np.arange(len(polytope.count)), nobody), never


class _Climb:
    """The program that raises the chance ``z`` of all who are free, and keeps it for those whom it cannot raise.

    Its columns are what each type has beyond ``count * z`` (or beyond what it keeps), and last ``z`` itself, so that
    it has a row for each quota and not for each type. That a type has no more than ``most`` is only told when it is
    missed; a bound that holds whatever ``z`` is says most of it.
    """

    def __init__(self, polytope: Polytope) -> None:
        self.polytope, types = polytope, len(polytope.count)
        self.free = np.ones(types, dtype=bool)
        self.kept: Floats = np.zeros(types)  # people of each type that is no longer free
        self.chance = 0.0
        self.mean: Floats = np.zeros(types)
        self.told: list[int] = []  # the types with a row of their own
        self.raised = polytope.matrix.times(polytope.count)  # the column of z
        self.program = Program(np.append(np.zeros(types), 1.0), 0.0, np.append(polytope.most, 1.0), most=True)
        self.program.set_option("simplex_strategy", PRIMAL)
        self.program.set_option("presolve", "off")
        self.program.add_rows(with_column(polytope.matrix, self.raised, types), polytope.low, polytope.high)

    def level(self) -> Level:
        """Raise all who are free as far as it goes, and keep it for those who hold the others back."""
        polytope, free = self.polytope, self.free
        share = np.where(free, polytope.most / polytope.count, np.inf)
        self.program.bound_columns(0.0, share.min(), len(share))
        z, prices, multipliers = self._raise()
        if z >= share.min():  # they are all drawn, or one of each home: this needs no rows
            prices, multipliers = (share == share.min()).astype(np.float64), np.zeros(len(polytope.low))
        self.chance = max(self.chance, z)
        worth = np.where(free, prices * polytope.count, 0.0)
        types = np.flatnonzero(worth > PRICE * worth.max())
        prices[free & (worth <= PRICE * worth.max())] = 0.0
        self._keep(types)
        scale = 1 / worth[types].sum()
        prices, multipliers = scale * prices, usable(polytope, scale * multipliers)
        return Level(self.chance, types, Claim(prices, ceiling(polytope, prices, multipliers), multipliers))

    def _raise(self) -> tuple[float, Floats, Floats]:
        polytope = self.polytope
        while True:
            solution = self.program.solve()
            z = float(solution.x[-1])
            self.mean = solution.x[:-1] + np.where(self.free, polytope.count * z, self.kept)
            over = np.flatnonzero(self.free & (self.mean > polytope.most + EXCESS))
            if not len(over):
                break
            self._tell(over)
        multipliers, own = solution.prices[: len(polytope.low)], solution.prices[len(polytope.low) :]
        prices = polytope.matrix.prices(multipliers, len(self.free))
        np.add.at(prices, self.told, own)
        return z, np.maximum(prices, 0.0), multipliers

    def _tell(self, types: Ints) -> None:
        rows_of_own = np.zeros((len(types), len(self.free) + 1))
        rows_of_own[np.arange(len(types)), types] = 1.0
        rows_of_own[:, -1] = self.polytope.count[types]
        self.program.add_rows(rows_of_own, high=self.polytope.most[types])
        self.told.extend(types.tolist())

    def _keep(self, types: Ints) -> None:
        polytope, rows_of_polytope = self.polytope, len(self.polytope.low)
        self.free[types] = False
        self.kept[types] = polytope.count[types] * self.chance
        reached = np.where(self.free, polytope.count * self.chance, self.kept)
        self.program.bound_columns(0.0, np.maximum(polytope.most - reached, 0.0), np.arange(len(reached)))
        raised, shift = polytope.matrix.times(polytope.count * self.free), polytope.matrix.times(self.kept)
        for row in np.flatnonzero(raised != self.raised).tolist():
            self.program.change(row, len(reached), raised[row])
        self.raised = raised
        self.program.bound_rows(polytope.low - shift, polytope.high - shift, np.arange(rows_of_polytope))
        for row, kind in enumerate(self.told):
            if not self.free[kind]:
                self.program.change(rows_of_polytope + row, len(reached), 0.0)
                self.program.bound_rows(-np.inf, np.inf, rows_of_polytope + row)
