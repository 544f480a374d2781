"""People files: a row a person with an id, a column a feature, perhaps columns that say who live together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from medverka.fairness.draw.delimited import PLAIN, Grid, Layout, read_grid, write_grid
from medverka.fairness.draw.headings import column_of, key, nearest, need, twice
from medverka.fairness.draw.mistakes import MOST, BadTables, Mistake
from medverka.fairness.draw.problem import Person, Quota

ID_NAMES = ("id", "nationbuilder_id", "person_id", "unique_id", "personid", "deltagar-id", "deltagare", "löpnummer")
_ROWS_TOLD = 20


@dataclass(frozen=True)
class PeopleTable:
    """The people of a file in its order, with everything that stands in it, so that it can be written again.

    ``id_column`` is the heading of the column that the ids came from; ``known`` says whether its name told so, or
    the first column was taken for want of a better one.
    """

    people: tuple[Person, ...]
    rows: tuple[int, ...]
    header: tuple[str, ...]
    cells: Sequence[Sequence[str]]
    id_column: str
    known: bool = True
    layout: Layout = PLAIN

    def write(self, ids: Iterable[str]) -> bytes:
        """The rows of these people in this order, under the file's own heading."""
        place = {person.id: number for number, person in enumerate(self.people)}
        return write_grid([self.header, *(self.cells[place[each]] for each in ids)], self.layout)

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
) -> PeopleTable:
    """The people of a file, with the values that the quotas speak of. Raises `BadTables` with everything that is wrong.

    Who have the same, not empty, text in all the ``household`` columns live together; capitals and blanks do not
    matter. Values are told apart in the same way, and get the spelling of the quotas. With ``known_id`` no column is
    taken for the ids but one whose name says that it holds them.
    """
    grid = read_grid(data, "people")
    mistakes: list[Mistake] = list(twice(grid, "people"))
    features = list(dict.fromkeys(quota.feature for quota in quotas))
    feature_columns = [need(grid, (feature,), "people", mistakes) for feature in features]
    home_columns = [need(grid, (name,), "people", mistakes) for name in household]
    id_place, known = _id_place(grid, id_column, feature_columns, mistakes, known_id=known_id)
    if id_place is None:
        raise BadTables(mistakes)
    if not grid.rows:
        mistakes.append(Mistake(grid.header_row, None, "no_people", table="people"))
    cells = [_filled(grid, number, row, mistakes) for number, row in zip(grid.numbers, grid.rows, strict=True)]
    mistakes += _id_mistakes(grid, cells, id_place)
    columns = {feature: place for feature, place in zip(features, feature_columns, strict=True) if place is not None}
    values = {feature: _values(grid, cells, columns[feature], quotas, feature, mistakes) for feature in columns}
    if mistakes:
        raise BadTables(sorted(mistakes, key=lambda mistake: mistake.row or 0))
    homes = _homes(cells, [column for column in home_columns if column is not None])
    everybody = zip(cells, homes, zip(*values.values(), strict=True) if features else [()] * len(cells), strict=True)
    people = tuple(Person(row[id_place], dict(zip(features, own, strict=True)), home) for row, home, own in everybody)
    return PeopleTable(
        people, tuple(grid.numbers), tuple(grid.header), cells, grid.header[id_place], known, grid.layout
    )


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


def _filled(grid: Grid, number: int, row: list[str], mistakes: list[Mistake]) -> list[str]:
    """A row as wide as the heading."""
    width = len(grid.header)
    if len(row) > width and any(row[width:]):
        values = {"cells": len(row), "columns": width}
        mistakes.append(Mistake(number, None, "too_many_cells", values, "people"))
    return row[:width] + [""] * (width - len(row))


def _id_mistakes(grid: Grid, cells: Sequence[Sequence[str]], place: int) -> list[Mistake]:
    first: dict[str, int] = {}
    mistakes = []
    column = grid.header[place]
    for number, row in zip(grid.numbers, cells, strict=True):
        person = row[place]
        if not person:
            mistakes.append(Mistake(number, column, "id_missing", table="people"))
        elif first.setdefault(person, number) != number:
            values = {"id": person, "first": first[person]}
            mistakes.append(Mistake(number, column, "id_twice", values, "people"))
    return mistakes


def _values(
    grid: Grid,
    cells: Sequence[Sequence[str]],
    place: int,
    quotas: Sequence[Quota],
    feature: str,
    mistakes: list[Mistake],
) -> list[str]:
    """Everybody's value of one feature, in the quotas' spelling; values without a quota are told once each."""
    spelling = {key(quota.value): quota.value for quota in quotas if quota.feature == feature}
    known: dict[str, str | None] = {}
    unknown: dict[str, list[int]] = defaultdict(list)
    values = []
    for number, row in zip(grid.numbers, cells, strict=True):
        text = row[place]
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
        mistakes.append(Mistake(first, grid.header[place], code, said, "people"))
    return values


def _homes(cells: Sequence[Sequence[str]], columns: Sequence[int]) -> list[tuple[str, ...] | None]:
    """Where everybody lives; None for those of whom the file does not say."""
    addresses = (tuple(key(row[column]) for column in columns) for row in cells)
    return [address if any(address) else None for address in addresses]
