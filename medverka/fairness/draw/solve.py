"""The fairest lottery over panels for a problem: the one door to the draw library."""

from collections.abc import Sequence

import numpy as np

from medverka.fairness.draw import columns
from medverka.fairness.draw.certificate import certify
from medverka.fairness.draw.columns import Exhausted, Mix
from medverka.fairness.draw.mixture import Search, mix
from medverka.fairness.draw.objectives import FAIREST
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.relaxations import infeasible
from medverka.fairness.draw.result import Distribution, Objective, Watch, unwatched
from medverka.fairness.draw.target import Cut, Target, polytope
from medverka.fairness.highs import Impossible

CUTS = 60  # so many times an average that no lottery gives is cut off, before it is done otherwise


def solve(problem: Problem, objective: Objective = "leximin", *, watch: Watch | None = None) -> Distribution:
    """The fairest lottery over panels that keep to everything, with what proves it.

    ``watch`` is told how far it has come, and may raise `Cancelled`. Raises `relaxations.Infeasible` when no panel exists.
    """
    try:
        return _solve(problem, objective, watch or unwatched)
    except Impossible:
        raise infeasible(problem) from None


def _solve(problem: Problem, objective: Objective, watch: Watch) -> Distribution:
    watch("target", 0.0)
    target = FAIREST[objective](polytope(problem))
    found = mix(problem, target.mean, watch)
    if isinstance(found, Mix):
        return _distribution(problem, objective, found, target, ())
    search = Search(problem, found, watch)
    reached, target, cuts = _by_cuts(problem, objective, target, search)
    if not reached and objective in ("leximin", "maximin"):
        return _by_columns(problem, objective, target, cuts, search)
    return _distribution(problem, objective, search.distance.mix(), target, cuts)


def _by_cuts(
    problem: Problem, objective: Objective, target: Target, search: Search
) -> tuple[bool, Target, Sequence[Cut]]:
    """What no lottery gives is cut off, again and again, until the fairest average that is left is given by one.

    Says whether it is, which it is, and what was cut off. It is not where there are too many cuts or steps to take.
    """
    cuts = list[Cut]()
    try:
        more = _never(search)
        for _turn in range(CUTS):
            if more:
                target = FAIREST[objective](polytope(problem, [*cuts, *more]))
                cuts += more
            found = search.mix(target.mean)
            if isinstance(found, Mix):
                return True, target, cuts
            more = [found]
    except (Impossible, Exhausted):  # Impossible: the last cut was too near to the truth for the arithmetic
        pass
    return False, target, cuts


def _never(search: Search) -> list[Cut]:
    """One cut for all types that no panel at all has anybody of, if there are any."""
    unmet = ~np.any(search.distance.panels, axis=0)
    while unmet.any():
        panel, bound = search.finder.best(unmet.astype(np.float64))
        if bound < 0.5:
            return [Cut(unmet.astype(np.float64), 0.0)]
        if not panel[unmet].any():
            break
        unmet &= panel == 0
    return []


def _by_columns(
    problem: Problem, objective: Objective, target: Target, cuts: Sequence[Cut], search: Search
) -> Distribution:
    """The fairest lottery over panels looked for one by one; or over those found, with what the cuts prove about it."""
    depth = 1 if objective == "maximin" else None
    found, levels = columns.leximin(problem, search.finder, search.distance.panels, search.watch, levels=depth)
    if levels is None:
        return _distribution(problem, objective, found, target, cuts)
    target = Target(polytope(problem), found.weights @ found.panels, levels)
    return _distribution(problem, objective, found, target, ())


def _distribution(
    problem: Problem, objective: Objective, found: Mix, target: Target, cuts: Sequence[Cut]
) -> Distribution:
    certificate = certify(problem, objective, target, found.weights @ found.panels, cuts)
    return Distribution(problem, objective, found.panels, found.weights, certificate)
