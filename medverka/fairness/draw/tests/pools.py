"""Pools made up from a seed, of any size: skewed as pools are, with quotas that follow a population."""

import numpy as np

from medverka.fairness.draw.problem import Person, Problem, Quota

VALUES = [2, 4, 5, 3, 4, 3, 2]  # how many values each feature has


def pool(seed, people=60, size=12, features=3, homes=0, width=1):
    """So many people of whom some share the ``homes``; quotas are as wide as that around what the population has."""
    dice = np.random.default_rng(seed)
    values, quotas = [], []
    for feature, count in enumerate(VALUES[:features]):
        population = dice.dirichlet(np.full(count, 3.0))
        skewed = population * np.exp(dice.normal(0, 0.6, count))
        values.append(dice.choice(count, people, p=skewed / skewed.sum()))
        for value in range(count):
            there = int((values[-1] == value).sum())
            least = min(int(population[value] * size), there)
            quotas.append(Quota(f"f{feature}", str(value), max(least - width + 1, 0), least + width))
    home = dice.integers(homes, size=people) if homes else None
    return Problem(
        [
            Person(
                f"p{i}",
                {f"f{feature}": str(chosen[i]) for feature, chosen in enumerate(values)},
                None if home is None or i % 2 else int(home[i]),
            )
            for i in range(people)
        ],
        quotas,
        size,
    )


def crowded(seed):
    """At most nine people with two of five traits each, of which no panel may have any twice; some panel always exists.

    Half of one and half of another is often more than any whole person: averages and real panels differ.
    """
    dice = np.random.default_rng(seed)
    traits = [dice.choice(5, 2, replace=False) for _ in range(dice.integers(6, 8))]
    bare = int(dice.integers(1, 3))
    people = [
        Person(f"p{i}", {f"f{f}": str(int(f in two)) for f in range(5)})
        for i, two in enumerate([*traits, *[()] * bare])
    ]
    quotas = [Quota(f"f{f}", value, 0, high) for f in range(5) for value, high in (("0", 9), ("1", 1))]
    return Problem(people, quotas, bare + 1)
