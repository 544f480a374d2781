"""The best plan where only seats, limits and days count: seats are filled one by one along shortest paths.

A seat is filled by the cheapest chain: somebody takes it who has a turn to spare, or who gives up another request, whose
seat is filled in the same way, and so on. Dijkstra's method finds the chain; requests carry prices that keep every
single exchange from being a gain, which is why the plan is the best one after each seat (the successive shortest path
method for flows of least cost: Edmonds and Karp 1972, Tomizawa 1971). The price of a turn that somebody has is what the
request that holds it would pay for it; of a turn they could have besides, what it costs. Whole numbers throughout.
"""

import heapq

import numpy as np

from medverka.fairness.proposal.ground import ROOM, Ground
from medverka.fairness.proposal.problem import Ints

SEVERAL = -2  # Somebody with several turns, whose prices are looked up one by one.
NOBODY = -1


class Flow:
    """Seats filled so far, and the prices that prove them best. ``fill`` fills one more."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        requests, people = len(ground.blocks), len(ground.problem.people)
        self.price = [0] * requests
        self.holds: list[dict[int, int]] = [{} for _number in range(requests)]  # Of a request: person -> penalty.
        self.turns: dict[int, dict[int, int]] = {}  # Of a person: day -> request.
        self.rows = [slice(*ground.start[number : number + 2]) for number in range(requests)]
        self.spare = np.where(ground.problem.limit > 0, ground.turn(1), ROOM)  # The cost of one more turn.
        self.held = np.full(people, ROOM)  # The least price of the turns that somebody has,
        self.holder = np.full(people, NOBODY)  # and which request has it.
        self.distance = np.full(requests, ROOM)
        self.cheapest: list[tuple[int, int]] = [(NOBODY, 0)] * requests

    def fill(self, source: int) -> None:
        """Fill one more seat of this request, or find that one seat must stay empty: the cheapest one."""
        search = _Search(self, source)
        search.run()
        for number, distance in search.done:
            self.price[number] = search.best + (self.price[number] - distance if number != source else 0)
        changed = {person for number, _distance in search.done for person in self.holds[number]}
        changed |= search.exchange()
        for person in changed:
            self._reprice(person)
        self.distance[list(search.came)] = ROOM

    def free(self, number: int) -> tuple[int, int, int]:
        """The cheapest person with a turn to spare that day: (cost, person, penalty); the cost is ``ROOM`` if nobody."""
        row, (person, penalty) = self.rows[number], self.cheapest[number]
        if person != NOBODY and person not in self.turns:  # Costs only rise, so the cheapest is the cheapest still.
            return int(self.spare[person]) + penalty, person, penalty
        people = self.ground.person[row]
        if not len(people):
            return ROOM, NOBODY, 0
        costs = self.spare[people]
        costs += self.ground.penalty[row]
        while True:
            at = int(costs.argmin())
            cost, person, penalty = int(costs[at]), int(people[at]), int(self.ground.penalty[row.start + at])
            if cost >= ROOM or self.ground.day[number] not in self.turns.get(person, ()):
                self.cheapest[number] = (person, penalty)
                return min(cost, ROOM), person, penalty
            costs[at] = ROOM

    def turns_that_bar(self, person: int, number: int) -> list[int]:
        """The requests of which one has to be given up for this one: the one that day, or else any."""
        turns = self.turns[person]
        day = self.ground.day[number]
        return [turns[day]] if day in turns else list(turns.values())

    def value(self, person: int, holder: int) -> int:
        """What the request that holds this turn would pay for it."""
        return self.price[holder] - self.holds[holder][person]

    def _reprice(self, person: int) -> None:
        turns = list(self.turns[person].values())
        self.held[person] = min(self.value(person, number) for number in turns)
        self.holder[person] = turns[0] if len(turns) == 1 else SEVERAL


class _Search:
    """Dijkstra over requests, from one that wants a seat; ``best`` is the least cost of a chain found so far."""

    def __init__(self, flow: Flow, source: int) -> None:
        self.flow, self.source = flow, source
        self.done: list[tuple[int, int]] = []
        self.came: dict[int, tuple[int, int, int]] = {}  # A request gives this person, of this penalty, to that one.
        self.heap: list[tuple[int, int]] = []
        self.best = flow.ground.empty
        self.end: tuple[int, int, int] = (source, NOBODY, 0)

    def run(self) -> None:
        number, distance, base = self.source, 0, 0
        while True:
            self.done.append((number, distance))
            self._ends(number, base)
            self._goes_on(number, base)
            while self.heap and self.heap[0][0] > self.flow.distance[self.heap[0][1]]:
                heapq.heappop(self.heap)
            if not self.heap or self.heap[0][0] >= self.best:
                break
            distance, number = heapq.heappop(self.heap)
            base = distance - self.flow.price[number]

    def _ends(self, number: int, base: int) -> None:
        cost, person, penalty = self.flow.free(number)
        if base + cost < self.best:
            self.best, self.end = base + cost, (number, person, penalty)
        if base + self.flow.ground.empty < self.best:
            self.best, self.end = base + self.flow.ground.empty, (number, NOBODY, 0)

    def _goes_on(self, number: int, base: int) -> None:
        flow, row = self.flow, self.flow.rows[number]
        people = flow.ground.person[row]
        costs = flow.held[people]
        costs += flow.ground.penalty[row]
        near = np.nonzero(costs < self.best - base)[0]
        if not len(near):
            return
        holders = flow.holder[people[near]]
        closer = (costs[near] + base < flow.distance[holders]) | (holders == SEVERAL)
        for at, holder in zip(near[closer].tolist(), holders[closer].tolist(), strict=True):
            person, penalty = int(people[at]), int(flow.ground.penalty[row.start + at])
            for giver in flow.turns_that_bar(person, number) if holder == SEVERAL else (holder,):
                self._reach(giver, base + penalty + flow.value(person, giver), (number, person, penalty))

    def _reach(self, giver: int, distance: int, step: tuple[int, int, int]) -> None:
        if distance < self.best and distance < self.flow.distance[giver] and giver != self.source:
            self.flow.distance[giver] = distance
            self.came[giver] = step
            heapq.heappush(self.heap, (distance, giver))

    def exchange(self) -> set[int]:
        """Move everybody along the chain that was found; who they are."""
        flow = self.flow
        number, person, penalty = self.end
        moved = set()
        if person != NOBODY:
            moved.add(person)
        while True:
            given = None
            if number != self.source:
                given = self.came[number]
                del flow.holds[number][given[1]]
                del flow.turns[given[1]][flow.ground.day[number]]
            if person != NOBODY:
                flow.holds[number][person] = penalty
                flow.turns.setdefault(person, {})[flow.ground.day[number]] = number
                moved.add(person)
            if given is None:
                break
            number, person, penalty = given
        if self.end[1] != NOBODY:
            self._one_more_turn(self.end[1])
        return moved

    def _one_more_turn(self, person: int) -> None:
        flow, count = self.flow, len(self.flow.turns[person])
        problem = flow.ground.problem
        cost = flow.ground.step * (2 * (int(problem.load[person]) + count + 1) - 1)
        flow.spare[person] = cost if count < problem.limit[person] else ROOM


def fill(ground: Ground) -> Flow:
    """Fill all seats, block by block."""
    flow = Flow(ground)
    for number, block in enumerate(ground.blocks):
        for _seat in range(block.seats):
            flow.fill(number)
    return flow


def turn_prices(flow: Flow) -> Ints:
    """The price of a turn of each person: what one more costs, or less where what they have is worth less."""
    return np.asarray(np.minimum(flow.spare, flow.held))
