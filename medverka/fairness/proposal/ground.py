"""The problem in numbers that can be added: a plan is one whole number, the less the better, and pairs have a set order."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from medverka.fairness.proposal.problem import Ints, Problem

ROOM = 2**62  # Sums and differences of two prices fit in 64 bits.


class Total(NamedTuple):
    """What a plan adds up to, in the order in which it counts.

    ``filled``: seats, the more the better. ``load``: the sum over everybody proposed of 2L-1 for each time, where L counts
    the times asked in the last year and this one; the least possible is the most even load. ``penalty``: how badly they
    fit. Who comes first among equals is left to the lot, and adds up to nothing.
    """

    filled: int
    load: int
    penalty: int


@dataclass(frozen=True)
class Block:
    """Seats of one request (an index) that the same people can have: all who fit, or those with a tag."""

    request: int
    seats: int
    tag: str | None = None


@dataclass(frozen=True)
class Ground:
    """What the search works on: blocks of seats, and pairs of people and blocks.

    Each request has a block that is open to all, in the order of the requests' keys, so that the order they came in does
    not matter; after these come blocks for seats that are kept for a tag. Block ``b`` has the pairs ``start[b]`` up to
    ``start[b + 1]``, sorted by load, penalty, and who comes first among equals. ``pair`` has each pair's index in the
    problem; ``person``, ``penalty`` and ``ring`` (the place in this request's order of lots) follow the same order.
    ``day`` is alike for blocks that nobody can have two of. A unit of load costs ``step``, more than all penalties
    together; an empty seat costs ``empty``, more than everything else together.
    """

    problem: Problem
    blocks: list[Block]
    start: list[int]
    pair: Ints
    person: Ints
    penalty: Ints
    ring: Ints
    day: list[int]
    step: int
    empty: int

    def cost(self, total: Total) -> int:
        """The plan as one number."""
        unfilled = int(self.problem.seats.sum()) - total.filled
        return self.empty * unfilled + self.step * total.load + total.penalty

    def turn(self, number: Ints | int) -> Ints:
        """What each person's so many-th turn of this plan costs, counted from one; shape (people,)."""
        return np.asarray(self.step * (2 * (self.problem.load + number) - 1), dtype=np.int64)

    @cached_property
    def block(self) -> Ints:
        """The block of each pair, in the order of the blocks."""
        return np.repeat(np.arange(len(self.blocks)), np.diff(self.start))

    @cached_property
    def _starts(self) -> Ints:
        return np.array(self.start, dtype=np.int64)

    @cached_property
    def _least(self) -> tuple[Ints, int]:
        """Each pair's least cost, its first turn's, in one ascending order: block after block, so far from each other."""
        least = self.turn(1)[self.person] + self.penalty
        width = int(least.max(initial=0)) + 1
        return self.block * width + least, width

    def up_to(self, blocks: Ints, limit: Ints) -> tuple[Ints, Ints]:
        """From where to where the pairs of each of these blocks stand that can cost less than its limit."""
        least, width = self._least
        limit = np.minimum(np.maximum(limit, 0), width)
        return self._starts[blocks], np.searchsorted(least, blocks * width + limit)

    def row(self, request: int) -> slice:
        """The pairs of a request (an index)."""
        number = next(number for number, block in enumerate(self.blocks) if block.request == request)
        return slice(self.start[number], self.start[number + 1])


def ground(problem: Problem) -> Ground:
    """The problem, laid out. Raises ``ValueError`` where its numbers are too large to be added up exactly."""
    blocks = _blocks(problem)
    place = np.empty(len(problem.requests), dtype=np.int64)
    place[[block.request for block in blocks[: len(place)]]] = np.arange(len(place))
    every, number = _pairs_of_blocks(problem, blocks, place[problem.pairs.request])
    ring = _ring(problem)[every]
    order = _sorted(problem, every, number, ring)
    pair = every[order]
    step, empty = _weights(problem)
    counts = np.bincount(number, minlength=len(blocks))
    return Ground(
        problem=problem,
        blocks=blocks,
        start=[0, *np.cumsum(counts).tolist()],
        pair=pair,
        person=problem.pairs.person[pair],
        penalty=problem.pairs.penalty[pair],
        ring=ring[order],
        day=_days(problem, blocks),
        step=step,
        empty=empty,
    )


def _blocks(problem: Problem) -> list[Block]:
    """One kind of tag a request: with more, somebody who has both would count twice, and the search sees to the rest."""
    order = sorted(range(len(problem.requests)), key=lambda index: problem.requests[index].key)
    open_to_all, for_a_tag = [], []
    for index in order:
        request = problem.requests[index]
        kept, tag = max(((count, tag) for tag, count in request.at_least.items()), default=(0, None))
        kept = min(kept, request.seats)
        open_to_all.append(Block(index, request.seats - kept))
        if kept:
            for_a_tag.append(Block(index, kept, tag))
    return open_to_all + for_a_tag


def _pairs_of_blocks(problem: Problem, blocks: Sequence[Block], number: Ints) -> tuple[Ints, Ints]:
    """(pair, block) for each: every pair in the open block of its request, and in that of its tag."""
    pairs, blocks_of_pairs = [np.arange(len(problem.pairs))], [number]
    for place, block in enumerate(blocks):
        if block.tag is not None:
            mine = np.nonzero(problem.pairs.request == block.request)[0]
            tagged = [block.tag in problem.people[person].tags for person in problem.pairs.person[mine].tolist()]
            pairs.append(mine[np.array(tagged, dtype=bool)])
            blocks_of_pairs.append(np.full(len(pairs[-1]), place))
    return np.concatenate(pairs), np.concatenate(blocks_of_pairs)


def _ring(problem: Problem) -> Ints:
    """Everybody has a place in a ring, by lot and then by key, and each request begins somewhere else in it."""
    people = problem.people
    order = sorted(range(len(people)), key=lambda index: (people[index].lot, people[index].key))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    lots = np.array([people[index].lot for index in order], dtype=np.int64)
    first = np.searchsorted(lots, np.array([request.lot for request in problem.requests], dtype=np.int64))
    return np.asarray((place[problem.pairs.person] - first[problem.pairs.request]) % max(len(people), 1))


def _sorted(problem: Problem, pair: Ints, block: Ints, ring: Ints) -> Ints:
    """One sort by one number is several times as fast as four."""
    _values, level = np.unique(problem.load, return_inverse=True)
    widths = [int(level.max(initial=0)) + 1, int(problem.pairs.penalty.max(initial=0)) + 1, len(problem.people) + 1]
    if 2 * (len(problem.requests) + 1) * widths[0] * widths[1] * widths[2] >= ROOM:
        raise ValueError("the penalties are too large")
    key = block * widths[0] + level[problem.pairs.person[pair]]
    return np.argsort((key * widths[1] + problem.pairs.penalty[pair]) * widths[2] + ring)


def _weights(problem: Problem) -> tuple[int, int]:
    seats, worst = int(problem.seats.sum()), int(problem.pairs.penalty.max(initial=0))
    step = seats * worst + 1
    turns = np.bincount(problem.pairs.person, minlength=len(problem.people))
    load = 2 * int((problem.load + np.minimum(turns, problem.limit)).max(initial=0))
    empty = seats * (step * load + worst) + 1
    if (empty + len(problem.requests)) * 8 >= ROOM or 2 * len(problem.requests) * (step * load + worst + 1) >= ROOM:
        raise ValueError("the loads and penalties are too large")
    return step, empty


def _days(problem: Problem, blocks: Sequence[Block]) -> list[int]:
    """The first day of each block's request, as a number; a request without days has one of its own."""
    numbers: dict[Hashable, int] = {}
    firsts = [min(request.days, key=repr) if request.days else object() for request in problem.requests]
    return [numbers.setdefault(firsts[block.request], len(numbers)) for block in blocks]
