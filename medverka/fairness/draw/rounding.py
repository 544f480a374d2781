"""A given number of panels, all equally likely, in which each type has as nearly its average number as whole numbers allow.

The panels of the distribution are taken about as often as their weights say. Then people are changed for others within
panels, many at a time, where that brings the totals closer to their marks: one for another where the quotas leave room,
or two for two who between them have the same values, which no quota notices. What stays off weighs more and more, until
changes that make others miss their marks a little are worth it too, and what is lacked wanders to where there is some.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.result import Distribution
from medverka.fairness.draw.target import polytope
from medverka.fairness.highs import Impossible, Program

NEAR = 1e-6  # a total that should be this near to a whole number should be that number
ROUNDS = 300
IDLE = 100  # of changes that gain nothing, so many are made in a round
PATIENCE = 60  # rounds without coming nearer, before giving up
GROWTH = 0.25  # how much heavier what is missed becomes in a round
TIES = 1e-3  # chance decides between changes that are worth the same
LOOKED_THROUGH = 600_000  # changes of one person for another, in a round
LOOKED_AT = 60  # pairs of seats in each panel, in a round
PAIRED = 1500  # types of which all pairs are held
WORTH_TRYING = 1e-3  # so much greater a share is worth an attempt

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
    if not state.off:
        state = _with_greater_shares(state, each, best_share(problem, each, count), chance)
    return np.sort(state.seats, axis=1)


def best_share(problem: Problem, each: Floats, count: int) -> float:
    """More than this the least share that anybody has cannot be, in so many panels.

    ``each`` is in how many of the ``count`` panels somebody of each type should be. If all are to have the share z,
    somebody needs ceil(z * each) panels; and the totals of all panels keep to ``count`` times the bounds of one.
    """
    people: Floats = problem.types.count.astype(np.float64)
    one = polytope(problem)
    totals = Program(np.zeros(len(people)))
    totals.add_rows(one.matrix, count * one.low, count * one.high)

    def enough(least: Floats) -> bool:
        if (people * least > count * one.most).any() or people @ least > count * problem.size:
            return False
        totals.bound_columns(people * least, count * one.most)
        try:
            totals.solve()
        except Impossible:
            return False
        return True

    some, low, high = each > NEAR, _rounded_down(each), 1.0
    while high - low > NEAR:
        share = (low + high) / 2
        least = np.ceil(share * each - NEAR)
        if enough(least):
            low = min(1.0, max(share, (least[some] / each[some]).min()))  # no share up to this one needs more panels
        else:
            high = min(share, ((least[some] - 1) / each[some]).max())  # no share above this one needs fewer
    return float(low)


def _rounded_down(each: Floats) -> float:
    """The least share if everybody's number of panels is rounded down."""
    some = each > NEAR
    return float((np.floor(each + NEAR)[some] / each[some]).min(initial=1.0))


def _with_greater_shares(state: "_State", each: Floats, best: float, chance: np.random.Generator) -> "_State":
    """Other panels, in which everybody has the share ``best`` of what they should have, if some are found.

    Who is rounded down matters most to those who are in few panels: 24 of 24.9 is much less than 240 of 240.9.
    """
    if best - state.least_share(each) < WORTH_TRYING:
        return state
    people: Floats = state.problem.types.count.astype(np.float64)
    other = _State(state.problem, state.seats.copy())
    other.aim(people * np.ceil(best * each - NEAR), people * np.ceil(each - NEAR))
    _shuffle_towards(other, chance)
    return state if other.off else other


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
        self.class_of = problem.types.class_of
        self.weight: Floats = np.ones(len(problem.types))
        self.low: list[int] = []
        self.high: list[int] = []
        self.off = 0
        self.seat(seats)

    def least_share(self, each: Floats) -> float:
        """The least part that anybody has of the panels that they should be in."""
        some, whole = each > NEAR, np.array(self.totals) // self.problem.types.count
        return float((whole[some] / each[some]).min(initial=1.0))

    def seat(self, seats: Ints) -> None:
        """These panels from now on."""
        self.seats = seats
        self.totals: list[int] = np.bincount(seats.ravel(), minlength=len(self.problem.types)).tolist()
        self.filled: Ints = self.problem.members.T[seats].sum(axis=1)
        self._count()

    def _count(self) -> None:
        self.off = sum(self.miss(of, total) for of, total in enumerate(self.totals)) if self.low else 0

    def aim(self, low: Floats, high: Floats) -> None:
        """From now on each type's total should be from ``low`` to ``high``."""
        self.low, self.high = low.astype(np.int64).tolist(), high.astype(np.int64).tolist()
        self._count()

    def miss(self, of: int, total: int) -> int:
        return max(0, self.low[of] - total, total - self.high[of])

    def missed(self) -> Ints:
        totals = np.array(self.totals)
        return np.asarray(np.maximum(0, np.maximum(np.array(self.low) - totals, totals - np.array(self.high))))

    def worth(self) -> tuple[Floats, Floats]:
        """For each type what it is worth that one of it goes, and that one more of it comes."""
        totals, low, high = np.array(self.totals), np.array(self.low), np.array(self.high)
        gone = 1.0 * (totals > high) - (totals <= low)
        come = 1.0 * (totals < low) - (totals >= high)
        return gone * self.weight, come * self.weight

    def room(self, panels: Ints, leaving: Ints, coming: Ints, seats: Ints | int = 1) -> Bools:
        """Whether there are people and homes enough for so many more of ``coming`` when one of ``leaving`` goes."""
        types, sitting = self.problem.types, self.seats[panels]
        free = (sitting == coming[:, None]).sum(axis=1) + seats <= types.most[coming]
        if len(types.homes):
            kind = self.class_of[coming]
            in_homes = (self.class_of[sitting] == kind[:, None]).sum(axis=1) - (self.class_of[leaving] == kind)
            free &= (kind < 0) | (in_homes < types.homes[kind])
        return np.asarray(free)

    def move(self, leaving: list[int], coming: list[int], least: float) -> float | None:
        """Move the totals if that is worth so much at least, and say how much it was; otherwise leave them."""
        gain, off = 0.0, 0
        for of, step in [(of, -1) for of in leaving] + [(of, 1) for of in coming]:
            before = self.totals[of]
            self.totals[of] = before + step
            change = self.miss(of, before + step) - self.miss(of, before)
            gain, off = gain - change * self.weight[of], off + change
        if gain < least:
            for of in leaving:
                self.totals[of] += 1
            for of in coming:
                self.totals[of] -= 1
            return None
        self.off += off
        return float(gain)

    def put(self, panels: Ints, places: Ints, coming: Ints) -> None:
        """Seat these; no panel more than once."""
        members = self.problem.members.T
        self.filled[panels] += members[coming] - members[self.seats[panels, places]]
        self.seats[panels, places] = coming


# ── Changes within panels ────────────────────────────────────────────────────────────────────


def _shuffle_towards(state: _State, chance: np.random.Generator) -> None:
    """Change people within panels until the totals are at their marks, or it seems no use; leaves the best there was.

    What stays missed weighs more each round, so that what is lacked wanders to where it can be made good.
    """
    pairs = _Pairs(state.problem, np.array(state.totals), chance)
    state.weight[:] = 1.0
    best, seats, waited = state.off, state.seats.copy(), 0
    for _ in range(ROUNDS):
        if not best or waited > PATIENCE:
            break
        _change_one(state, chance)
        _change_two(state, pairs, chance)
        state.weight += GROWTH * (state.missed() > 0)
        waited += 1
        if state.off < best:
            best, seats, waited = state.off, state.seats.copy(), 0
    state.seat(seats)


def _change_one(state: _State, chance: np.random.Generator) -> None:
    """In each of some panels the one change of one person for another that is worth most."""
    problem, members = state.problem, state.problem.members
    panels = chance.permutation(len(state.seats))[: max(1, LOOKED_THROUGH // (problem.size * len(problem.types)))]
    leaving, filled = state.seats[panels], state.filled[panels][:, None, :]
    gone, come = (worth + TIES * chance.random(len(worth)) for worth in state.worth())
    lost, kept = members.T[leaving], 1 - members.T[leaving]
    # How many quotas stand in the way: full ones that the newcomer counts towards, and scarce ones that need who leaves.
    blocked = ((filled >= problem.high) * kept).astype(np.float32) @ members.astype(np.float32)
    blocked += ((filled <= problem.low) * lost).astype(np.float32) @ (1 - members).astype(np.float32)
    gain = np.where(blocked > 0, -np.inf, gone[leaving][:, :, None] + come)
    np.put_along_axis(gain, leaving[:, :, None], -np.inf, axis=2)
    place, coming = np.divmod(gain.reshape(len(panels), -1).argmax(axis=1), len(problem.types))
    rows = np.arange(len(panels))
    left = leaving[rows, place]
    fit = np.flatnonzero((gain[rows, place, coming] > 0) & state.room(panels, left, coming))
    _carry_out(state, panels[fit], [place[fit]], [coming[fit]])


def _carry_out(state: _State, panels: Ints, places: Sequence[Ints], coming: Sequence[Ints]) -> None:
    """Seat these, where it gains, and some where it changes nothing; no panel more than once."""
    leaving, idle, taken = [state.seats[panels, place] for place in places], IDLE, []
    for n, (out, into) in enumerate(zip(np.stack(leaving, 1).tolist(), np.stack(coming, 1).tolist(), strict=True)):
        gain = state.move(out, into, least=0.0 if idle else TIES)
        if gain is not None:
            taken.append(n)
            idle -= gain == 0
    for place, new in zip(places, coming, strict=True):
        state.put(panels[taken], place[taken], new[taken])


class _Pairs:
    """All pairs of types, grouped by the values that the two have between them: where one pair of a group sits another
    can, and no quota notices.

    The pairs of group ``g`` are ``first`` and ``second`` from ``starts[g]`` on. Two who may share a home are no pair, nor
    are two whose values no other pair has.
    """

    def __init__(self, problem: Problem, totals: Ints, chance: np.random.Generator) -> None:
        class_of = problem.types.class_of
        known = np.sort(chance.permutation(np.flatnonzero(totals > 0))[:PAIRED])
        one, other = (known[index] for index in np.triu_indices(len(known)))
        apart = (class_of[one] < 0) | (class_of[one] != class_of[other])
        one, other = one[apart], other[apart]
        code = chance.integers(1 << 50, size=len(problem.quotas)) @ problem.members
        codes = code[one] + code[other]
        order = np.argsort(codes, kind="stable")
        begins = np.flatnonzero(np.diff(codes[order], prepend=-1))
        sizes = np.diff(begins, append=len(order))
        kept, sizes = order[np.repeat(sizes > 1, sizes)], sizes[sizes > 1]
        self.first, self.second = one[kept], other[kept]
        self.starts = np.cumsum(sizes) - sizes
        self.number = np.repeat(np.arange(len(sizes)), sizes)
        self.place = np.full(len(problem.types), len(known))
        self.place[known] = np.arange(len(known))
        self.groups = np.full((len(known) + 1, len(known) + 1), -1, dtype=np.int32)
        one, other = self.place[self.first], self.place[self.second]
        self.groups[one, other] = self.groups[other, one] = self.number

    def group(self, one: Ints, other: Ints) -> Ints:
        """The group of these two types, or -1."""
        return np.asarray(self.groups[self.place[one], self.place[other]], dtype=np.int64)

    def best(self, worth: Floats) -> tuple[Floats, Ints]:
        """For each group what the pair is worth that is worth most, and which it is."""
        each = worth[self.first] + worth[self.second]
        most = np.maximum.reduceat(each, self.starts)
        which, top = np.zeros(len(most), dtype=np.int64), np.flatnonzero(each >= most[self.number])
        which[self.number[top]] = top
        return most, which


def _change_two(state: _State, pairs: _Pairs, chance: np.random.Generator) -> None:
    """In each panel that change of two people for two others, of some looked at, that is worth most."""
    size = state.seats.shape[1]
    if not len(pairs.starts) or size < 2:
        return
    gone, come = (worth + TIES * chance.random(len(worth)) for worth in state.worth())
    most, which = pairs.best(come)
    place = chance.integers(size, size=LOOKED_AT)
    second_place = (place + chance.integers(1, size, size=LOOKED_AT)) % size
    one, other = state.seats[:, place], state.seats[:, second_place]
    group = pairs.group(one, other)
    gain = np.where(group < 0, -np.inf, gone[one] + gone[other] + most[group])
    panels, choice = np.arange(len(gain)), gain.argmax(axis=1)
    panels = panels[gain[panels, choice] > 0]
    choice = choice[panels]
    one, other = one[panels, choice], other[panels, choice]
    pair = which[group[panels, choice]]
    first, second = pairs.first[pair], pairs.second[pair]
    new = (first != one) & (first != other) & (second != one) & (second != other)
    room = state.room(panels, one, first, 1 + (first == second)) & state.room(panels, other, second)
    fit = chance.permutation(np.flatnonzero(new & room))
    seats = [place[choice[fit]], second_place[choice[fit]]]
    _carry_out(state, panels[fit], seats, [first[fit], second[fit]])
