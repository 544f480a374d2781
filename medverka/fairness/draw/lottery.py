"""From a distribution over types to numbered panels of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.randomness import derived
from medverka.fairness.draw.result import Distribution
from medverka.fairness.draw.rounding import even_panels
from medverka.fairness.draw.seating import seat_people

BISECTIONS = 40
TINY = 1e-6  # so much of a panel is no panel


@dataclass(frozen=True)
class Lottery:
    """Panels of people, of which one is drawn: panel ``p`` with chance ``weights[p] / total``.

    ``panels`` has shape (panels, size), in indexes of ``problem.people``, each row rising; panel ``p`` is known to the
    public as number ``p + 1``. ``wanted`` is the chance of each person in the distribution that this was made from.
    """

    problem: Problem
    panels: Ints
    weights: Sequence[int]
    wanted: Floats

    @property
    def total(self) -> int:
        """What the weights add up to."""
        return sum(self.weights)

    @cached_property
    def counts(self) -> Ints:
        """For each person the weight of the panels they are in."""
        counts = np.zeros(len(self.problem.people), dtype=np.int64)
        np.add.at(counts, self.panels.ravel(), np.repeat(np.array(self.weights, dtype=np.int64), self.panels.shape[1]))
        return counts

    @cached_property
    def chances(self) -> list[Fraction]:
        """The chance of each person, exactly."""
        total = self.total
        return [Fraction(count, total) for count in self.counts.tolist()]

    @property
    def least_share(self) -> float:
        """The least part of the wanted chance that anybody has, of those who should have any."""
        wanted = self.wanted * self.total
        return float((self.counts[wanted > 0] / wanted[wanted > 0]).min(initial=1.0))

    @property
    def best_share(self) -> float:
        """More than this the least share cannot be in any lottery with the same total, by counting whole panels alone.

        If everybody is to have the share z, somebody with the chance y needs ceil(z * y * total); then no more people
        than there are seats may be needed, in all or for a quota's ``high``.
        """
        members = self.problem.members[:, self.problem.types.of_person]
        seats = self.total * np.append(self.problem.high, self.problem.size)
        wanted = self.wanted * self.total
        low, high = 0.0, 1.0
        for _ in range(BISECTIONS):
            share = (low + high) / 2
            needed = np.ceil(share * wanted - TINY)
            enough = (np.append(members @ needed, needed.sum()) <= seats).all()
            low, high = (share, high) if enough else (low, share)
        return high


def uniform(distribution: Distribution, panels: int = 1000, *, key: bytes) -> Lottery:
    """So many numbered panels, each equally likely, in which everybody sits as nearly as often as they should.

    The same key gives the same panels; whoever does not know it cannot tell who sits with whom.
    """
    chance = np.random.default_rng(list(derived(key, "panels")))
    seats = even_panels(distribution, panels, chance)
    people = seat_people(distribution.problem, seats, chance)
    numbered = people[chance.permutation(len(people))]
    return Lottery(distribution.problem, numbered, [1] * panels, distribution.chance_of_person)
