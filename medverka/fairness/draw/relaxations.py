"""When no panel keeps to everything: the smallest changes of quotas or size after which one does.

Smallest means fewest persons' worth of change: a least number lowered by two counts two. Flexible bounds are tried
first, and nothing else is touched if they are enough. Among changes that are equally small, those within flexible
bounds come first, then those that touch the fewest quotas. The size is only changed when there are fewer people, or
fewer homes, than seats.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from medverka.fairness.draw.problem import Ints, Problem, Quota
from medverka.fairness.draw.target import polytope
from medverka.fairness.highs import Impossible, Program

BEYOND = 1e-2  # what a person beyond a flexible bound costs besides: only among changes that are equally small
TOUCHED = 1e-4  # what each quota that is touched costs besides
NODES = 20_000  # how far the search for the smallest goes


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The quota's ``low`` or ``high`` goes from ``was`` to ``becomes``; or the ``size`` does, with empty feature and value."""

    feature: str
    value: str
    bound: Literal["low", "high", "size"]
    was: int
    becomes: int


class Infeasible(Exception):
    """No panel keeps to everything. With all ``relaxations`` together one does; ``proven`` tells whether less would not do."""

    def __init__(self, relaxations: Sequence[Relaxation], *, proven: bool = True) -> None:
        super().__init__(relaxations)
        self.relaxations = tuple(relaxations)
        self.proven = proven


def infeasible(problem: Problem, *, seconds: float | None = None) -> Infeasible:
    """The exception to raise about a problem without panels. Its relaxations are none when there is a panel after all.

    A limit in ``seconds`` holds for each of at most two searches, and makes the answer depend on the machine. Raises
    `Unsolved` where nothing was found within the limits.
    """
    most = greatest_size(problem)
    wanted = [Relaxation("", "", "size", problem.size, most)] if problem.size > most else []
    smaller = replace(problem, size=min(problem.size, most))
    try:
        quotas, proven = _smallest(smaller, flexible=True, seconds=seconds)
    except Impossible:
        quotas, proven = _smallest(smaller, flexible=False, seconds=seconds)
    return Infeasible([*wanted, *quotas], proven=proven)


def relaxed(problem: Problem, relaxations: Sequence[Relaxation]) -> Problem:
    """The problem after these changes."""
    changes = {(one.feature, one.value, one.bound): one.becomes for one in relaxations}
    quotas = [
        replace(
            quota,
            low=changes.get((quota.feature, quota.value, "low"), quota.low),
            high=changes.get((quota.feature, quota.value, "high"), quota.high),
        )
        for quota in problem.quotas
    ]
    return replace(problem, quotas=quotas, size=changes.get(("", "", "size"), problem.size))


def greatest_size(problem: Problem) -> int:
    """The most people that can be drawn when there are no quotas: all, but one of each home."""
    types = problem.types
    alone = types.count[~types.classes.any(axis=0)]
    return int(alone.sum() + types.homes.sum())


def _smallest(problem: Problem, *, flexible: bool, seconds: float | None) -> tuple[list[Relaxation], bool]:
    """The changes, and whether they are proven smallest; Impossible when flexible bounds alone are not enough.

    Columns are people of each type; by how much each quota's low is missed, within its flexible bound and beyond,
    likewise its high; and whether a quota is touched.
    """
    types, quotas = len(problem.types), len(problem.quotas)
    within = [slack(problem.quotas, side) for side in ("low", "high")]
    beyond = np.full(quotas, 0 if flexible else max([problem.size, *problem.low, *problem.high], default=0))
    ceilings = np.concatenate([problem.types.most, within[0], beyond, within[1], beyond, np.ones(quotas)])
    per_person = np.concatenate([np.full(quotas, 1.0), np.full(quotas, 1.0 + BEYOND)])
    costs = np.concatenate([np.zeros(types), per_person, per_person, np.full(quotas, TOUCHED)])
    program = Program(costs, 0.0, ceilings, whole=True)
    own, none = np.eye(quotas), np.zeros((quotas, quotas))
    program.add_rows(np.hstack([problem.members, own, own, none, none, none]), low=problem.low)
    program.add_rows(np.hstack([problem.members, none, none, -own, -own, none]), high=problem.high)
    most_changed = max(1, int(ceilings[types:].max(initial=1)) * 4)
    untyped = np.zeros((quotas, types))
    program.add_rows(np.hstack([untyped, own, own, own, own, -most_changed * own]), high=0.0)
    _without_quotas(problem, program, len(costs))
    solution = program.solve(nodes=NODES, seconds=seconds)
    changes = np.rint(solution.x[types : types + 4 * quotas]).astype(np.int64)
    lowered, lowered_more, raised, raised_more = changes.reshape(4, quotas)
    return _changes(problem, lowered + lowered_more, raised + raised_more), solution.proven


def slack(quotas: Sequence[Quota], side: Literal["low", "high"]) -> Ints:
    """How far each quota's flexible bound on this side lies outside its bound."""
    if side == "low":
        return np.array([max(q.low - (q.low if q.low_flex is None else q.low_flex), 0) for q in quotas], dtype=np.int64)
    return np.array([max((q.high if q.high_flex is None else q.high_flex) - q.high, 0) for q in quotas], dtype=np.int64)


def _without_quotas(problem: Problem, program: Program, columns: int) -> None:
    """Tell the program of size and homes."""
    rows = polytope(problem)
    matrix = np.zeros((len(rows.low), columns))
    matrix[rows.matrix.row_of, rows.matrix.columns] = rows.matrix.values
    others = np.delete(np.arange(len(matrix)), np.arange(1, 1 + len(problem.quotas)))
    program.add_rows(matrix[others], rows.low[others], rows.high[others])


def _changes(problem: Problem, lowered: Ints, raised: Ints) -> list[Relaxation]:
    changes: list[Relaxation] = []
    for quota, down, up in zip(problem.quotas, lowered.tolist(), raised.tolist(), strict=True):
        if down:
            changes.append(Relaxation(quota.feature, quota.value, "low", quota.low, quota.low - down))
        if up:
            changes.append(Relaxation(quota.feature, quota.value, "high", quota.high, quota.high + up))
    return changes
