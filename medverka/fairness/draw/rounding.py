"""A given number of panels, all equally likely, in which each type has as nearly its average number as whole numbers allow.

The panels of the distribution are taken about as often as their weights say. Then people are changed for others within
panels, many at a time and at random, where that brings the totals closer to their marks: one for another where the
quotas leave room, or two for two who between them have the same values, which no quota notices. What is still off is
put right by an integer program for one panel after another.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.problem import Floats, Ints, Problem, Types
from medverka.fairness.draw.result import Distribution
from medverka.fairness.highs import Impossible, Program, Unsolved, rows

NEAR = 1e-6  # a total that should be this near to a whole number should be that number
PROPOSALS = 4096
IDLE = 200  # of proposals that change nothing, so many are tried in a round
PATIENCE = 30  # rounds in a row without gain, before giving up
PROGRAMS = 60
BISECTIONS = 40
ATTEMPTS = 3
WORTH_TRYING = 1e-3  # so much greater a share is worth another attempt
NODES = 200

Bools = npt.NDArray[np.bool_]


def even_panels(distribution: Distribution, count: int, chance: np.random.Generator) -> Ints:
    """``count`` panels that keep to the problem, shape (count, size): the type in each seat, each row rising."""
    problem = distribution.problem
    panels = _copies(distribution, count, chance)
    seats = np.repeat(np.tile(np.arange(len(problem.types)), len(panels)), panels.ravel()).reshape(count, problem.size)
    state = _State(problem, seats)
    people: Floats = problem.types.count.astype(np.float64)
    wanted = count * distribution.mean / distribution.weights.sum()
    each = wanted / people
    state.aim(np.floor(wanted + NEAR), np.ceil(wanted - NEAR))
    _shuffle_towards(state, chance)
    state.aim(people * np.floor(each + NEAR), people * np.ceil(each - NEAR))  # is nobody's number more than rounded?
    if state.off:
        _shuffle_towards(state, chance)
        _put_right(state, chance)
    if not state.off:
        state = _with_greater_shares(state, each, best_share(problem, each, count), chance)
    return np.sort(state.seats, axis=1)


def best_share(problem: Problem, each: Floats, count: int) -> float:
    """More than this the least share that anybody has cannot be, by counting whole panels alone.

    ``each`` is in how many of the ``count`` panels somebody of each type should be. If all are to have the share z,
    somebody needs ceil(z * each) panels; then no more people than there are seats may be needed, in all or for a
    quota's ``high``.
    """
    members = np.vstack([problem.members, np.ones((1, len(each)))])
    seats = count * np.append(problem.high, problem.size)
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        share = (low + high) / 2
        enough = (members @ (problem.types.count * np.ceil(share * each - NEAR)) <= seats).all()
        low, high = (share, high) if enough else (low, share)
    return high


def _with_greater_shares(state: "_State", each: Floats, best: float, chance: np.random.Generator) -> "_State":
    """The same or other panels, in which whoever has the least of what they should have comes as near ``best`` as was found.

    Who is rounded down matters most to those who are in few panels: 24 of 24.9 is much less than 240 of 240.9.
    """
    people: Floats = state.problem.types.count.astype(np.float64)
    some = each > NEAR
    least = float((np.floor(np.array(state.totals) / people + NEAR)[some] / each[some]).min(initial=1.0))
    for _ in range(ATTEMPTS):
        if best - least < WORTH_TRYING:
            break
        share = best - WORTH_TRYING / 10
        other = _State(state.problem, state.seats.copy())
        other.aim(people * np.ceil(share * each - NEAR), people * np.ceil(each - NEAR))
        _shuffle_towards(other, chance)
        if not other.off:
            return other
        best = (best + least) / 2
    return state


def _copies(distribution: Distribution, count: int, chance: np.random.Generator) -> Ints:
    """Each panel as often as ``count`` times its weight, rounded down or up, so that there are ``count`` in all."""
    order = chance.permutation(len(distribution.panels))
    ends = np.cumsum(distribution.weights[order])
    marks = np.floor(count * ends / ends[-1] + chance.random())
    marks[-1] = count
    copies = np.diff(np.minimum(marks, count), prepend=0).astype(np.int64)
    return np.repeat(distribution.panels[order], copies, axis=0)


class _State:
    """Panels by seats, each type's total, and from where to where it should be. ``off`` is how much is missed in all."""

    def __init__(self, problem: Problem, seats: Ints) -> None:
        self.problem, self.seats = problem, seats
        self.totals: list[int] = np.bincount(seats.ravel(), minlength=len(problem.types)).tolist()
        self.filled: Ints = problem.members.T[seats].sum(axis=1)
        self.class_of = problem.types.class_of
        self.low: list[int] = []
        self.high: list[int] = []
        self.off = 0

    def aim(self, low: Floats, high: Floats) -> None:
        """From now on each type's total should be from ``low`` to ``high``."""
        self.low, self.high = low.astype(np.int64).tolist(), high.astype(np.int64).tolist()
        self.off = sum(self.miss(of, total) for of, total in enumerate(self.totals))

    def miss(self, of: int, total: int) -> int:
        return max(0, self.low[of] - total, total - self.high[of])

    def fits(self, panels: Ints, leaving: Ints, coming: Ints) -> Bools:
        """Whether each panel keeps to everything when one of type ``leaving`` gives place to one of ``coming``."""
        problem = self.problem
        members = problem.members.T
        filled = self.filled[panels] - members[leaving] + members[coming]
        return self.room(panels, leaving, coming) & ((filled >= problem.low) & (filled <= problem.high)).all(axis=1)

    def room(self, panels: Ints, leaving: Ints, coming: Ints) -> Bools:
        """Whether there are people and homes enough for one more of ``coming`` when one of ``leaving`` goes."""
        types, sitting = self.problem.types, self.seats[panels]
        free = (sitting == coming[:, None]).sum(axis=1) < types.most[coming]
        if len(types.homes):
            kind = self.class_of[coming]
            in_homes = (self.class_of[sitting] == kind[:, None]).sum(axis=1) - (self.class_of[leaving] == kind)
            free &= (kind < 0) | (in_homes < types.homes[kind])
        return np.asarray(free)

    def gains(self, leaving: list[int], coming: list[int]) -> bool:
        """Move the totals if that does not take them further away; otherwise leave them and say no."""
        change = 0
        for of, step in [(of, -1) for of in leaving] + [(of, 1) for of in coming]:
            before = self.totals[of]
            self.totals[of] = before + step
            change += self.miss(of, before + step) - self.miss(of, before)
        if change > 0:
            for of in leaving:
                self.totals[of] += 1
            for of in coming:
                self.totals[of] -= 1
            return False
        self.off += change
        return True

    def put(self, panels: Ints, places: Ints, coming: Ints) -> None:
        """Seat these; no panel more than once."""
        members = self.problem.members.T
        self.filled[panels] += members[coming] - members[self.seats[panels, places]]
        self.seats[panels, places] = coming


# ── Changes at random ────────────────────────────────────────────────────────────────────────


def _shuffle_towards(state: _State, chance: np.random.Generator) -> None:
    crossing, idle = _Crossing(state.problem.types), 0
    while state.off and idle < PATIENCE:
        before = state.off
        _change_one(state, chance)
        _change_two(state, crossing, chance)
        idle = 0 if state.off < before else idle + 1


def _change_one(state: _State, chance: np.random.Generator) -> None:
    totals = np.array(state.totals)
    gives, takes = totals > np.array(state.low), np.flatnonzero(totals < np.array(state.high))
    lacks = np.flatnonzero(totals < np.array(state.low))
    panels, places = _pick(state, gives, totals > np.array(state.high), chance)
    if not len(panels) or not len(takes):
        return
    coming = takes[chance.integers(len(takes), size=len(panels))]
    if len(lacks):
        half = chance.random(len(panels)) < 0.5
        coming[half] = lacks[chance.integers(len(lacks), size=int(half.sum()))]
    leaving = state.seats[panels, places]
    fit = np.flatnonzero(state.fits(panels, leaving, coming) & (leaving != coming))
    kept = _worth_trying(state, panels, fit, [leaving], [coming])
    taken = [n for n in kept.tolist() if state.gains([int(leaving[n])], [int(coming[n])])]
    state.put(panels[taken], places[taken], coming[taken])


def _pick(state: _State, gives: Bools, surplus: Bools, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Seats at random among those that may change hands, half of them of types that there are too many of."""
    flat = state.seats.ravel()
    chosen = [np.flatnonzero(mask[flat]) for mask in (gives, surplus)]
    drawn = [seats[chance.integers(len(seats), size=PROPOSALS // 2)] for seats in chosen if len(seats)]
    picked = np.concatenate([np.zeros(0, dtype=np.int64), *drawn])
    panels, places = np.divmod(picked, state.seats.shape[1])
    return panels, places


def _worth_trying(state: _State, panels: Ints, fit: Ints, leaving: Sequence[Ints], coming: Sequence[Ints]) -> Ints:
    """Of those that fit, one for each panel: all that seem to gain, and some that change nothing.

    By these what there is too much of wanders to where it can go.
    """
    totals, low, high = np.array(state.totals), np.array(state.low), np.array(state.high)
    miss = [np.maximum(0, np.maximum(low - at, at - high)) for at in (totals - 1, totals, totals + 1)]
    change = np.zeros(len(fit), dtype=np.int64)
    for of in leaving:
        change += (miss[0] - miss[1])[of[fit]]
    for of in coming:
        change += (miss[2] - miss[1])[of[fit]]
    idle = fit[change == 0][:IDLE]
    kept = np.concatenate([fit[change < 0], idle])
    return np.asarray(kept[np.unique(panels[kept], return_index=True)[1]])


class _Crossing:
    """Finds the types that two people would be if they changed some of their values with each other."""

    def __init__(self, types: Types) -> None:
        features = list(types.profiles[0]) if len(types) else []
        columns = [
            np.unique([profile[feature] for profile in types.profiles], return_inverse=True)[1] for feature in features
        ]
        self.values = np.array(columns, dtype=np.int64).reshape(len(features), len(types)).T
        self.codes = self._code(self.values)
        self.order = np.argsort(self.codes, kind="stable")
        self.sorted = self.codes[self.order]

    def _code(self, values: Ints) -> Ints:
        sizes = self.values.max(axis=0, initial=0) + 1
        return np.asarray(values @ np.concatenate([[1], np.cumprod(sizes[:-1])]).astype(np.int64)[: values.shape[1]])

    def cross(self, one: Ints, other: Ints, chance: np.random.Generator) -> tuple[Ints, Ints, Bools]:
        """Types with values of both at random, and whether there are any such; among several types alike, any."""
        swapped = chance.random((len(one), self.values.shape[1])) < 0.5
        mine, theirs = self.values[one], self.values[other]
        first, had = self._find(self._code(np.where(swapped, theirs, mine)), chance)
        second, had_too = self._find(self._code(np.where(swapped, mine, theirs)), chance)
        return first, second, had & had_too

    def _find(self, codes: Ints, chance: np.random.Generator) -> tuple[Ints, Bools]:
        begin, end = np.searchsorted(self.sorted, codes), np.searchsorted(self.sorted, codes, side="right")
        place = begin + np.floor(chance.random(len(codes)) * (end - begin)).astype(np.int64)
        return self.order[np.minimum(place, len(self.order) - 1)], end > begin


def _change_two(state: _State, crossing: _Crossing, chance: np.random.Generator) -> None:
    totals = np.array(state.totals)
    panels, places = _pick(state, totals > np.array(state.low), totals > np.array(state.high), chance)
    if not len(panels) or state.seats.shape[1] < 2:
        return
    seconds = (places + chance.integers(1, state.seats.shape[1], size=len(places))) % state.seats.shape[1]
    one, other = state.seats[panels, places], state.seats[panels, seconds]
    first, second, exist = crossing.cross(one, other, chance)
    same = ((first == one) & (second == other)) | ((first == other) & (second == one))
    kind = state.class_of[first]
    new = exist & ~same & (first != second) & ((kind < 0) | (kind != state.class_of[second]))
    fit = np.flatnonzero(new & state.room(panels, one, first) & state.room(panels, other, second))
    kept = _worth_trying(state, panels, fit, [one, other], [first, second])
    taken = [
        n for n in kept.tolist() if state.gains([int(one[n]), int(other[n])], [int(first[n]), int(second[n])])
    ]  # fmt: skip
    state.put(panels[taken], places[taken], first[taken])
    state.put(panels[taken], seconds[taken], second[taken])


# ── Changes by programs ──────────────────────────────────────────────────────────────────────


def _put_right(state: _State, chance: np.random.Generator) -> None:
    """Replace one panel after another by the one with which the totals are nearest to their marks."""
    for panel in chance.permutation(len(state.seats))[:PROGRAMS].tolist():
        if not state.off:
            return
        try:
            made = _best_instead(state, panel)
        except (Impossible, Unsolved):
            continue
        old = state.seats[panel].tolist()
        if state.problem.allows(made) and state.gains(old, np.repeat(np.arange(len(made)), made).tolist()):
            state.seats[panel] = np.repeat(np.arange(len(made)), made)
            state.filled[panel] = made @ state.problem.members.T


def _best_instead(state: _State, panel: int) -> Ints:
    problem, types = state.problem, state.problem.types
    count = len(types)
    rest = np.array(state.totals) - np.bincount(state.seats[panel], minlength=count)
    costs: Floats = np.concatenate([np.zeros(count), np.ones(2 * count)])
    program = Program(
        costs, 0.0, np.concatenate([types.most, np.full(2 * count, np.inf)]),
        whole=np.concatenate([np.ones(count, dtype=bool), np.zeros(2 * count, dtype=bool)]),
    )  # fmt: skip
    none, one = np.zeros((count, count)), np.eye(count)
    program.add_rows(np.hstack([one, one, none]), np.array(state.low) - rest)
    program.add_rows(np.hstack([one, none, -one]), -np.inf, np.array(state.high) - rest)
    panels = np.vstack([np.ones((1, count)), problem.members, types.classes])
    low = np.concatenate([[problem.size], problem.low, np.zeros(len(types.homes))])
    high = np.concatenate([[problem.size], problem.high, types.homes])
    program.add_rows(rows(np.hstack([panels, np.zeros((len(panels), 2 * count))])), low, high)
    return np.asarray(np.rint(program.solve(nodes=NODES).x[:count]), dtype=np.int64)
