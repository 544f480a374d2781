"""The fairest lottery over panels for a problem: the one door to the draw library."""

from collections.abc import Sequence

import numpy as np

from medverka.fairness.draw import columns
from medverka.fairness.draw.certificate import certify
from medverka.fairness.draw.columns import Exhausted, Mix
from medverka.fairness.draw.exchange import NONE
from medverka.fairness.draw.mixture import Search, deal, mix
from medverka.fairness.draw.objectives import FAIREST
from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.relaxations import infeasible
from medverka.fairness.draw.result import Distribution, Objective, Watch, unwatched
from medverka.fairness.draw.target import Cut, Polytope, Target, ceiling, polytope
from medverka.fairness.highs import Impossible, Program

CUTS = 60  # so many times an average that no lottery gives is cut off, before it is done otherwise
PARTS = (0.01, 0.1, 0.3, 1.0)  # of a leximin, tried beside the nearest mix where that is all there is
SURE = 1e-6  # so much less than one person is no person


def solve(problem: Problem, objective: Objective = "leximin", *, watch: Watch | None = None) -> Distribution:
    """The fairest lottery over panels that keep to everything, with what proves it.

    ``watch`` is told how far it has come, and may raise `Cancelled`. Raises `relaxations.Infeasible` when no panel exists,
    and `highs.Unsolved` when nobody can say whether any does.
    """
    try:
        return _solve(problem, objective, watch or unwatched)
    except Impossible:
        raise infeasible(problem) from None


def _solve(problem: Problem, objective: Objective, watch: Watch) -> Distribution:
    watch("target", 0.0)
    target, cards, cuts = _first(problem, objective, watch)
    found = mix(problem, target.mean, cards, watch)
    if isinstance(found, Mix):
        return _distribution(problem, objective, found, target, cuts)
    search = Search(problem, found, watch)
    reached, target, cuts = _by_cuts(problem, objective, target, cuts, search)
    if reached:
        return _distribution(problem, objective, search.distance.mix(), target, cuts)
    if objective in ("leximin", "maximin"):
        return _by_columns(problem, objective, target, cuts, search)
    return _nearest(problem, objective, target, cuts, search)


def _nearest(
    problem: Problem, objective: Objective, target: Target, cuts: Sequence[Cut], search: Search
) -> Distribution:
    """The nearest mix that was found, with as much of the leximin over the same panels as leaves the least gap.

    The nearest alone may leave somebody without a chance whom some panel has.
    """
    search.distance.aim(target.mean)
    search.distance.solve()
    near = search.distance.mix()
    even, _unproven = columns.leximin(problem, None, search.distance.panels, search.watch)

    def gap(found: Mix) -> float:
        return certify(problem, objective, target, found.weights @ found.panels, cuts).gap

    return _distribution(problem, objective, min((_both(near, even, part) for part in PARTS), key=gap), target, cuts)


def _both(one: Mix, other: Mix, part: float) -> Mix:
    """One mix, but for a part that is the other."""
    panels, number = np.unique(np.vstack([one.panels, other.panels]), axis=0, return_inverse=True)
    weights = np.bincount(number.ravel(), np.append((1 - part) * one.weights, part * other.weights)).astype(float)
    return Mix(panels[weights > 0], weights[weights > 0])


def _first(problem: Problem, objective: Objective, watch: Watch) -> tuple[Target, Ints, Sequence[Cut]]:
    """The fairest average with some panels made for it, and what was cut off: those whom no panel can have, if any."""
    cuts = list[Cut]()
    while True:
        target = FAIREST[objective](polytope(problem, cuts))
        cards = deal(problem, target.mean, watch)
        unmet = (target.mean > NONE) & (np.bincount(cards.ravel(), minlength=len(target.mean)) == 0)
        program, never, others = target.polytope.program(target.mean), list[int](), list[Ints]()
        for one in np.flatnonzero(unmet).tolist():
            panel = _with(program, target.polytope, one)
            if panel is None:
                never.append(one)
            elif problem.allows(panel):
                others.append(np.repeat(np.arange(len(panel)), panel))
        if not never:
            return target, np.vstack([cards, *others]), cuts
        cuts.append(_nobody(never, len(unmet)))


def _with(program: Program, polytope: Polytope, one: int) -> Ints | None:
    """What is nearly a panel with somebody of this type; none if no average panel has a whole person of it.

    Then no panel has anybody, since people are whole.
    """
    wanted = np.zeros(len(polytope.count))
    wanted[one] = 1.0
    program.set_costs(wanted)
    found = program.solve()
    if ceiling(polytope, wanted, found.prices) < 1 - SURE:
        return None
    return np.rint(found.x).astype(np.int64)


def _nobody(types: Sequence[int], everyone: int) -> Cut:
    weights = np.zeros(everyone)
    weights[types] = 1.0
    return Cut(weights, 0.0)


def _by_cuts(
    problem: Problem, objective: Objective, target: Target, cuts: Sequence[Cut], search: Search
) -> tuple[bool, Target, Sequence[Cut]]:
    """What no lottery gives is cut off, again and again, until the fairest average that is left is given by one.

    Says whether it is, which it is, and what was cut off. It is not where there are too many cuts or steps to take.
    """
    try:
        more = _never(search, target.mean)
        for _turn in range(CUTS):
            if more:
                target = FAIREST[objective](polytope(problem, [*cuts, *more]))
                cuts = [*cuts, *more]
            found = search.mix(target.mean)
            if isinstance(found, Mix):
                return True, target, cuts
            more = [found]
    except (Impossible, Exhausted):  # Impossible: the last cut was too near to the truth for the arithmetic
        pass
    return False, target, cuts


def _never(search: Search, mean: Floats) -> list[Cut]:
    """One cut for all types of the average that no panel at all has anybody of, if there are any."""
    unmet = (mean > NONE) & ~np.any(search.distance.panels, axis=0)
    while unmet.any():
        worth = unmet.astype(np.float64)
        panel = search.finder.quick(worth)
        if panel is None or not panel[unmet].any():
            panel, bound = search.finder.best(worth)
            if bound < 0.5:
                return [_nobody(np.flatnonzero(unmet).tolist(), len(mean))]
            if not panel[unmet].any():
                break
        search.distance.add([panel])
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
