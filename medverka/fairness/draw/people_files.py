"""People files: a row a person with an id, a column a feature, perhaps columns that say who live together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from sys import intern
from typing import Any

from medverka.fairness.draw.delimited import Grid, Layout, cell, read_grid, write_grid
from medverka.fairness.draw.headings import column_of, key, nearest, need, twice
from medverka.fairness.draw.mistakes import MOST, BadTables, Mistake
from medverka.fairness.draw.problem import Person, Quota
from medverka.fairness.draw.result import Watch, unwatched

ID_NAMES = ("id", "nationbuilder_id", "person_id", "unique_id", "personid", "deltagar-id", "deltagare", "löpnummer")
_ROWS_TOLD = 20
_BATCH = 10_000  # Rows between two words of how far it has come.


@dataclass(frozen=True)
class PeopleTable:
    """The people of a file in its order, each with their row, and the file, so that it can be written again.

    ``id_column`` is the heading of the column that the ids came from; ``known`` says whether its name told so, or
    the first column was taken for want of a better one.
    """

    people: tuple[Person, ...]
    rows: tuple[int, ...]
    grid: Grid
    id_column: str
    known: bool = True

    @property
    def layout(self) -> Layout:
        """How the file is written."""
        return self.grid.layout

    def write(self, ids: Iterable[str]) -> bytes:
        """The rows of these people in this order, under the file's own heading."""
        wanted = list(ids)
        row_of = {person.id: row for person, row in zip(self.people, self.rows, strict=True)}
        numbers = {row_of[each] for each in wanted}
        width = len(self.grid.header)
        found = {
            number: [*map(cell, cells[:width]), *[""] * (width - len(cells))]
            for number, cells in self.grid.rows()
            if number in numbers
        }
        return write_grid([self.grid.header, *(found[row_of[each]] for each in wanted)], self.layout)

    def write_others(self, ids: Iterable[str]) -> bytes:
        """The rows of everybody but these people."""
        left_out = set(ids)
        return self.write(person.id for person in self.people if person.id not in left_out)


def read_people(
    data: bytes,
    quotas: Sequence[Quota],
    *,
    household: Sequence[str] = (),
    id_column: str | None = None,
    known_id: bool = False,
    watch: Watch = unwatched,
) -> PeopleTable:
    """The people of a file, with the values that the quotas speak of. Raises `BadTables` with everything that is wrong.

    Who have the same, not empty, text in all the ``household`` columns live together; capitals and blanks do not
    matter. Values are told apart in the same way, and get the spelling of the quotas. With ``known_id`` no column is
    taken for the ids but one whose name says that it holds them. No column is kept but those that are asked for.
    """
    grid = read_grid(data, "people")
    mistakes: list[Mistake] = list(twice(grid, "people"))
    features = list(dict.fromkeys(quota.feature for quota in quotas))
    feature_columns = [need(grid, (feature,), "people", mistakes) for feature in features]
    home_columns = [need(grid, (name,), "people", mistakes) for name in household]
    id_place, known = _id_place(grid, id_column, feature_columns, mistakes, known_id=known_id)
    if id_place is None:
        raise BadTables(mistakes)
    at = [(feature, place) for feature, place in zip(features, feature_columns, strict=True) if place is not None]
    homes_at = [place for place in home_columns if place is not None]
    places = [id_place, *(place for _feature, place in at), *homes_at]
    numbers, (ids, *rest) = _columns(grid, places, mistakes, watch)
    if not numbers:
        mistakes.append(Mistake(grid.header_row, None, "no_people", table="people"))
    mistakes += _id_mistakes(numbers, ids, grid.header[id_place])
    values = [
        _values(numbers, texts, quotas, feature, grid.header[place], mistakes)
        for (feature, place), texts in zip(at, rest, strict=False)
    ]
    if mistakes:
        raise BadTables(sorted(mistakes, key=lambda mistake: mistake.row or 0))
    people = _people(ids, features, values, _homes(rest[len(at) :], len(ids)))
    return PeopleTable(people, tuple(numbers), grid, grid.header[id_place], known)


def _columns(
    grid: Grid, places: Sequence[int], mistakes: list[Mistake], watch: Watch
) -> tuple[list[int], list[list[str]]]:
    """The numbers of the rows, and for each of these places what stands there, row by row. A text that comes often is kept once."""
    width, blank = len(grid.header), [""] * len(grid.header)
    numbers: list[int] = []
    columns: list[list[str]] = [[] for _place in places]
    lines = max(1, grid.text.data.count(b"\n"))
    for number, cells in grid.rows():
        if not len(numbers) % _BATCH:
            watch("reading", min(1.0, len(numbers) / lines))
        numbers.append(number)
        if len(cells) > width and any(map(str.strip, cells[width:])):
            values = {"cells": len(cells), "columns": width}
            mistakes.append(Mistake(number, None, "too_many_cells", values, "people"))
        row = cells if len(cells) >= width else cells + blank
        for place, column in zip(places, columns, strict=True):
            column.append(intern(cell(row[place])))
    return numbers, columns


def _people(
    ids: Sequence[str],
    features: Sequence[str],
    values: Sequence[Sequence[str]],
    homes: Iterable[tuple[str, ...] | None],
) -> tuple[Person, ...]:
    """Those who have the same values share them."""
    alike: dict[tuple[str, ...], dict[str, str]] = {}
    everybody = zip(*values, strict=True) if values else [()] * len(ids)
    shared = (alike.setdefault(own, dict(zip(features, own, strict=True))) for own in everybody)
    return tuple(map(Person, ids, shared, homes))


def _id_place(
    grid: Grid, wanted: str | None, features: Sequence[int | None], mistakes: list[Mistake], *, known_id: bool
) -> tuple[int | None, bool]:
    """Where the ids stand: the wanted column, one with a known name, or the first one; and whether it is sure."""
    if wanted is not None:
        return need(grid, (wanted,), "people", mistakes), True
    known = column_of(grid, ID_NAMES)
    if known is not None or known_id:
        return (need(grid, ID_NAMES, "people", mistakes) if known is None else known), True
    if 0 in features:
        values = {"column": grid.header[0]}
        mistakes.append(Mistake(grid.header_row, grid.header[0], "no_id_column", values, "people"))
        return None, False
    return 0, False


def _id_mistakes(numbers: Sequence[int], ids: Sequence[str], column: str) -> list[Mistake]:
    first: dict[str, int] = {}
    mistakes = []
    for number, person in zip(numbers, ids, strict=True):
        if not person:
            mistakes.append(Mistake(number, column, "id_missing", table="people"))
        elif first.setdefault(person, number) != number:
            values = {"id": person, "first": first[person]}
            mistakes.append(Mistake(number, column, "id_twice", values, "people"))
    return mistakes


def _values(
    numbers: Sequence[int],
    texts: Sequence[str],
    quotas: Sequence[Quota],
    feature: str,
    column: str,
    mistakes: list[Mistake],
) -> list[str]:
    """Everybody's value of one feature, in the quotas' spelling; values without a quota are told once each."""
    spelling = {key(quota.value): quota.value for quota in quotas if quota.feature == feature}
    known: dict[str, str | None] = {}
    unknown: dict[str, list[int]] = defaultdict(list)
    values = []
    for number, text in zip(numbers, texts, strict=True):
        if text not in known:
            known[text] = spelling.get(key(text))
        value = known[text]
        if value is None:
            unknown[text].append(number)
        values.append(value or "")
    for text, (first, *others) in unknown.items():
        said: dict[str, Any] = {"feature": feature}
        if text:
            # Likeness takes time: no more is looked for than is told.
            alike = nearest(text, spelling.values()) if len(mistakes) < MOST else ""
            said |= {"value": text, "nearest": alike}
        said |= {"rows": others[:_ROWS_TOLD], "others": len(others)}
        code = "value_unknown" if text else "value_missing"
        mistakes.append(Mistake(first, column, code, said, "people"))
    return values


def _homes(columns: Sequence[Sequence[str]], people: int) -> Iterator[tuple[str, ...] | None]:
    """Where everybody lives; None for those of whom the file does not say."""
    if not columns:
        return repeat(None, people)
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    addresses = (tuple(map(key, texts)) for texts in zip(*columns, strict=True))
    return (known.setdefault(address, address) if any(address) else None for address in addresses)
