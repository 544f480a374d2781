"""A register as sheets of cells, whatever program wrote it, and the words for where in it something stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

MAX_BYTES = 20_000_000
MAX_CELLS = 2_000_000  # In one file; 20,000 persons and 60,000 contributions are under 800,000.
MAX_COLUMNS = 250

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Range = tuple[int, int, int, int]  # First row, first column, last row, last column; from 0.


class UnreadableFile(Exception):
    """The file as a whole cannot be read. Its text says in plain Swedish what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0][0]` is cell A1. Rows may be shorter than the sheet is wide."""

    name: str
    rows: Sequence[Sequence[Cell]]
    source: str = ""  # The file's name, for telling two files apart.
    merged: tuple[Range, ...] = ()
    hidden: bool = False

    @property
    def key(self) -> str:
        """Names the sheet among all sheets of an import, in words: ”Personer (register.xlsx)”, or ”personer.csv”."""
        if not self.source or PurePath(self.source).suffix.lower() in (".csv", ".txt", ".tsv"):
            return self.source or self.name
        return f"{self.name} ({self.source})"

    def cell(self, row: int, column: int) -> Cell:
        """The cell at `row` and `column` (from 0); None where the sheet has none."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0, as spreadsheet programs say it: (4, 1) is B5."""
    return f"{letters(column)}{row + 1}"


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def spread(sheet: Sheet, row: int) -> list[Cell]:
    """One row with every merged cell's value in all the columns and rows that it covers."""
    cells = list(sheet.rows[row]) if row < len(sheet.rows) else []
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and not is_blank(value := sheet.cell(top, left)):
            cells += [None] * (right + 1 - len(cells))
            cells[left : right + 1] = [value] * (right + 1 - left)
    return cells
