"""Pools made up from a seed, shaped like those of real citizens' assemblies, for ``benchmarks.fair_draw``.

Each feature's shares in the population are drawn, and with them how gladly each value volunteers; somebody's values hang
together through a leaning of their own. Quotas follow the population, not the pool, and are as tight as those in use.
"""

from dataclasses import dataclass

import numpy as np

from medverka.fairness.draw.problem import Person, Problem, Quota

FEATURES = {
    "gender": 2, "age": 5, "region": 6, "education": 3, "origin": 3, "housing": 2, "opinion": 3,
}  # fmt: skip
LEANING = 0.6  # how far a person's values hang together
GLADNESS = 0.6  # how unlike the pool is to the population


@dataclass(frozen=True)
class Shape:
    """How many people, seats and features; how many live together (0: each alone); and what it is drawn from."""

    people: int
    size: int
    features: int
    homes: int = 0
    seed: int = 1
    room: int = 1

    def __str__(self) -> str:
        together = f", homes of {self.homes}" if self.homes else ""
        return f"{self.people:,}/{self.size}, {self.features} features{together}"


def problem(shape: Shape) -> Problem:
    """The people and quotas of this shape."""
    dice = np.random.default_rng([shape.seed, shape.people, shape.size, shape.features])
    kinds = list(FEATURES.items())[: shape.features]
    leaning = dice.normal(size=shape.people)
    columns, quotas = [], list[Quota]()
    for name, values in kinds:
        share = dice.dirichlet(np.full(values, 6.0))
        pool = np.log(share) + GLADNESS * dice.normal(size=values)
        pull = LEANING * dice.normal(size=values)
        columns.append((pool + leaning[:, None] * pull + dice.gumbel(size=(shape.people, values))).argmax(axis=1))
        quotas += _quotas(name, share * shape.size, np.bincount(columns[-1], minlength=values), shape.room)
    homes = dice.permutation(shape.people) // shape.homes if shape.homes else None
    people = [
        Person(
            f"p{i}",
            {name: f"{name}{column[i]}" for (name, _), column in zip(kinds, columns, strict=True)},
            None if homes is None else int(homes[i]),
        )
        for i in range(shape.people)
    ]
    return Problem(people, quotas, shape.size)


def _quotas(name: str, wanted: np.ndarray, have: np.ndarray, room: int) -> list[Quota]:
    slack = 0 if name == "gender" else room
    low = np.minimum(np.maximum(np.floor(wanted) - slack, 0), have).astype(int)
    high = np.maximum(np.ceil(wanted) + slack, low).astype(int)
    return [Quota(name, f"{name}{v}", int(low[v]), int(high[v])) for v in range(len(wanted))]
