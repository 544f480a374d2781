"""What a draw is decided by: panels that really exist, with their weights, and what they give each person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from medverka.fairness.draw.problem import Floats, Ints, Problem

if TYPE_CHECKING:
    from medverka.fairness.draw.certificate import Certificate

Objective = Literal["leximin", "maximin", "nash", "goldilocks"]
OBJECTIVES: tuple[Objective, ...] = get_args(Objective)

# Is told which step goes on (a code word that stays the same) and how much of it is done, from 0 to 1. It may raise
# `Cancelled`, and does so at any call: then nothing is left behind.
Watch = Callable[[str, float], None]


class Cancelled(Exception):
    """Whoever watched wanted no more of it."""


def unwatched(step: str, done: float) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Distribution:
    """A lottery over panels: ``panels`` has shape (panels, types), in people of each type; ``weights`` (panels,) sum to 1.

    ``certificate`` says why no lottery can be fairer, or how much fairer one could be at most.
    """

    problem: Problem
    objective: Objective
    panels: Ints
    weights: Floats
    certificate: "Certificate | None" = None

    @cached_property
    def mean(self) -> Floats:
        """How many of each type there are in a panel on average; shape (types,)."""
        mean: Floats = self.weights @ self.panels
        return mean

    @cached_property
    def chances(self) -> Floats:
        """The chance of somebody of each type to be drawn; shape (types,)."""
        chances: Floats = self.mean / self.problem.types.count
        return chances

    @cached_property
    def chance_of_person(self) -> Floats:
        """The chance of each person, in the order of ``problem.people``."""
        chances: Floats = self.chances[self.problem.types.of_person]
        return chances

    @property
    def minimum(self) -> float:
        """The least chance that anybody has."""
        return float(self.chances.min(initial=1.0))
