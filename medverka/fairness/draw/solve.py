"""The fairest lottery over panels for a problem: the one door to the draw library."""

from medverka.fairness.draw import columns
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.result import Distribution, Objective, Watch, unwatched


def solve(problem: Problem, objective: Objective = "leximin", *, watch: Watch | None = None) -> Distribution:
    """The fairest lottery over panels that keep to everything.

    ``watch`` is told how far it has come, and may raise `Cancelled`. Raises `highs.Impossible` when no panel exists.
    """
    if objective not in ("leximin", "maximin"):
        raise NotImplementedError(objective)
    panels, weights = columns.leximin(problem, watch or unwatched, 1 if objective == "maximin" else None)
    return Distribution(problem, objective, panels, weights)
