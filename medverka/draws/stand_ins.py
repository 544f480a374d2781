"""Who stands in when somebody says no, and how the quotas stand then."""

from dataclasses import dataclass

import numpy as np

from medverka.draws import problems
from medverka.draws.models import Draw, Entrant
from medverka.draws.queries import panel_of
from medverka.fairness.draw import reserves
from medverka.fairness.draw.reserves import StandIns
from medverka.pool.models import Contributor


@dataclass(frozen=True)
class Seated:
    """A quota in words, its bounds, and how many of those who have a seat have it."""

    label: str
    low: int
    high: int
    count: int

    @property
    def holds(self) -> bool:
        return self.low <= self.count <= self.high


def for_those_who_left(draw: Draw, left: list[Entrant]) -> StandIns:
    """Who takes the seats of these, as numbers of entrants; whoever has left the pool, pauses or said no is passed over."""
    everybody = list(draw.entrants.select_related("contributor"))
    order = [one.number for one in sorted(everybody, key=lambda one: one.turn or 0) if one.turn]
    unwilling = {one.number for one in everybody if one.said_no_at or not _can_be_asked(one)}
    staying = [one.number for one in panel_of(draw).filter(said_no_at=None)]
    return reserves.stand_ins(problems.problem_of(draw), staying, [one.number for one in left], order, unwilling)


def _can_be_asked(one: Entrant) -> bool:
    if not one.facts:
        return False
    return one.contributor is None or one.contributor.status == Contributor.Status.ACTIVE


def quotas_now(draw: Draw) -> list[Seated]:
    """How the quotas stand with those who have a seat now."""
    problem = problems.problem_of(draw)
    seated = np.array([one.number for one in panel_of(draw).filter(said_no_at=None)], dtype=np.int64)
    filled = problem.members[:, problem.types.of_person[seated]].sum(axis=1).tolist()
    counts = {(quota.feature, quota.value): count for quota, count in zip(problem.quotas, filled, strict=True)}
    known = problems.features_of(draw)
    return [
        Seated(
            problems.in_words(known, quota.feature, quota.value),
            quota.low,
            quota.high,
            counts[quota.feature, quota.value],
        )
        for quota in draw.quotas.all()
    ]
