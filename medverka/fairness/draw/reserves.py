"""Who stands in when somebody says no.

The order in which people are asked was drawn in the same act as the panel. For each seat that becomes empty the first in
that order who has the same values as the one who left is asked: then all quotas stand as they did. Seats for which there
is no such person are filled together by an integer program: with whom the quotas are kept, and among those, with whoever
comes earliest in the order. When nobody keeps the quotas, they give way by as few persons as possible, within their
flexible bounds first. Nobody is asked twice, and nobody whose home has a seat already.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.relaxations import Relaxation, slack
from medverka.fairness.highs import Program, rows

BEYOND = 100.0  # a person beyond a flexible bound weighs as much as this many within
EMPTY = 1e5  # and an empty seat as much as this


@dataclass(frozen=True, slots=True)
class StandIns:
    """Who stands in, as indexes of people: those for whoever left alike in the order in which they left, then the others.

    ``kind`` is ``alike`` when all have the values of those who left, ``quotas`` when the quotas are kept with others,
    ``relaxed`` when they are not, by ``relaxations``, and ``short`` when there are not people enough.
    """

    people: list[int]
    kind: Literal["alike", "quotas", "relaxed", "short"]
    relaxations: list[Relaxation]


def stand_ins(
    problem: Problem,
    staying: Collection[int],
    left: Sequence[int],
    order: Sequence[int],
    unwilling: Collection[int] = (),
) -> StandIns:
    """Who fills the seats of those who ``left``, when these are ``staying``; ``order`` as drawn, ``unwilling`` are passed over.

    The order may hold anybody: those who have a seat, left it, or are unwilling are passed over. As many seats are filled
    as the panel's size wants, whoever they belonged to.
    """
    seats = problem.size - len(staying)
    free = _free(problem, staying, {*left, *unwilling}, order)
    alike: list[int] = []
    for person in left[:seats]:
        for candidate in free:
            if _values(problem, candidate) == _values(problem, person):
                alike.append(candidate)
                free = _free(problem, [candidate], (), free)
                break
    if len(alike) == seats:
        return StandIns(alike, "alike", [])
    others = _fill(problem, [*staying, *alike], free, seats - len(alike))
    return _told(problem, [*staying, *alike, *others], [*alike, *others], seats)


def one_by_one(problem: Problem, selected: Sequence[int], order: Sequence[int]) -> dict[int, StandIns]:
    """For each of those who were drawn, who would stand in if nobody else left."""
    return {one: stand_ins(problem, [other for other in selected if other != one], [one], order) for one in selected}


def _values(problem: Problem, person: int) -> tuple[str, ...]:
    return tuple(problem.people[person].values[feature] for feature in problem.features)


def _free(problem: Problem, seated: Collection[int], gone: Collection[int], order: Sequence[int]) -> list[int]:
    """Those in the order who can be asked: not seated, not gone, and of a home without a seat."""
    homes = {problem.people[index].household for index in seated} - {None}
    taken = {*seated, *gone}
    return [index for index in order if index not in taken and problem.people[index].household not in homes]


def _told(problem: Problem, panel: Sequence[int], people: list[int], seats: int) -> StandIns:
    filled = problem.members[:, problem.types.of_person[np.array(panel, dtype=np.int64)]].sum(axis=1).tolist()
    missed = [
        Relaxation(quota.feature, quota.value, "low", quota.low, have)
        if have < quota.low
        else Relaxation(quota.feature, quota.value, "high", quota.high, have)
        for quota, have in zip(problem.quotas, filled, strict=True)
        if not quota.low <= have <= quota.high
    ]
    if len(people) < seats:
        return StandIns(people, "short", missed)
    return StandIns(people, "relaxed" if missed else "quotas", missed)


# ── Seats that are filled together ───────────────────────────────────────────────────────────


def _fill(problem: Problem, seated: Sequence[int], free: Sequence[int], seats: int) -> list[int]:
    """Who takes these seats, earliest first. Two programs: how little the quotas must give way, and then with whom."""
    candidates = _first_of_each_kind(problem, free, seats)
    if not candidates:
        return []
    people, place_of = len(candidates), {person: place for place, person in enumerate(free)}
    places = [place_of[person] for person in candidates]
    misses, costs = _misses(problem)
    program = Program(
        np.concatenate([np.zeros(people), [EMPTY], costs]),
        0.0,
        np.concatenate([np.ones(people), [seats], misses]),
        whole=np.concatenate([np.ones(people + 1, dtype=bool), np.zeros(len(costs), dtype=bool)]),
    )
    _keep(program, problem, seated, candidates, seats)
    least = program.solve()
    program.add_rows(rows(np.concatenate([np.zeros(people), [EMPTY], costs])[None, :]), -np.inf, least.objective + 0.5)
    program.set_costs(np.concatenate([places, np.zeros(1 + len(costs))]))
    chosen = program.solve().x[:people] > 0.5
    return [candidate for candidate, taken in zip(candidates, chosen.tolist(), strict=True) if taken]


def _first_of_each_kind(problem: Problem, free: Sequence[int], seats: int) -> list[int]:
    """Those who can matter, in order: of all with the same values the first of each home, and no more than ``2 * seats``.

    Of ``2 * seats - 1`` with homes of their own, at most ``seats - 1`` can be kept out by others of their homes.
    """
    found: dict[tuple[str, ...], int] = {}
    met: set[tuple[object, ...]] = set()
    candidates = []
    for person in free:
        values, home = _values(problem, person), problem.people[person].household
        if found.get(values, 0) < 2 * seats and (home is None or (values, home) not in met):
            found[values] = found.get(values, 0) + 1
            met.add((values, home))
            candidates.append(person)
    return candidates


def _misses(problem: Problem) -> tuple[Floats, Floats]:
    """How far each quota can be missed, and what a person costs: below within the flexible bound and beyond, likewise above."""
    each = len(problem.quotas)
    anything = np.full(each, problem.size + max([problem.size, *problem.low.tolist()]))
    misses = [slack(problem.quotas, "low"), anything, slack(problem.quotas, "high"), anything]
    return np.concatenate(misses).astype(np.float64), np.repeat([1.0, BEYOND, 1.0, BEYOND], each)


def _keep(program: Program, problem: Problem, seated: Sequence[int], candidates: Sequence[int], seats: int) -> None:
    types, quotas = problem.types, len(problem.quotas)
    members: Ints = problem.members[:, types.of_person[np.array(candidates, dtype=np.int64)]]
    have = problem.members[:, types.of_person[np.array(seated, dtype=np.int64)]].sum(axis=1)
    one, none = np.eye(quotas), np.zeros((quotas, quotas))
    empty = np.zeros((quotas, 1))
    program.add_rows(np.hstack([members, empty, one, one, none, none]), problem.low - have)
    program.add_rows(np.hstack([members, empty, none, none, -one, -one]), -np.inf, problem.high - have)
    rest = np.zeros(4 * quotas)
    program.add_rows(np.concatenate([np.ones(len(candidates) + 1), rest])[None, :], seats, seats)
    homes = [problem.people[person].household for person in candidates]
    for home in [home for home, people in Counter(homes).items() if home is not None and people > 1]:
        lives = [float(other == home) for other in homes]
        program.add_rows(np.concatenate([lives, [0.0], rest])[None, :], -np.inf, 1)
