"""Panels of people with weights that give everybody their chance exactly.

Each panel of the distribution is seated several times with different people, and its copies share its weight. The weights
nearest to equal shares (in relative entropy) that give everybody their chance exactly are found by Newton's method on
the dual problem. It has one price for each person: a copy's share is proportional to the exponential of the prices of
those who sit in it. The chances of types are right whatever the shares; only people who are alike must be made equal.
"""

from dataclasses import dataclass

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints
from medverka.fairness.draw.result import Distribution
from medverka.fairness.draw.seating import seat_people

ENOUGH = 1e-13  # how far a chance may be from what it should be
NEAR = 1e-11  # good enough when floating numbers come no nearer
STEPS = 40
INNER_STEPS = 300
INNER_ENOUGH = 1e-4  # how much of the error a step may leave; far less, and rounding errors would lead it astray
STEEPEST = 4.0  # how much the logarithm of a share may change in one step


class Unbalanced(Exception):
    """With these copies no shares were found that give everybody their chance; more copies may help."""


class TooMany(Exception):
    """There would be so many ``seats`` in all copies."""

    def __init__(self, seats: int) -> None:
        self.seats = seats
        super().__init__(seats)


@dataclass(frozen=True)
class _Copies:
    """Copies of panels, in people; which panel each is a copy of; what that panel weighs; and everybody's chance."""

    people: Ints
    of: Ints
    weight: Floats
    wanted: Floats

    def shares(self, prices: Floats) -> Floats:
        """What each copy weighs at these prices."""
        height = prices[self.people].sum(axis=1)
        top = np.full(len(self.weight), -np.inf)
        np.maximum.at(top, self.of, height)
        raised = np.exp(height - top[self.of])
        return np.asarray(raised * (self.weight / np.bincount(self.of, raised, len(self.weight)))[self.of])

    def chances(self, each: Floats) -> Floats:
        """What each person gets when each copy gives this to all who sit in it."""
        sums = np.bincount(self.people.ravel(), np.repeat(each, self.people.shape[1]), len(self.wanted))
        return np.asarray(sums, dtype=np.float64)

    def bent(self, shares: Floats, direction: Floats) -> Floats:
        """How the chances change when the prices go in this direction."""
        height = direction[self.people].sum(axis=1)
        mean = np.bincount(self.of, shares * height, len(self.weight)) / self.weight
        return self.chances(shares * (height - mean[self.of]))


def weighed_panels(
    distribution: Distribution, room: int, most: int, chance: np.random.Generator
) -> tuple[Ints, Floats]:
    """Panels of people, shape (panels, size), and their weights, which sum to 1.

    ``room`` is how many copies there should be for each chance that is to be made equal. Raises ``Unbalanced``, or
    ``TooMany`` when there are more than ``most`` seats.
    """
    problem, weighty = distribution.problem, distribution.weights > 0
    panels, weights = distribution.panels[weighty], distribution.weights[weighty]
    copies = _how_many(panels, weights, problem.types.count, room)
    if (seats_in_all := int(copies.sum()) * problem.size) > most:
        raise TooMany(seats_in_all)
    weight = weights / weights.sum()
    copied = np.repeat(panels, copies, axis=0)
    seats = np.repeat(np.tile(np.arange(panels.shape[1]), len(copied)), copied.ravel()).reshape(-1, problem.size)
    made = _Copies(
        people=seat_people(problem, seats, chance),
        of=np.repeat(np.arange(len(panels)), copies),
        weight=weight,
        wanted=(weight @ panels / problem.types.count)[problem.types.of_person],
    )
    return made.people, _balanced(made)


def _how_many(panels: Ints, weights: Floats, people: Ints, room: int) -> Ints:
    """How often to seat each panel: one more than its part of all, and ``room`` times as often in all as there are
    chances to make equal, in each type as in all.
    """
    taken = panels.any(axis=0)
    copies = 1 + np.ceil(weights * room * int((people - 1)[taken].sum())).astype(np.int64)
    for of in np.flatnonzero(taken & (people > 1)):
        has = panels[:, of] > 0
        needed, there = room * (int(people[of]) - 1), int((copies - 1)[has].sum())
        if there < needed:
            copies[has] += -(-(needed - there) // int(has.sum()))
    return copies


def _balanced(copies: _Copies) -> Floats:
    prices = np.zeros(len(copies.wanted))
    shares = copies.shares(prices)
    wrong = copies.chances(shares) - copies.wanted
    for _ in range(STEPS):
        if np.abs(wrong).max(initial=0.0) <= ENOUGH:
            return shares
        step = _newton_step(copies, shares, wrong)
        steepness = np.abs(step[copies.people].sum(axis=1)).max(initial=0.0)
        moved = prices + step * min(1.0, STEEPEST / max(steepness, STEEPEST))
        tried = copies.shares(moved)
        error = copies.chances(tried) - copies.wanted
        if np.abs(error).max() >= np.abs(wrong).max() and np.abs(wrong).max() <= NEAR:
            return shares
        prices, shares, wrong = moved, tried, error
    raise Unbalanced


def _newton_step(copies: _Copies, shares: Floats, wrong: Floats) -> Floats:
    """The change of prices that would right the chances if they bent evenly; by conjugate gradients."""
    scale = np.divide(1.0, copies.wanted, out=np.zeros_like(wrong), where=copies.wanted > 0)
    step, left = np.zeros(len(wrong)), -wrong
    direction = towards = scale * left
    size = first = float(left @ towards)
    for _ in range(INNER_STEPS):
        curved = copies.bent(shares, direction)
        bend = float(direction @ curved)
        if bend <= 0 or size <= INNER_ENOUGH**2 * first:
            break
        step, left = step + size / bend * direction, left - size / bend * curved
        towards = scale * left
        size, before = float(left @ towards), size
        direction = towards + size / before * direction
    return step
