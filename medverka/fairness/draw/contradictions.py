"""Quotas that no panel can keep, as far as one sees it without solving anything.

What is found here is told at the row where it stands. Quotas can contradict each other in more hidden ways: that is
found when the draw is solved, and ``relaxations`` says for both what would have to change.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from medverka.fairness.draw.mistakes import Mistake
from medverka.fairness.draw.problem import Problem

_Rows = Sequence[int]


def contradictions(problem: Problem, rows: _Rows | None = None) -> list[Mistake]:
    """Everything in the problem that makes it impossible at first sight; ``rows`` are the rows of the quotas.

    Without ``rows`` the quotas are counted from 1.
    """
    if problem.size < 1:
        return [Mistake(None, None, "size_not_positive", {"size": problem.size})]
    if not problem.people:
        return [Mistake(None, None, "no_people", table="people")]
    if problem.size > len(problem.people):
        return [Mistake(None, None, "size_over_people", {"size": problem.size, "people": len(problem.people)})]
    shared = [person.household for person in problem.people if person.household is not None]
    homes = len(problem.people) - len(shared) + len(set(shared))
    if problem.size > homes:
        return [Mistake(None, None, "size_over_homes", {"size": problem.size, "homes": homes})]
    rows = rows or range(1, len(problem.quotas) + 1)
    return sorted([*_single(problem, rows), *_sums(problem, rows)], key=lambda mistake: mistake.row or 0)


def _having(problem: Problem) -> Counter[tuple[str, str]]:
    """How many have each value."""
    count: Counter[tuple[str, str]] = Counter()
    for number, profile in zip(problem.types.count.tolist(), problem.types.profiles, strict=True):
        for feature_and_value in profile.items():
            count[feature_and_value] += number
    return count


def _single(problem: Problem, rows: _Rows) -> Iterator[Mistake]:
    having = _having(problem)
    for quota, row in zip(problem.quotas, rows, strict=True):
        people = having[quota.feature, quota.value]
        if quota.low > people:
            values = {"feature": quota.feature, "value": quota.value, "low": quota.low, "people": people}
            yield Mistake(row, "min", "min_over_people", values, "quotas")


def _sums(problem: Problem, rows: _Rows) -> Iterator[Mistake]:
    having = _having(problem)
    for feature in problem.features:
        own = [(quota, row) for quota, row in zip(problem.quotas, rows, strict=True) if quota.feature == feature]
        first = own[0][1]
        least = sum(quota.low for quota, _row in own)
        most = sum(quota.high for quota, _row in own)
        reached = sum(min(quota.high, having[feature, quota.value]) for quota, _row in own)
        said = {"feature": feature, "size": problem.size}
        if least > problem.size:
            yield Mistake(first, "min", "min_sum_over_size", said | {"sum": least}, "quotas")
        if most < problem.size:
            yield Mistake(first, "max", "max_sum_under_size", said | {"sum": most}, "quotas")
        elif reached < problem.size:
            yield Mistake(first, "max", "people_under_size", said | {"sum": reached}, "quotas")
