"""Small problems made up from a seed, and their fairest lottery by going through every panel."""

import random
from itertools import combinations

import highspy
import numpy as np

from medverka.fairness.draw.problem import Person, Problem, Quota


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


def every_panel(problem):
    """Shape (panels, people): each set of people that keeps to everything."""
    fits = []
    for chosen in combinations(range(len(problem.people)), problem.size):
        people = [problem.people[i] for i in chosen]
        homes = [person.household for person in people if person.household is not None]
        filled = [sum(person.values[q.feature] == q.value for person in people) for q in problem.quotas]
        if len(set(homes)) == len(homes) and all(
            q.low <= number <= q.high for q, number in zip(problem.quotas, filled, strict=True)
        ):
            fits.append(np.isin(np.arange(len(problem.people)), chosen))
    return np.array(fits, dtype=float)


def leximin_chances(panels):
    """The leximin chance of each person over these panels: a level and a person at a time, with one LP for each."""
    fixed = {}
    while len(fixed) < panels.shape[1]:
        level = _most(panels, fixed, None)
        free = [i for i in range(panels.shape[1]) if i not in fixed]
        stuck = [i for i in free if _most(panels, fixed, (i, level)) <= level + 1e-8]
        fixed |= dict.fromkeys(stuck, level)
    return np.array([fixed[i] for i in range(panels.shape[1])])


def _most(panels, fixed, one):
    """The greatest least chance of those not fixed; or the greatest chance of one of them, the others having so much."""
    solver = highspy.Highs()
    solver.silent()
    weights = [solver.addVariable(0, 1) for _ in panels]
    solver.addConstr(sum(weights) == 1)
    z = solver.addVariable(0, 1)
    for i in range(panels.shape[1]):
        chance = sum(weight for weight, panel in zip(weights, panels, strict=True) if panel[i]) + 0.0 * z
        if i in fixed:
            solver.addConstr(chance >= fixed[i] - 1e-10)
        elif one is None or i == one[0]:
            solver.addConstr(chance - z >= 0)
        else:
            solver.addConstr(chance >= one[1] - 1e-10)
    solver.maximize(z)
    return solver.getSolution().col_value[z.index]
