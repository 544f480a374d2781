"""The rows of a sheet that are records: blank rows, years between rows, repeated headings and totals are left out."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from medverka.registers import dates, values
from medverka.registers.headings import SheetMap
from medverka.registers.rows import Place, Problem, Skipped
from medverka.registers.sheets import Cell, Sheet, is_blank, letters
from medverka.registers.words import fold

Value = TypeVar("Value")

_TOTAL = re.compile(r"(summa|totalt?|totalsumma|delsumma|sum|antal|s a|snitt|medel|genomsnitt|total sum|grand total)\b")
_TOTAL_FORMULA = re.compile(r"=(sum|summa|subtotal|delsumma|count|counta|antal|antalv|average|medel)\(", re.IGNORECASE)
_PART_OF_YEAR = re.compile(
    r"(?:(?:våren|hösten|sommaren|vintern|vårterminen|höstterminen|vt|ht|kvartal|kv|q|januari|februari|mars|april|maj|juni|juli|"
    r"augusti|september|oktober|november|december|år)[\s.:-]*\d{0,4}|\d{4}\s*[-/–]\s*\d{2,4})[\s:]*\Z",
    re.IGNORECASE,
)
# A number in a cell merged over several rows may be the sum of them or the same for each, so it stays in its own row.
_NOT_SPREAD = {"number", "hours", "preparation", "minutes", "travel_hours", "distance", "headcount"}


@dataclass(slots=True)
class Line:
    """One row: gives its cells by field, and notes in words every cell that cannot be read."""

    sheet: Sheet
    map: SheetMap
    row: int
    columns: dict[str, list[int]]  # The map's columns by field.
    cells: list[Cell]
    year: int | None
    problems: list[Problem] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where the row stands."""
        return Place(self.sheet.key, self.row + 1)

    @property
    def rejected(self) -> bool:
        """Whether something in the row keeps it out."""
        return any(problem.rejects for problem in self.problems)

    def at(self, index: int) -> Cell:
        """The cell of a column; None where the row has none."""
        return self.cells[index] if 0 <= index < len(self.cells) else None

    def cell(self, code: str) -> Cell:
        """The first cell of a field that is not blank."""
        return next((cell for index in self.columns.get(code, ()) if not is_blank(cell := self.at(index))), None)

    def text(self, code: str) -> str:
        """What the field says, in one line."""
        return values.text(self.cell(code))

    def read(self, code: str, reader: Callable[[Cell], Value], *, rejects: bool = True) -> Value | None:
        """The field's value by `reader`, or None when it is blank or (noted as a problem) cannot be read."""
        for index in self.columns.get(code, ()):
            if not is_blank(self.at(index)) and (value := self._try(index, reader, rejects=rejects)) is not None:
                return value
        return None

    def read_all(self, code: str, reader: Callable[[Cell], tuple[str, ...]]) -> tuple[str, ...]:
        """The values of all columns that hold a field, each once."""
        found: list[str] = []
        for index in self.columns.get(code, ()):
            if not is_blank(self.at(index)):
                found += self._try(index, reader) or ()
        return tuple(dict.fromkeys(found))

    def notes(self, code: str = "notes") -> str:
        """All that the columns of notes say; several are told apart by their headings."""
        filled = [(index, values.long_text(self.at(index))) for index in self.columns.get(code, ())]
        filled = [(index, words) for index, words in filled if words]
        if len(filled) == 1:
            return filled[0][1]
        return "\n".join(f"{self.map.heading(index)}: {words}" for index, words in filled)

    def note(self, code: str, message: str, accepted: str = "", *, rejects: bool = True) -> None:
        """Add a problem, at the field's first column or, if there is none, about the row."""
        indexes = self.columns.get(code, ())
        self.note_at(indexes[0] if indexes else -1, message, accepted, rejects=rejects)

    def note_at(self, index: int, message: str, accepted: str = "", *, rejects: bool = True) -> None:
        """Add a problem at a column; -1 is the row as a whole."""
        column, heading = (letters(index), self.map.heading(index)) if index >= 0 else ("", "")
        shown = values.text(self.at(index))
        self.problems.append(Problem(self.place, column, heading, shown, message, accepted, rejects))

    def _try(self, index: int, reader: Callable[[Cell], Value], *, rejects: bool = True) -> Value | None:
        try:
            return reader(self.at(index))
        except values.Unreadable as error:
            self.note_at(index, error.reason, error.accepted, rejects=rejects)
            return None


@dataclass(slots=True)
class _Above:
    """What the rows so far have held, to know a total by."""

    sums: dict[int, float] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)

    def add(self, cells: list[Cell]) -> None:
        for index, cell in enumerate(cells):
            if is_blank(cell):
                continue
            self.counts[index] = self.counts.get(index, 0) + 1
            if isinstance(cell, int | float):
                self.sums[index] = self.sums.get(index, 0.0) + cell

    def explains(self, index: int, cell: Cell) -> bool:
        """Whether a number is the sum of its column so far, or the count of some column's cells."""
        if not isinstance(cell, int | float):
            return False
        return abs(self.sums.get(index, 0.0) - cell) < 0.01 or cell in self.counts.values()


def lines(sheet: Sheet, found: SheetMap, skipped: list[Skipped]) -> Iterator[Line]:
    """The records of a sheet. What is left out, other than blank rows, is added to `skipped` with the reason."""
    headings = _words(sheet.rows[found.header_row]) if found.header_row >= 0 else {}
    columns, covered = found.indexes, _covered(sheet, found)
    year, above = _year_of_name(sheet.name), _Above()
    for row in range(found.header_row + 1, len(sheet.rows)):
        cells = [*sheet.rows[row]] + [None] * (max(covered.get(row, {}), default=-1) + 1 - len(sheet.rows[row]))
        filled = {index: cell for index, cell in enumerate(cells) if not is_blank(cell)}
        if not filled:
            continue
        year = _year_between(filled) or year
        if why := _no_record(filled, headings, columns, above):
            skipped.append(Skipped(Place(sheet.key, row + 1), why))
            continue
        for index, cell in covered.get(row, {}).items():
            cells[index] = cell
        above.add(cells)
        yield Line(sheet, found, row, columns, cells, year)


def order_by_column(sheet: Sheet, found: SheetMap, code: str, today: date) -> dates.Order | None:
    """In which order the column of a date field writes day, month and year, as far as it shows."""
    for index in found.indexes.get(code, ()):
        cells = (sheet.cell(row, index) for row in range(found.header_row + 1, len(sheet.rows)))
        if order := dates.order_of(cells, today):
            return order
    return None


def _no_record(filled: dict[int, Cell], headings: dict[int, str], columns: dict[str, list[int]], above: _Above) -> str:
    """Why a row is no record, or nothing."""
    words = {index: fold(cell) for index, cell in filled.items() if isinstance(cell, str)}
    first = next(iter(filled.values()))
    if len(filled) == 1 and (_year_between(filled) or _PART_OF_YEAR.match(values.text(first))):
        return _("Mellanrubrik.")
    if (
        len(filled) >= 2
        and len(words) == len(filled)
        and all(headings.get(index) == word for index, word in words.items())
    ):
        return _("Rubrikerna står en gång till.")
    if _is_total(filled, above):
        return _("Summering.")
    if columns.get("number") == list(filled) and values.readable(filled.values(), values.number_key) == 1:
        return _("Bara ett nummer, inget mer.")
    return ""


def _is_total(filled: dict[int, Cell], above: _Above) -> bool:
    """A few cells, of which one says that it is a total, or that are all explained as sums of what stands above."""
    if len(filled) > 4:
        return False
    if any(isinstance(cell, str) and _TOTAL_FORMULA.match(cell) for cell in filled.values()):
        return True
    said = next((cell for cell in filled.values() if isinstance(cell, str)), None)
    if said and _TOTAL.match(fold(said)):
        return all(cell == said or _numeric(cell) for cell in filled.values())
    return bool(above.counts) and all(above.explains(index, cell) for index, cell in filled.items())


def _numeric(cell: Cell) -> bool:
    """Whether a cell is a number, also as text and with a unit: 1 524, ”120 tim”, ”12 st”."""
    if isinstance(cell, str):
        return re.match(r"[\d\s.,:]+\s*[a-zåäö]{0,8}\.?\Z", cell.strip().lower()) is not None
    return isinstance(cell, int | float) or hasattr(cell, "total_seconds")


def _year_between(filled: dict[int, Cell]) -> int | None:
    """The year that a row by itself states for the rows below it."""
    if len(filled) != 1:
        return None
    cell = next(iter(filled.values()))
    return dates.year_heading(cell) or _year_of_name(
        cell if isinstance(cell, str) and _PART_OF_YEAR.match(cell) else ""
    )


def _year_of_name(name: str) -> int | None:
    """The one year that a sheet's name holds: ”Insatser 2019”."""
    years = set(re.findall(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)", name))
    return int(years.pop()) if len(years) == 1 else None


def _words(cells: Sequence[Cell]) -> dict[int, str]:
    return {index: fold(cell) for index, cell in enumerate(cells) if isinstance(cell, str)}


def _covered(sheet: Sheet, found: SheetMap) -> dict[int, dict[int, Cell]]:
    """By row and column, what a cell merged over several rows says for each of them."""
    kept = {column.index for column in found.columns if column.field and column.field not in _NOT_SPREAD}
    covered: dict[int, dict[int, Cell]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top <= found.header_row or left not in kept:
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            covered.setdefault(row, {})[left] = sheet.cell(top, left)
    return covered
