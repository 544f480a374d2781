"""Who stands in when somebody says no: the first of the reserves, in the order that was drawn, with whom the quotas hold."""

import numpy as np

from medverka.draws import problems
from medverka.draws.models import Draw, Entrant
from medverka.draws.queries import panel_of, reserves_of
from medverka.fairness.draw.problem import Ints, Problem
from medverka.pool.models import Contributor


def stand_in(draw: Draw, left: Entrant) -> Entrant | None:
    """Whoever stands in for `left`: of the same kind if there is one, else the first with whom all quotas hold; else nobody."""
    problem = problems.problem_of(draw)
    types = problem.types
    seated = [one.number for one in panel_of(draw).filter(said_no_at=None).exclude(pk=left.pk)]
    panel: Ints = np.bincount(types.of_person[seated], minlength=len(types)).astype(np.int64)
    homes = {problem.people[number].household for number in seated} - {None}
    able = [
        one for one in reserves_of(draw) if _can_be_asked(one) and problem.people[one.number].household not in homes
    ]
    kind = types.of_person[left.number]
    in_turn = sorted(
        able, key=lambda one: types.of_person[one.number] != kind
    )  # Stable: within each, as they were drawn.
    return next((one for one in in_turn if _keeps(problem, panel, one)), None)


def _can_be_asked(one: Entrant) -> bool:
    """Nobody who has left, pauses or is disposed of."""
    if not one.facts:
        return False
    return one.contributor is None or one.contributor.status == Contributor.Status.ACTIVE


def _keeps(problem: Problem, panel: Ints, one: Entrant) -> bool:
    """Whether all quotas hold with them in the panel; while others' seats are empty, no quota is overfilled."""
    with_them = panel.copy()
    with_them[problem.types.of_person[one.number]] += 1
    return bool(problem.allows(with_them))
