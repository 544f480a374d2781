"""Whom the year reached: of those in the pool at its end, group by group, how many were asked and how many took part.

Everybody is in one of three columns: took part, was asked and did not, was not asked; or in one of two, where that tells
more. How many are in a group stands already as `standing` tells it, perhaps as of an earlier year; the columns' totals are
the county's. The rest is protected as one table with those margins in mind, so that neither a small group nor this year's
size of a group comes out. Each breakdown has one such table; they share nothing but the county's totals.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef

from medverka.assignments.queries import sent_between
from medverka.contributions.queries import in_period
from medverka.disclosure import Cell, Shown, is_small, protect_table
from medverka.foundation.alphabet import sort_key
from medverka.pool.models import Contributor
from medverka.reports.counting import code
from medverka.reports.figures import NOTHING, Period, Reach, ReachRow, Words
from medverka.reports.happened import AGES, PERSPECTIVES, capitals
from medverka.reports.standing import Folds, Told

REACHES = ("reach_municipality", "reach_age_band", "reach_perspective")
TOOK_PART, ASKED, NOT_ASKED, BOTH, NEITHER = "took_part", "asked", "not_asked", "both", "neither"
# Which columns are told: all three, or two of them as one. Where few are asked who do not come, two tell more.
COLUMNS: tuple[Mapping[str, str], ...] = (
    {},
    {TOOK_PART: BOTH, ASKED: BOTH},
    {ASKED: NEITHER, NOT_ASKED: NEITHER},
)
LEFT_OUT = (NOT_ASKED, NEITHER)
Place = tuple[str | None, str | None]  # Group and column; None for a total.


class Reached(NamedTuple):
    """So many persons in the pool at the year's end are alike in all that the reach is told by."""

    persons: int
    column: str
    municipality: int | None
    age_band: str
    perspectives: Sequence[bool]


def reaches(period: Period, found: Folds, k: int) -> list[Reach]:
    """Whom a closed year reached, by municipality, age band and perspective."""
    everybody = list(_people(period))
    if not everybody:
        return [Reach(key, reason=NOTHING) for key in REACHES]
    names, year, ways = found.names, period.end.year, list(_in_columns(everybody, k))
    in_order = sorted(names, key=lambda pk: (pk is None, sort_key(str(names[pk]))))

    def most_telling(rows: Callable[[Sequence[Reached]], list[ReachRow]]) -> list[ReachRow]:
        return max(map(rows, ways), key=_tells)  # The first of equals.

    def by_place(people: Sequence[Reached]) -> list[ReachRow]:
        rows = _rows(people, [one.municipality for one in people], found.municipality, year, k)
        return _named(rows, {pk: names[pk] for pk in in_order})

    def by_age(people: Sequence[Reached]) -> list[ReachRow]:
        return _named(_rows(people, [one.age_band for one in people], found.age_band, year, k), capitals(AGES))

    def by_perspective(people: Sequence[Reached]) -> list[ReachRow]:
        return list(_by_perspective(people, found, year, k))

    tables = (by_place, by_age, by_perspective)
    return [Reach(key, most_telling(rows)) for key, rows in zip(REACHES, tables, strict=True)]


def _tells(rows: Sequence[ReachRow]) -> tuple[int, int]:
    """How much is told: first of who was asked, then of who took part."""
    return sum(row.asked is not None for row in rows), sum(row.took_part is not None for row in rows)


def _by_perspective(people: Sequence[Reached], found: Folds, year: int, k: int) -> Iterator[ReachRow]:
    """Each perspective beside those who do not have it; the latter are not shown, but could be reckoned."""
    for place, (name, label) in enumerate(PERSPECTIVES.items()):
        rows = _rows(people, [one.perspectives[place] for one in people], found.perspective[name], year, k)
        yield from _named({name: rows[True]}, {name: label})


def _named(rows: Mapping[Any, ReachRow], names: Mapping[Any, Words]) -> list[ReachRow]:
    """The rows under their names; who names nothing is left out where it is nobody."""
    told = [replace(rows[key], key=code(key), label=label) for key, label in names.items() if key in rows]
    return [row for row in told if row.key or row.persons != 0]


# --- Who was reached --------------------------------------------------------------------------


def _people(period: Period) -> Iterator[Reached]:
    """Everybody in the pool at the period's end, and how far they were reached in it; who took part was asked."""
    took_part, asked = (
        happened(period.start, period.end).filter(contributor=OuterRef("pk")) for happened in (in_period, sent_between)
    )
    rows = (
        Contributor.objects.in_pool_on(period.end)
        .order_by()
        .annotate(took_part=Exists(took_part), asked=Exists(asked))
        .values_list("took_part", "asked", "municipality", "age_band", *(f"is_{name}" for name in PERSPECTIVES))
        .annotate(Count("pk"))
    )
    for took, was_asked, municipality, age_band, *has, persons in rows:
        column = TOOK_PART if took else ASKED if was_asked else NOT_ASKED
        yield Reached(persons, column, municipality, age_band, has)


def _in_columns(people: Sequence[Reached], k: int) -> Iterator[list[Reached]]:
    """The same in each set of columns whose totals may be public, and last without any column.

    How many took part in all is public beside them, and so is how many were asked and did not, where those asked are told.
    """
    totals = Counter[str]()
    for one in people:
        totals[one.column] += one.persons
    for columns in COLUMNS:
        told = Counter[str]()
        for column, persons in totals.items():
            told[columns.get(column, column)] += persons
        silent = BOTH in told and is_small(totals[ASKED], k) and not is_small(totals[TOOK_PART], k)
        if not silent and not any(is_small(persons, k) for persons in told.values()):
            yield [one._replace(column=columns.get(one.column, one.column)) for one in people]
    yield []


# --- Protected --------------------------------------------------------------------------------


def _rows(
    people: Sequence[Reached], groups: Iterable[Hashable], told: Mapping[Any, Told], year: int, k: int
) -> dict[Any, ReachRow]:
    """What may be told of each group."""
    counts = Counter[Place]()
    for one, group in zip(people, map(code, groups), strict=True):
        for place in ((group, one.column), (group, None), (None, one.column), (None, None)):
            counts[place] += one.persons
    columns = {one.column for one in people}
    standing = {code(group): known for group, known in told.items()}
    grid: dict[Place, int] = {(g, c): counts[g, c] for g in (*standing, None) for c in (*columns, None)}
    known, withheld = _margins(grid, standing, columns, k)
    if is_small(sum(grid[group, None] for group in standing if (group, None) not in known), k):
        return {
            group: _row(code(group), told[group], {}, set(), set(), year) for group in told
        }  # The sizes alone say it.
    cells = [Cell(place, persons, persons) for place, persons in grid.items()]
    outcomes = protect_table(cells, k=k, known=known, withheld=withheld)
    shown = {outcome.key for outcome in outcomes if isinstance(outcome, Shown)}
    return {group: _row(code(group), told[group], grid, shown, columns, year) for group in told}


def _margins(
    grid: Mapping[Place, int], told: Mapping[str, Told], columns: Collection[str], k: int
) -> tuple[set[Place], set[Place]]:
    """The cells that stand elsewhere already, and those that must not come out.

    A group whose published size is this year's is known. Of one whose size stands from before, neither this year's
    size nor whom it left out is told, and no more than leaves at least k of its published size; of one whose size is
    hidden, nothing.
    """
    known: set[Place] = {(None, column) for column in columns}
    withheld: set[Place] = set()
    for group, standing in told.items():
        if standing.shown and standing.persons == grid[group, None]:
            known.add((group, None))
            continue
        reached = grid[group, None] - sum(grid.get((group, column), 0) for column in LEFT_OUT)
        if standing.shown and (not reached or standing.persons - reached >= k):
            withheld |= {(group, column) for column in (*LEFT_OUT, None) if (group, column) in grid}
        else:
            withheld |= {(group, column) for column in (*columns, None)}
    return known, withheld


def _row(
    group: str, told: Told, grid: Mapping[Place, int], shown: set[Place], columns: Collection[str], year: int
) -> ReachRow:
    """One group: those asked are all but those who were not, wherever that can be told."""
    took_part = asked = None
    if columns and BOTH not in columns and (TOOK_PART not in columns or (group, TOOK_PART) in shown):
        took_part = grid.get((group, TOOK_PART), 0)
    if columns and NEITHER not in columns:
        parts = [(group, column) for column in (TOOK_PART, ASKED, BOTH) if column in columns]
        all_but = {(group, None), (group, NOT_ASKED)} & set(grid)
        if shown.issuperset(parts) or shown >= all_but:
            asked = sum(grid[place] for place in parts)
    persons = told.persons if told.shown else None
    as_of = told.day if told.shown and told.day.year < year else None
    return ReachRow("", "", persons, asked, took_part, as_of)
