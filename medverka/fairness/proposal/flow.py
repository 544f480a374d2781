"""The best plan where only seats, limits and days count: a flow of least cost, found along shortest paths.

A seat is filled by the cheapest chain: somebody takes it who has a turn to spare, or who gives up another block of seats,
where the gap is filled in the same way, and so on. Blocks have prices that keep every single exchange from being a gain. A
turn that somebody has is worth what the block that holds it would pay, its price less the penalty; a turn they could
have besides costs what it adds to the load. First each block takes whom it can have without anybody wanting them more. Then
the cheapest chains from all empty seats at once are found, prices rise by what these cost, and as many chains as do not
touch are carried out; until no seat is left that can be filled. That is the successive shortest path method for flows
(Edmonds and Karp 1972; Tomizawa 1971) with many sources and paths at a time (Hopcroft and Karp 1973), where the prices of
people follow from those of the blocks. Whole numbers throughout, so the prices prove the plan exactly.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from medverka.fairness.proposal.ground import ROOM, Ground
from medverka.fairness.proposal.problem import Ints

NOBODY = -1
Step = tuple[int, int, int]  # A block takes this person, with this penalty.


class Flow:
    """Who has which seats so far, and the prices that prove it best.

    ``turns`` has for each person the day, block and penalty of their turns; ``holder`` and ``paid`` the same blocks and
    penalties as arrays, a row for each further turn, shape (most turns, people).
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        people, blocks = len(ground.problem.people), len(ground.blocks)
        self.rows = [slice(*ground.start[number : number + 2]) for number in range(blocks)]
        self.day = np.array([*ground.day, NOBODY], dtype=np.int64)  # The last stands for no block, which has no day.
        self.price = np.zeros(blocks, dtype=np.int64)
        self.missing = np.array([block.seats for block in ground.blocks], dtype=np.int64)
        self.turns: dict[int, dict[int, tuple[int, int]]] = {}
        self.holder = np.full((1, people), NOBODY)
        self.paid = np.zeros((1, people), dtype=np.int64)
        self.spare = np.where(ground.problem.limit > 0, ground.turn(1), ROOM)  # The cost of one more turn.
        self.cheapest: list[Step | None] = [None] * blocks
        self.on_day: dict[int, list[int]] = {}
        for number, day in enumerate(ground.day):
            self.on_day.setdefault(day, []).append(number)

    def values(self) -> Ints:
        """What the turns that people have are worth, in the shape of ``holder``; ``ROOM`` where there is none."""
        return np.asarray(np.where(self.holder != NOBODY, self.price[self.holder] - self.paid, ROOM))

    def free(self, number: int) -> Step:
        """Who has a turn to spare that day and costs this block least: (cost, person, penalty); ``ROOM`` if nobody has."""
        found = self.cheapest[number]
        if found is None or self._cost_now(number, found) != found[0]:
            found = self.cheapest[number] = self._cheapest(number)
        return found

    def _cost_now(self, number: int, found: Step) -> int:
        """Costs only rise, and whoever's day becomes free is looked at anew; so who was cheapest and costs the same, is."""
        cost, person, penalty = found
        if person == NOBODY:
            return cost
        return ROOM if self.ground.day[number] in self.turns.get(person, ()) else int(self.spare[person]) + penalty

    def _cheapest(self, number: int) -> Step:
        row = self.rows[number]
        people = self.ground.person[row]
        costs = self.spare[people] + self.ground.penalty[row]
        while len(costs):
            at = int(costs.argmin())
            cost, person, penalty = int(costs[at]), int(people[at]), int(self.ground.penalty[row.start + at])
            if cost >= ROOM:
                break
            if self.ground.day[number] not in self.turns.get(person, ()):
                return cost, person, penalty
            costs[at] = ROOM
        return ROOM, NOBODY, 0

    def give(self, number: int, person: int, penalty: int) -> None:
        """This block takes this person."""
        self.turns.setdefault(person, {})[self.ground.day[number]] = (number, penalty)

    def take(self, number: int, person: int) -> None:
        """This block loses this person."""
        day = self.ground.day[number]
        del self.turns[person][day]
        for block in self.on_day[day]:
            self.cheapest[block] = None

    def note(self, person: int) -> None:
        """Write somebody's turns into the arrays, after they have changed."""
        turns = list(self.turns[person].values())
        if len(turns) > len(self.holder):
            people = self.holder.shape[1]
            self.holder = np.vstack([self.holder, np.full(people, NOBODY)])
            self.paid = np.vstack([self.paid, np.zeros(people, dtype=np.int64)])
        self.holder[:, person] = NOBODY
        for place, (number, penalty) in enumerate(turns):
            self.holder[place, person], self.paid[place, person] = number, penalty
        problem = self.ground.problem
        more = self.ground.step * (2 * (int(problem.load[person]) + len(turns)) + 1)
        self.spare[person] = more if len(turns) < problem.limit[person] else ROOM


def fill(ground: Ground) -> Flow:
    """Fill all seats that can be filled."""
    flow = Flow(ground)
    _begin(flow)
    if flow.missing.any():
        _Chains(flow).raise_sources()
    while flow.missing.any():
        chains = _Chains(flow)
        chains.search()
        chains.carry_out()
    return flow


def turn_prices(flow: Flow) -> Ints:
    """The price of a turn of each person: what one more costs, or less where what they have is worth less."""
    return np.asarray(np.minimum(flow.spare, flow.values().min(axis=0)))


def _begin(flow: Flow) -> None:
    """Each block takes its cheapest people, as long as none whom another block holds would be cheaper."""
    ground = flow.ground
    worth = np.full(len(ground.problem.people), ROOM)
    for number, row in enumerate(flow.rows):
        people, penalty = ground.person[row], ground.penalty[row]
        costs = flow.spare[people] + penalty
        order = np.argsort(costs, kind="stable")[: flow.missing[number]]
        limit = min(int((worth[people] + penalty).min(initial=ROOM)), ground.empty)
        for at in order[costs[order] <= limit].tolist():
            person = int(people[at])
            if ground.day[number] in flow.turns.get(person, ()):
                break
            flow.give(number, person, int(penalty[at]))
            flow.note(person)
            flow.price[number] = costs[at]
            flow.missing[number] -= 1
        for person in people[order].tolist():
            if flow.turns.get(person, {}).get(ground.day[number], (NOBODY, 0))[0] == number:
                worth[person] = min(flow.price[block] - paid for block, paid in flow.turns[person].values())


@dataclass(frozen=True)
class _Arcs:
    """From which block to which a chain can go on, by whom, with what penalty, and how far the other block is then."""

    block: Ints
    person: Ints
    penalty: Ints
    giver: Ints
    distance: Ints


class _Chains:
    """The cheapest chains from all blocks with empty seats. Distances are in units of cost, less what prices cover."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        blocks = len(flow.price)
        self.ends: dict[int, Step] = {}
        self.sources = np.flatnonzero(flow.missing)
        self.values = flow.values()
        self.least = self.values.min(axis=0)
        self.distance = np.full(blocks, ROOM)
        self.came = [np.full(blocks, NOBODY), np.full(blocks, NOBODY), np.zeros(blocks, dtype=np.int64)]
        self.best = ROOM

    def raise_sources(self) -> None:
        """A block with an empty seat pays what its cheapest way to fill it costs: no exchange becomes a gain by that."""
        costs = self._free(self.sources)
        arcs = self._arcs(self.sources, np.zeros(len(self.sources), dtype=np.int64), costs)
        np.minimum.at(costs, np.searchsorted(self.sources, arcs.block), arcs.distance)
        self.flow.price[self.sources] = costs

    def _free(self, blocks: Ints) -> Ints:
        """What it costs each block to fill a seat with somebody who has a turn to spare, or to leave it empty."""
        for number in blocks.tolist():
            if number not in self.ends:
                end = self.flow.free(number)
                self.ends[number] = end if end[0] < self.flow.ground.empty else (self.flow.ground.empty, NOBODY, 0)
        return np.array([self.ends[number][0] for number in blocks.tolist()], dtype=np.int64)

    def search(self) -> None:
        """Dijkstra's distances by rounds: everybody whose distance fell tells those further on.

        Of several ways to the same block the nearest is written last, and stays.
        """
        front = self.sources
        self.distance[front] = 0
        while len(front):
            base = self.distance[front] - self.flow.price[front]
            self.best = min(self.best, int((base + self._free(front)).min()))
            arcs = self._arcs(front, base, np.full(len(front), self.best))
            nearer = np.flatnonzero(arcs.distance < self.distance[arcs.giver])
            which = nearer[np.argsort(-arcs.distance[nearer], kind="stable")]
            giver = arcs.giver[which]
            self.distance[giver] = arcs.distance[which]
            for came, what in zip(self.came, (arcs.block, arcs.person, arcs.penalty), strict=True):
                came[giver] = what[which]
            front = np.unique(giver)

    def _arcs(self, blocks: Ints, base: Ints, limit: Ints) -> _Arcs:
        """All ways on from these blocks that cost less than each one's limit."""
        ground = self.flow.ground
        start, stop = ground.up_to(blocks, limit - base)
        sizes = stop - start
        of = np.repeat(np.arange(len(blocks)), sizes)
        at = np.arange(len(of)) + (start - np.cumsum(sizes) + sizes)[of]
        near = np.flatnonzero(base[of] + ground.penalty[at] + self.least[ground.person[at]] < limit[of])
        of, at = of[near], at[near]
        person, penalty, block = ground.person[at], ground.penalty[at], blocks[of]
        holder, distance = self.flow.holder[:, person], base[of] + penalty + self.values[:, person]
        turn, arc = np.nonzero((distance < limit[of]) & self._in_the_way(holder, block))
        return _Arcs(block[arc], person[arc], penalty[arc], holder[turn, arc], distance[turn, arc])

    def _in_the_way(self, holder: Ints, block: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which of somebody's turns would have to go for one in this block: that on the same day, or else any."""
        same_day = self.flow.day[holder] == self.flow.day[block]
        return np.asarray((holder != block) & (same_day | ~same_day.any(axis=0)))

    def carry_out(self) -> None:
        """Raise the prices, and carry out the cheapest chains, as many as do not touch each other."""
        flow, best = self.flow, self.best
        reached = np.flatnonzero(self.distance <= best)
        ends = reached[self.distance[reached] - flow.price[reached] + self._free(reached) == best]
        chains = [self._chain(number) for number in ends.tolist()]
        flow.price[reached] += best - self.distance[reached]
        touched: set[tuple[str, int]] = set()
        for chain in chains:
            touches = {("block", number) for number, _person, _penalty in chain}
            touches |= {("person", person) for _number, person, _penalty in chain if person != NOBODY}
            if touched.isdisjoint(touches):
                touched |= touches
                self._move(chain)

    def _chain(self, number: int) -> list[Step]:
        """From the end back to an empty seat: each block takes that person, whom the block before in the list gives."""
        _cost, person, penalty = self.ends[number]
        chain = [(number, person, penalty)]
        block, persons, penalties = self.came
        while block[number] != NOBODY:
            step = (int(block[number]), int(persons[number]), int(penalties[number]))
            chain.append(step)
            number = step[0]
        return chain

    def _move(self, chain: list[Step]) -> None:
        flow = self.flow
        for (giver, _person, _penalty), (_number, person, _its_penalty) in pairwise(chain):
            flow.take(giver, person)
        for number, person, penalty in chain:
            if person != NOBODY:
                flow.give(number, person, penalty)
        for _number, person, _penalty in chain:
            if person != NOBODY:
                flow.note(person)
        flow.missing[chain[-1][0]] -= 1
