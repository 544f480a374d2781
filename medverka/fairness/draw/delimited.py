"""A table in a text file: its heading, and the rows below it; and such files written.

What a spreadsheet would take for a formula is written with an apostrophe before it, which is taken away again when it is
read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medverka.fairness.delimited import Delimiter, Text, Unreadable, likeliest, text_of
from medverka.fairness.draw.mistakes import BadTables, Mistake, Table

MAX_MEGABYTES = 50
MAX_ROWS = 500_000
MAX_COLUMNS = 250

_FORMULA = tuple("=+-@＝＋－＠")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: what parts its cells, and whether it begins with the mark that Excel knows UTF-8 by."""

    delimiter: Delimiter = ","
    mark: bool = False


PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class Grid:
    """A file's heading, and what is below it: read as often as asked for, and never held all at once."""

    header: list[str]
    header_row: int
    text: Text
    layout: Layout
    table: Table

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the heading that are not blank, each with its number; `cell` says what a cell holds.

        Raises `BadTables`, also after the last row.
        """
        left = MAX_ROWS - 1
        for number, cells in _not_blank(self.text, self.layout.delimiter, self.table):
            if number > self.header_row:
                left -= 1
                if left < 0:
                    raise BadTables([Mistake(None, None, "too_many_rows", {"limit": MAX_ROWS}, self.table)])
                yield number, cells


def read_grid(data: bytes, table: Table) -> Grid:
    """The table of a file; ``table`` says which one, for what is told. Raises `BadTables`."""
    _no_other_file(data, table)
    try:
        text = text_of(data)
    except Unreadable as error:
        raise _told(error, table) from None
    layout = Layout(text.said or likeliest(text.sample(), _evenness), text.mark)
    number, cells = next(_not_blank(text, layout.delimiter, table), (0, []))
    if not number:
        raise BadTables([Mistake(None, None, "empty_file", table=table)])
    header = [cell(each) for each in cells]
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadTables([Mistake(number, None, "too_many_columns", {"limit": MAX_COLUMNS}, table)])
    return Grid(header, number, text, layout, table)


def _not_blank(text: Text, delimiter: Delimiter, table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows in which something stands; cells in quotation marks may hold commas, so lines may be rather wide."""
    try:
        for number, cells in enumerate(text.rows(delimiter, widest=20 * MAX_COLUMNS), start=1):
            if any(map(str.strip, cells)):
                yield number, cells
    except Unreadable as error:
        raise _told(error, table) from None


def _told(error: Unreadable, table: Table) -> BadTables:
    if error.code == "line_too_wide":
        return BadTables([Mistake(error.row, None, "too_many_columns", {"limit": MAX_COLUMNS}, table)])
    return BadTables([Mistake(error.row, None, error.code, error.values, table)])


def _evenness(widths: list[int]) -> int:
    """Whether a sign parts the heading into many cells, and most rows into as many as the heading."""
    return (widths[0] - 1) * widths.count(widths[0]) if widths else 0


def cell(text: str) -> str:
    """What a cell holds: no blanks around, and no apostrophe before what looks like a formula."""
    text = text.strip()
    return text[1:].strip() if text.startswith("'") and _is_formula(text) else text


def write_grid(rows: Iterable[Sequence[object]], layout: Layout) -> bytes:
    """A file that spreadsheets open as it is, in which no cell is a formula."""
    paper = io.StringIO()
    csv.writer(paper, delimiter=layout.delimiter, lineterminator="\r\n").writerows(
        [_guarded(str(each)) for each in row] for row in rows
    )
    return paper.getvalue().encode("utf-8-sig" if layout.mark else "utf-8")


def _guarded(text: str) -> str:
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, or would but for the apostrophes before it."""
    return text.lstrip("'").lstrip().startswith(_FORMULA)


def _no_other_file(data: bytes, table: Table) -> None:
    code = ""
    values: dict[str, int] = {}
    if len(data) > MAX_MEGABYTES * 1_000_000:
        code, values = "file_too_large", {"limit": MAX_MEGABYTES}
    elif data.startswith(_WORKBOOKS):
        code = "workbook"
    elif data.startswith((b"%PDF", b"<", b"{")):
        code = "not_text"
    if code:
        raise BadTables([Mistake(None, None, code, values, table)])
