"""How evenly a year's contributions, and its questions, are spread over those who were in the pool at its end.

Lorenz's curve (M. O. Lorenz, "Methods of measuring the concentration of wealth", 1905), told in tenths. Each tenth is
reckoned from blocks of whole persons, none with fewer than k who have something, and in whole per cent: no single number can be read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import Any

from django.db.models import Count, QuerySet

from medverka.assignments.models import Invitation
from medverka.contributions.models import Contribution
from medverka.disclosure import is_small
from medverka.reports.counting import year_of
from medverka.reports.figures import NOTHING, SMALL, Spread

# Each measure: what is counted, and the day on which it happened. The years are the database's, in UTC.
MEASURES: dict[str, tuple[type[Contribution] | type[Invitation], str]] = {
    "spread": (Contribution, "on"),
    "spread_asked": (Invitation, "invited_at"),
}


def spreads(measure: str, persons: Mapping[int, int], k: int) -> dict[int, Spread]:
    """For each year of `persons` (how many were in the pool at its end) how evenly the measure is spread over them."""
    model, moment = MEASURES[measure]
    last = date(max(persons, default=1), 12, 31)
    happened: QuerySet[Any] = model._default_manager.filter(**{f"{moment}__isnull": False})
    counts, totals = counts_by_year(happened, moment, last)
    return {year: spread(measure, counts[year], many, k, totals[year]) for year, many in persons.items()}


def counts_by_year(happened: QuerySet[Any], moment: str, last: date) -> tuple[dict[int, list[int]], Counter[int]]:
    """For each year until `last` how many times it happened to each of those in the pool at the year's end, and in all."""
    each = happened.annotate(
        year=year_of(moment), came=year_of("contributor__joined_on"), left=year_of("contributor__left_on")
    ).filter(year__lte=last.year)
    counts, totals = defaultdict[int, list[int]](list), Counter[int]()
    rows = each.order_by().values_list("year", "came", "left", "contributor").annotate(Count("pk"))
    for year, came, left, _person, count in rows.iterator():
        totals[year] += count
        if came is not None and came <= year and (left is None or left > year):
            counts[year].append(count)
    return counts, totals


def spread(measure: str, counts: Sequence[int], persons: int, k: int, total: int) -> Spread:
    """One year's spread; hidden where a tenth is a small group, or those are who have something, or nothing."""
    have = len(counts)
    if not have and persons >= 10 * k:
        return Spread(measure=measure, reason=NOTHING)
    if persons < 10 * k or is_small(have, k) or is_small(persons - have, k):
        return Spread(measure=measure, reason=SMALL)
    if persons * 9 // 10 not in _ends(persons, persons - have, k):  # The last tenth is told by itself, or nothing is.
        return Spread(measure=measure, reason=SMALL)
    told = list(in_whole_per_cent(tenths(sorted(counts), persons, k)))
    return Spread(told, "", measure, persons, persons - have, total, most_even(total, persons))


def most_even(total: int, persons: int) -> list[float]:
    """What each tenth has where so many are shared out as evenly as can be: nobody has two more than anybody else."""
    each, over = divmod(total, persons)
    counts = [each] * (persons - over) + [each + 1] * over
    return list(in_whole_per_cent(tenths([count for count in counts if count], persons)))


def tenths(counts: Sequence[int], persons: int, k: int = 1) -> list[float]:
    """What share of everything each tenth of `persons` has, from `counts` in rising order; who is not there has none.

    The persons are cut into ten blocks without dividing anybody; between the blocks the curve is straight. What comes
    out therefore depends on the sums of the blocks alone, and an even spread is ten tenths whatever the blocks' sizes.
    Where the block in which numbers begin has fewer than `k` who have any, its sum would be theirs: it is one with the next.
    """
    running = [*[0] * (persons - len(counts) + 1), *accumulate(counts)]
    ends = _ends(persons, persons - len(counts), k)
    marks = [_between(ends, [running[end] for end in ends], persons * tenth / 10) for tenth in range(11)]
    return [(after - before) / running[-1] for before, after in pairwise(marks)]


def _ends(persons: int, without: int, k: int) -> list[int]:
    """Where the blocks end. The first that has anything has at least `k` who do."""
    ends = sorted({persons * tenth // 10 for tenth in range(11)})
    first = next(end for end in ends if end > without)
    return [end for end in ends if end != first or end - without >= k or end == persons]


def _between(places: Sequence[int], heights: Sequence[int], place: float) -> float:
    """How high a curve with straight pieces is at a place."""
    for (start, low), (end, high) in pairwise(zip(places, heights, strict=True)):
        if place <= end:
            return low + (high - low) * (place - start) / (end - start)
    return heights[-1]


def in_whole_per_cent(shares: Iterable[float]) -> Iterator[float]:
    """The same shares, rounded so that they still add up to 1."""
    running = [0, *(round(100 * so_far) for so_far in accumulate(shares))]
    return ((after - before) / 100 for before, after in pairwise(running))
