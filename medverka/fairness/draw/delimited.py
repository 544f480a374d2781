"""Text files with a comma, a semicolon or a tab between the cells: bytes into rows of cells, and back.

Reads UTF-8 with or without its mark, UTF-16 with it, and Windows-1252, with any line ends. What a spreadsheet would take
for a formula is written with an apostrophe before it, which is taken away again when it is read.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from medverka.fairness.draw.mistakes import BadTables, Mistake, Table

MAX_MEGABYTES = 50
MAX_ROWS = 500_000
MAX_COLUMNS = 250

Delimiter = Literal[",", ";", "\t"]
DELIMITERS: tuple[Delimiter, ...] = (",", ";", "\t")
_SAMPLE = 200  # Rows that are enough to see what parts the cells.
_STRANGE = re.compile("[\0-\x08\x0b\x0e-\x1f]")
_FORMULA = ("=", "+", "-", "@")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written: what parts its cells, and whether it begins with the mark that Excel knows UTF-8 by."""

    delimiter: Delimiter = ","
    mark: bool = False


PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class Grid:
    """A file's heading, and the rows below it that are not blank, each with its number. Cells have no blanks around."""

    header: list[str]
    header_row: int
    rows: list[list[str]]
    numbers: list[int]
    layout: Layout


def read_grid(data: bytes, table: Table) -> Grid:
    """The cells of a file; ``table`` says which one, for what is told. Raises `BadTables`."""
    text, mark = _decode(data, table)
    said, text = _said_delimiter(text)
    delimiter = said or _delimiter(text)
    _no_endless_line(text, delimiter, table)
    _no_open_quote(text, delimiter, table)
    rows: list[list[str]] = []
    numbers: list[int] = []
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            stripped = [_unguarded(cell.strip()) for cell in cells]
            if any(stripped):
                rows.append(stripped)
                numbers.append(number)
    except csv.Error:
        raise BadTables([Mistake(number + 1, None, "row_unreadable", table=table)]) from None
    return _grid(rows, numbers, Layout(delimiter, mark), table)


def _grid(rows: list[list[str]], numbers: list[int], layout: Layout, table: Table) -> Grid:
    if not rows:
        raise BadTables([Mistake(None, None, "empty_file", table=table)])
    if len(rows) > MAX_ROWS:
        raise BadTables([Mistake(None, None, "too_many_rows", {"limit": MAX_ROWS}, table)])
    header = rows.pop(0)
    header_row = numbers.pop(0)
    while header and not header[-1]:
        header.pop()
    if len(header) > MAX_COLUMNS:
        raise BadTables([Mistake(header_row, None, "too_many_columns", {"limit": MAX_COLUMNS}, table)])
    return Grid(header, header_row, rows, numbers, layout)


def write_grid(rows: Iterable[Sequence[object]], layout: Layout) -> bytes:
    """A file that spreadsheets open as it is, in which no cell is a formula."""
    paper = io.StringIO()
    csv.writer(paper, delimiter=layout.delimiter, lineterminator="\r\n").writerows(
        [_guarded(str(cell)) for cell in row] for row in rows
    )
    return paper.getvalue().encode("utf-8-sig" if layout.mark else "utf-8")


def _guarded(text: str) -> str:
    return f"'{text}" if _is_formula(text) else text


def _unguarded(text: str) -> str:
    return text[1:].strip() if text.startswith("'") and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, or would but for the apostrophes before it."""
    return text.lstrip("'").lstrip().startswith(_FORMULA)


def _decode(data: bytes, table: Table) -> tuple[str, bool]:
    """The text, and whether Excel needs to be told that what is written in its stead is UTF-8."""
    _no_other_file(data, table)
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        _no_strange_sign(text, table)
        return text, encoding != "utf-8-sig" or data.startswith(codecs.BOM_UTF8)
    raise BadTables([Mistake(None, None, "not_text", table=table)])


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


def _no_strange_sign(text: str, table: Table) -> None:
    """A few signs that no text has are told with their row; a file full of them is something else than text."""
    found = _STRANGE.search(text)
    if not found:
        return
    if len(_STRANGE.findall(text[:10_000])) > 20:
        raise BadTables([Mistake(None, None, "not_text", table=table)])
    row = text.count("\n" if "\n" in text else "\r", 0, found.start()) + 1
    raise BadTables([Mistake(row, None, "strange_sign", {"sign": f"{ord(found[0]):02X}"}, table)])


def _said_delimiter(text: str) -> tuple[Delimiter | None, str]:
    """Excel's first line ”sep=;” says what parts the cells. The line stays, blank, so that rows keep their numbers."""
    first, _line_end, rest = text.partition("\n")
    first = first.rstrip("\r").lower()
    for delimiter in DELIMITERS:
        if first == f"sep={delimiter}":
            return delimiter, f"\n{rest}"
    return None, text


def _delimiter(text: str) -> Delimiter:
    """The sign that parts the heading into most cells, and most rows into as many as the heading."""
    lines = text.lstrip()[:200_000].splitlines(keepends=True)[:_SAMPLE]

    def evenness(delimiter: Delimiter) -> int:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0
        return (widths[0] - 1) * widths.count(widths[0]) if widths else 0

    return max(DELIMITERS, key=evenness)


def _no_endless_line(text: str, delimiter: Delimiter, table: Table) -> None:
    """A line of millions of cells is told before they are made; commas in quotation marks have room below the limit."""
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if line.count(delimiter) > 20 * MAX_COLUMNS:
            raise BadTables([Mistake(number, None, "too_many_columns", {"limit": MAX_COLUMNS}, table)])


def _no_open_quote(text: str, delimiter: Delimiter, table: Table) -> None:
    """A quotation mark that is never closed would swallow the rest of the file without a sound."""
    if '"' not in text:
        return
    row = 0
    try:
        for row, _cells in enumerate(  # noqa: B007 - the row after the last good one is wanted
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise BadTables([Mistake(row + 1, None, "open_quote", table=table)]) from None
