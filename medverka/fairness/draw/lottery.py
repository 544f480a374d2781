"""From a distribution over types to numbered panels of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem


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
