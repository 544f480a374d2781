"""Who is proposed for what, what it adds up to, and why nothing is better."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from medverka.fairness.proposal.problem import Ints, Problem


class Total(NamedTuple):
    """What a plan adds up to, in the order in which it counts.

    ``filled``: seats, the more the better. ``load``: the sum over everybody proposed of 2L-1 for each time, where L counts
    the times asked in the last year and this one; the least possible is the most even load. ``penalty``: how badly they
    fit. ``lot``: the sum of their places in the drawn order.
    """

    filled: int
    load: int
    penalty: int
    lot: int


@dataclass(frozen=True)
class Proof:
    """Why no plan is better: prices of seats, turns and days under which nobody could gain by another plan.

    ``bound`` is what no plan can beat, and ``reached`` says whether this plan does. ``seat`` has a price for each request,
    ``turn`` one for each person; the price of a person's day follows from these two. ``searched``: the rules within
    requests needed a search through the plans that the prices left open, and it came to its end.
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
    """``taken`` are the indexes (into the problem's pairs) of those proposed, in the order of the requests."""

    problem: Problem
    taken: Ints
    total: Total
    proof: Proof

    @cached_property
    def turns(self) -> Ints:
        """Shape (people,): for how many requests each is proposed."""
        return np.bincount(self.problem.pairs.person[self.taken], minlength=len(self.problem.people)).astype(np.int64)

    @cached_property
    def filled(self) -> Ints:
        """Shape (requests,): how many seats of each are filled."""
        return np.bincount(self.problem.pairs.request[self.taken], minlength=len(self.problem.requests)).astype(
            np.int64
        )

    def chosen(self, request: int) -> list[int]:
        """The indexes of the people proposed for this request (an index), first whom to ask first."""
        of_request = self.taken[self.problem.pairs.request[self.taken] == request]
        return [int(person) for person in self.problem.pairs.person[of_request]]
