"""Among the best plans, one in which nobody has the seat of somebody who is alike in all that counts and comes first by lot."""

import numpy as np

from medverka.fairness.proposal.ground import ROOM, Ground
from medverka.fairness.proposal.problem import Ints
from medverka.fairness.proposal.rules import broken, share_a_day


def settle(ground: Ground, taken: Ints) -> Ints:
    """Change places one for one, where only the lot is another, until nobody is left who could.

    ``taken`` and the result are places in ``ground.pair``, in open blocks. Each change brings earlier lots, so it ends.
    """
    now = _Now(ground, taken)
    while sum([now.settle(block) for block in now.unsettled()]):
        pass
    return np.sort(np.array([at for seats in now.seats for at in seats.values()], dtype=np.int64))


class _Now:
    """Who has which seats just now: for each request the people and their pairs, and for each person the requests."""

    def __init__(self, ground: Ground, taken: Ints) -> None:
        self.ground, self.problem = ground, ground.problem
        many = len(self.problem.requests)
        self.block = ground.block[: ground.start[many]]
        self.seats: list[dict[int, int]] = [{} for _request in range(many)]
        self.requests: dict[int, list[int]] = {}
        self.turns = np.zeros(len(self.problem.people), dtype=np.int64)
        for at in taken.tolist():
            self._seat(int(self.block[at]), int(ground.person[at]), at)

    def _seat(self, block: int, person: int, at: int) -> None:
        self.seats[block][person] = at
        self.requests.setdefault(person, []).append(block)
        self.turns[person] += 1

    def _last(self, people: Ints) -> Ints:
        """What the last turn of each of these people costs."""
        return self.ground.step * (2 * (self.problem.load[people] + self.turns[people]) - 1)

    def _more(self, people: Ints) -> Ints:
        """What one more turn costs."""
        within = self.turns[people] < self.problem.limit[people]
        return np.where(within, self._last(people) + 2 * self.ground.step, ROOM)

    def unsettled(self) -> list[int]:
        """The blocks in which somebody might come before the last of those who have a seat."""
        ground, many = self.ground, len(self.block)
        everybody = np.arange(len(self.problem.people))
        more = self._more(everybody)
        taken = np.array([at for seats in self.seats for at in seats.values()], dtype=np.int64)
        cost = self._last(ground.person[taken]) + ground.penalty[taken]
        ring, block = ground.ring[taken], self.block[taken]
        order = np.lexsort((ring, cost, block))
        worst, latest = np.full((2, len(self.seats)), -1, dtype=np.int64)
        worst[block[order]], latest[block[order]] = cost[order], ring[order]  # The last of each block stays.
        like = more[ground.person[:many]] + ground.penalty[:many] == worst[self.block]
        like &= ground.ring[:many] < latest[self.block]
        maybe = set(np.unique(self.block[like]).tolist())
        return sorted(maybe | {number for number, seats in enumerate(self.seats) if seats and self._has_rules(number)})

    def _has_rules(self, block: int) -> bool:
        request = self.problem.requests[self.ground.blocks[block].request]
        return bool(request.at_least or request.apart)

    def settle(self, block: int) -> int:
        """Make all changes that there are to make in this block: how many."""
        changes = 0
        while self._change(block):
            changes += 1
        return changes

    def _change(self, block: int) -> bool:
        """Make one change in this block, if there is one to make."""
        ground = self.ground
        row = slice(ground.start[block], ground.start[block + 1])
        costs = self._more(ground.person[row]) + ground.penalty[row]
        seats = np.array(list(self.seats[block].values()), dtype=np.int64)
        seats = seats[np.argsort(-ground.ring[seats])]
        people = ground.person[seats]
        paid = self._last(people) + ground.penalty[seats]
        for person, at, cost in zip(people.tolist(), seats.tolist(), paid.tolist(), strict=True):
            alike = (costs == cost) & (ground.ring[row] < ground.ring[at])
            for place in (np.flatnonzero(alike) + row.start).tolist():
                if self._could(block, person, int(ground.person[place])):
                    del self.seats[block][person]
                    self.requests[person].remove(block)
                    self.turns[person] -= 1
                    self._seat(block, int(ground.person[place]), place)
                    return True
        return False

    def _could(self, block: int, instead_of: int, person: int) -> bool:
        index = self.ground.blocks[block].request
        has = [self.ground.blocks[other].request for other in self.requests.get(person, [])]
        if any(other == index or share_a_day(self.problem, index, other) for other in has):
            return False
        people = [self.problem.people[one] for one in self.seats[block] if one != instead_of]
        return not broken(self.problem.requests[index], [*people, self.problem.people[person]])
