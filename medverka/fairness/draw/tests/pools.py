"""Pools made up from a seed, of any size: skewed as pools are, with quotas that follow a population."""

import random

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


def small(seed):
    """At most nine people, one to three features, half of them with households; some panel always exists."""
    dice = random.Random(seed)
    n, features = dice.randint(4, 9), dice.randint(1, 3)
    values = [[f"{f}{v}" for v in range(dice.randint(2, 3))] for f in range(features)]
    homes = dice.randint(2, n) if seed % 2 else None
    people = [
        Person(f"p{i}", {str(f): dice.choice(values[f]) for f in range(features)}, homes and dice.randrange(homes))
        for i in range(n)
    ]
    size = dice.randint(2, min(n - 1, homes or n))
    one = _some_panel(people, size, dice)
    quotas = []
    for f in range(features):
        for value in values[f]:
            have = sum(person.values[str(f)] == value for person in one)
            quotas.append(Quota(str(f), value, max(have - dice.randint(0, 1), 0), have + dice.randint(0, 1)))
    return Problem(people, quotas, len(one))


def _some_panel(people, size, dice):
    panel, homes = [], set()
    for person in dice.sample(people, len(people)):
        if len(panel) < size and (person.household is None or person.household not in homes):
            panel.append(person)
            homes.add(person.household)
    return panel
