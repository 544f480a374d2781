"""From a distribution over types to numbered panels of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.randomness import derived
from medverka.fairness.draw.result import Distribution
from medverka.fairness.draw.rounding import NEAR, best_share, even_panels
from medverka.fairness.draw.seating import homes_of, seat_people
from medverka.fairness.draw.shares import TooMany, Unbalanced, weighed_panels

EXACT_TOTAL = 1 << 60
EXACT_NEAR = 1e-9
NONE = 1e-9  # a chance that is no more than this is rounding, and none
MOST_SEATS = 1_000_000  # in an exact lottery; about 35 MB when published
SEARCHED = 10_000  # numbers of panels
ROOMS = (3, 6, 12)  # how many panels for each chance to be made equal, tried in this order


class TooLarge(Exception):
    """An exact lottery would need more ``seats`` in all its panels than ``most``: take a uniform one."""

    def __init__(self, seats: int, most: int) -> None:
        self.seats, self.most = seats, most
        super().__init__(f"{seats} seats, at most {most}")


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
    def is_sound(self) -> bool:
        """Whether every panel keeps to everything: size, quotas, nobody twice, at most one of each home."""
        problem, seats = self.problem, self.problem.types.of_person[self.panels]
        sound = self.panels.shape[1] == problem.size and bool((np.diff(self.panels, axis=1) > 0).all())
        for members, low, high in zip(problem.members, problem.low, problem.high, strict=True):
            filled = members[seats].sum(axis=1)
            sound &= bool(((filled >= low) & (filled <= high)).all())
        homes = np.sort(homes_of(problem)[self.panels], axis=1)
        return sound and bool((np.diff(homes, axis=1) > 0).all())

    @property
    def least_share(self) -> float:
        """The least part of the wanted chance that anybody has, of those who should have any."""
        some, wanted = self.wanted > NONE, self.wanted * self.total
        return float((self.counts[some] / wanted[some]).min(initial=1.0))

    @property
    def without(self) -> int:
        """How many are in no panel, and so have no chance at all."""
        return int((self.counts == 0).sum())

    @property
    def left_out(self) -> int:
        """How many of those should be in some panel: the distribution gives them a chance, this lottery none."""
        return int(((self.counts == 0) & (self.wanted > NONE)).sum())

    @property
    def best_share(self) -> float:
        """More than this the least share cannot be in any lottery of so many equally likely panels, see ``rounding``."""
        first = [int(people[0]) for people in self.problem.types.people]
        return best_share(self.problem, self.wanted[first] * len(self.panels), len(self.panels))


def uniform(distribution: Distribution, panels: int = 1000, *, key: bytes) -> Lottery:
    """So many numbered panels, each equally likely, in which everybody sits as nearly as often as they should.

    The same key gives the same panels; whoever does not know it cannot tell who sits with whom.
    """
    chance = np.random.default_rng(list(derived(key, "panels")))
    seats = even_panels(distribution, panels, chance)
    people = seat_people(distribution.problem, seats, chance)
    numbered = people[chance.permutation(len(people))]
    return Lottery(distribution.problem, numbered, [1] * panels, _wanted(distribution))


def exact(distribution: Distribution, *, key: bytes) -> Lottery:
    """Panels with whole weights that sum to 2**60, in which everybody has their chance to within 1e-9.

    The same key gives the same panels. Raises ``TooLarge`` for pools that need too many panels (about 10,000 people).
    """
    seats = 0
    for room in ROOMS:
        chance = np.random.default_rng(list(derived(key, "panels")))
        try:
            people, weights = weighed_panels(distribution, room, MOST_SEATS, chance)
        except Unbalanced:
            continue
        except TooMany as too_many:
            seats = too_many.seats
            break
        order = chance.permutation(len(people))
        lottery = _weighted(distribution, people[order], weights[order])
        if np.abs(lottery.counts / EXACT_TOTAL - lottery.wanted).max(initial=0.0) <= EXACT_NEAR:
            return lottery
    raise TooLarge(seats or MOST_SEATS + 1, MOST_SEATS)


def _weighted(distribution: Distribution, people: Ints, weights: Floats) -> Lottery:
    whole = np.floor(weights * EXACT_TOTAL).astype(np.int64)
    # Floating numbers miss the sum by some billionths of a billionth.
    whole[np.argmax(whole)] += EXACT_TOTAL - int(whole.sum())
    kept = whole > 0
    return Lottery(distribution.problem, people[kept], whole[kept].tolist(), _wanted(distribution))


def _wanted(distribution: Distribution) -> Floats:
    """The chance of each person, as if the weights summed to 1 exactly."""
    chances: Floats = distribution.chance_of_person / distribution.weights.sum()
    return chances


def panels_for(distribution: Distribution, share: float = 0.98, *, fewest: int = 1) -> int:
    """So many equally likely panels, at least ``fewest``, that rounding down leaves everybody this share of their chance.

    Mostly some number not far from ``fewest`` will do, where what is lost by rounding down happens to be little. Where few
    people can be exchanged, somebody's number may be less than rounded down: ``Lottery.least_share`` tells.
    """
    chances = np.unique(distribution.chance_of_person)
    chances = chances[chances > NONE]
    always = max(1, int(np.ceil(share / (1 - share) / chances.min(initial=1.0))))  # from here on any number will do
    for panels in range(fewest, min(always, fewest + SEARCHED)):
        if (np.floor(panels * chances + NEAR) >= share * panels * chances).all():
            return panels
    return max(fewest, always)


def share_in_whole(distribution: Distribution, panels: int) -> float:
    """The least share of their chance that anybody keeps in so many panels, if all are in as many as it rounds down to."""
    wanted = panels * distribution.chances[distribution.chances > NONE]
    return float((np.floor(wanted + NEAR) / wanted).min(initial=1.0))
