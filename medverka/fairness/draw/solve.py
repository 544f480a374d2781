"""The fairest lottery over panels for a problem: the one door to the draw library."""

from collections.abc import Sequence

from medverka.fairness.draw import columns
from medverka.fairness.draw.certificate import certify
from medverka.fairness.draw.highs import Impossible
from medverka.fairness.draw.mixture import Mix, mix
from medverka.fairness.draw.objectives import FAIREST
from medverka.fairness.draw.problem import Ints, Problem
from medverka.fairness.draw.relaxations import infeasible
from medverka.fairness.draw.result import Distribution, Objective, Watch, unwatched
from medverka.fairness.draw.target import Cut, Target, polytope

CUTS = 200  # so many times an average panel that no lottery gives is cut off, before the nearest lottery must do


def solve(problem: Problem, objective: Objective = "leximin", *, watch: Watch | None = None) -> Distribution:
    """The fairest lottery over panels that keep to everything, with what proves it.

    ``watch`` is told how far it has come, and may raise `Cancelled`. Raises `relaxations.Infeasible` when no panel exists.
    """
    try:
        return _solve(problem, objective, watch or unwatched)
    except Impossible:
        raise infeasible(problem) from None


def _solve(problem: Problem, objective: Objective, watch: Watch) -> Distribution:
    cuts = list[Cut]()
    while True:
        watch("target", 0.0)
        target = FAIREST[objective](polytope(problem, cuts))
        found = mix(problem, target.mean, watch)
        if isinstance(found, Mix):
            return _distribution(problem, objective, found, target, cuts)
        if objective in ("leximin", "maximin"):
            return _by_columns(problem, objective, watch, found.panels)
        cuts.append(found.cut)


def _by_columns(problem: Problem, objective: Objective, watch: Watch, known: Ints) -> Distribution:
    depth = 1 if objective == "maximin" else None
    panels, weights, levels = columns.leximin(problem, watch, levels=depth, known=known)
    target = Target(polytope(problem), weights @ panels, levels)
    return _distribution(problem, objective, Mix(panels, weights), target, ())


def _distribution(
    problem: Problem, objective: Objective, found: Mix, target: Target, cuts: Sequence[Cut]
) -> Distribution:
    certificate = certify(problem, objective, target, found.weights @ found.panels, cuts)
    return Distribution(problem, objective, found.panels, found.weights, certificate)
