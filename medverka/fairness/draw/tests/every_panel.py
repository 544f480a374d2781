"""The fairest lottery by going through every set of people: slow, plain, and nothing of it shared with the library.

Nobody is told to be stuck by a price here, only by this: however the others are arranged, there is nothing more for them.
"""

from itertools import combinations

import highspy
import numpy as np

SLACK = 1e-11


def every_panel(problem):
    """Shape (panels, people): each set of people that keeps to everything."""
    people, fits = problem.people, []
    for chosen in combinations(range(len(people)), problem.size):
        homes = [people[i].household for i in chosen if people[i].household is not None]
        if len(set(homes)) == len(homes) and all(
            quota.low <= sum(people[i].values[quota.feature] == quota.value for i in chosen) <= quota.high
            for quota in problem.quotas
        ):
            fits.append(np.isin(np.arange(len(people)), chosen))
    return np.array(fits, dtype=float).reshape(len(fits), len(people))


def leximin_chances(panels):
    """The leximin chance of each person over these panels."""
    chances, free = np.zeros(panels.shape[1]), np.ones(panels.shape[1], dtype=bool)
    while free.any():
        level = _lp(panels, np.where(free, 0.0, chances), free.astype(float))
        chances[free] = level
        stuck = free.copy()
        while stuck.any():  # those who can have more are not; when nobody is left who can, the rest are
            shares = _shares(panels, chances, stuck)
            more = stuck & (shares > level + 1e-8)
            if not more.any():
                break
            stuck &= ~more
        free &= ~stuck
    return chances


def _lp(panels, at_least, rising):
    """The greatest z such that everybody has ``at_least``, and ``rising`` times z."""
    program = _program(panels)
    people = panels.shape[1]
    program.addCol(-1.0, 0.0, 1.0, people, np.arange(people, dtype=np.int32), -rising)
    for i in range(people):
        program.changeRowBounds(i, at_least[i] - SLACK * (at_least[i] > 0), highspy.kHighsInf)
    program.run()
    return program.getSolution().col_value[-1]


def _shares(panels, chances, wanting):
    """Everybody's share when all have their ``chances`` and those ``wanting`` together as much as possible beyond."""
    program = _program(panels)
    for i, chance in enumerate(chances):
        program.changeRowBounds(i, chance - 1e-10, highspy.kHighsInf)
    costs = -(panels @ wanting.astype(float))
    program.changeColsCost(len(panels), np.arange(len(panels), dtype=np.int32), costs)
    program.run()
    return np.array(program.getSolution().col_value) @ panels


def _program(panels):
    """Weights of the panels that sum to one; a row for each person."""
    program = highspy.Highs()
    for option in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        program.setOptionValue(option, 1e-10)
    program.silent()
    count, people = panels.shape
    for _ in range(people):
        program.addRow(-highspy.kHighsInf, highspy.kHighsInf, 0, [], [])
    program.addRow(1.0, 1.0, 0, [], [])
    whole = np.hstack([panels, np.ones((count, 1))])
    panel, person = np.nonzero(whole)
    starts = np.searchsorted(panel, np.arange(count)).astype(np.int32)
    program.addCols(
        count, np.zeros(count), np.zeros(count), np.ones(count),
        len(person), starts, person.astype(np.int32), whole[panel, person],
    )  # fmt: skip
    return program
