"""Who is proposed for what, what it adds up to, and why nothing is better."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medverka.fairness.proposal.ground import Ground, Total
from medverka.fairness.proposal.problem import Ints, Problem


@dataclass(frozen=True)
class Proof:
    """Why no plan is better.

    ``cost`` is the plan as one number, and ``bound`` what no plan can cost less than, as ``prices.bound`` computes it
    from ``seat``, a price for each block of seats, and ``turn``, one for each person. ``searched``: rules that prices
    cannot express needed a search through all the plans that the prices left open, and it came to its end.
    """

    seat: Ints
    turn: Ints
    bound: int
    cost: int
    searched: bool = False

    @property
    def reached(self) -> bool:
        return self.cost == self.bound or self.searched


@dataclass(frozen=True)
class Plan:
    """``taken`` are the indexes (into the problem's pairs) of those proposed, for each request whom to ask first first."""

    problem: Problem
    ground: Ground
    taken: Ints
    total: Total
    proof: Proof

    @cached_property
    def turns(self) -> Ints:
        """Shape (people,): for how many requests each is proposed."""
        return np.bincount(self.problem.pairs.person[self.taken], minlength=len(self.problem.people))

    @cached_property
    def filled(self) -> Ints:
        """Shape (requests,): how many seats of each are filled."""
        return np.bincount(self.problem.pairs.request[self.taken], minlength=len(self.problem.requests))

    @cached_property
    def people_of(self) -> list[list[int]]:
        """The indexes of the people proposed for each request."""
        people: list[list[int]] = [[] for _request in self.problem.requests]
        for person, request in self._taken():
            people[request].append(person)
        return people

    @cached_property
    def requests_of(self) -> dict[int, list[int]]:
        """The indexes of the requests that somebody is proposed for, by the person's index."""
        requests: dict[int, list[int]] = {}
        for person, request in self._taken():
            requests.setdefault(person, []).append(request)
        return requests

    def _taken(self) -> list[tuple[int, int]]:
        pairs = self.problem.pairs
        return list(zip(pairs.person[self.taken].tolist(), pairs.request[self.taken].tolist(), strict=True))


def total_of(problem: Problem, taken: Ints) -> Total:
    """What these pairs add up to."""
    pairs = problem.pairs
    turns = np.bincount(pairs.person[taken], minlength=len(problem.people))
    load = int((turns * (turns + 2 * problem.load)).sum())  # 2L+1, 2L+3 and so on, as many as there are turns.
    return Total(len(taken), load, int(pairs.penalty[taken].sum()))
