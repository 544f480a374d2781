"""What a publication would tell of few people, by arithmetic. Of the pool it is not published; of a file, when somebody says yes.

The number of people, the quotas, the size and the least chance are open. Whoever divides seats by chances finds how many
have a value, where its quota gives them more or less of a chance than others have.
"""

from typing import Any

from medverka.draws import problems
from medverka.draws.models import Draw
from medverka.fairness.draw.problem import Problem


class Revealing(Exception):
    """The publication would tell how few some are; ``trouble`` is what `Draw.trouble` keeps."""

    def __init__(self, trouble: dict[str, Any]) -> None:
        super().__init__(trouble["code"])
        self.trouble = trouble


def found_in(draw: Draw, problem: Problem, *, least_people: int) -> dict[str, Any]:
    """What a publication would tell of fewer than `least_people`, as `Draw.trouble` keeps it; empty where it tells nothing."""
    if len(problem.people) < least_people:
        return {"code": "few_people"}
    if told := few_with_other_chances(problem, least_people):
        known = problems.features_of(draw)
        labels = dict.fromkeys(problems.in_words(known, *one) for one in told)
        return {"code": "few_have_it", "labels": list(labels)}
    return {}


def refuse_if_revealing(draw: Draw, problem: Problem, *, least_people: int) -> None:
    """Raise `Revealing` for a draw that would tell of fewer than `least_people`, unless it is from a file and that was accepted."""
    told = found_in(draw, problem, least_people=least_people)
    if told and not draw.summary.get("few_accepted"):
        raise Revealing(told)


def to_accept(draw: Draw) -> dict[str, Any]:
    """What a draw from a file would tell of few, and nobody has said yes to. Only whoever has the file knows if it matters."""
    told: dict[str, Any] = draw.summary.get("few", {})
    return told if draw.source == Draw.Source.FILE and not draw.summary.get("few_accepted") else {}


def few_with_other_chances(problem: Problem, least_people: int) -> list[tuple[str, str]]:
    """Values that some have, but fewer than `least_people`, and whose quotas keep them from their proportional share.

    The quotas of the feature's other values count too: they say how many seats are left.
    """
    found, seats, everybody = [], problem.size, len(problem.people)
    quotas = list(zip(problem.quotas, (problem.members @ problem.types.count).tolist(), strict=True))
    for feature in problem.features:
        own = [(quota, count) for quota, count in quotas if quota.feature == feature]
        lows, highs = sum(quota.low for quota, _count in own), sum(quota.high for quota, _count in own)
        for quota, count in own:
            low = max(quota.low, seats - (highs - quota.high))
            high = min(quota.high, seats - (lows - quota.low))
            if 0 < count < least_people and not low * everybody <= seats * count <= high * everybody:
                found.append((quota.feature, quota.value))
    return found
