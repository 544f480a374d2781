"""Text files with a comma, a semicolon or a tab between the cells: bytes into rows of cells, without holding them all.

Reads UTF-8 with or without its mark, UTF-16 with it, and Windows-1252, with any line ends. What is wrong is told as a code
with the row where it is seen, counted as spreadsheets do; words are the caller's.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

Delimiter = Literal[",", ";", "\t"]
DELIMITERS: tuple[Delimiter, ...] = (";", "\t", ",")  # Where two part the rows as well: numbers have commas in them.
_BEGINNING = 200_000  # Bytes that are enough to see what parts the cells.
_SAMPLE = 200  # Rows of them.
_AT_A_TIME = 100_000  # Bytes.
_STRANGE = re.compile(b"[\0-\x08\x0b\x0e-\x1f]")
_NO_TEXT = 20  # So many strange signs at the beginning are no slip.
_NOT_WINDOWS = re.compile(b"[\x81\x8d\x8f\x90\x9d]")
_END = "\x01"  # No text has it: `text_of` refuses it.


class Unreadable(Exception):
    """Bytes that are no table: a ``code``, the ``row`` in which it is seen, and ``values`` that tell of it.

    ``not_text``; ``strange_sign`` with its number ``sign``; ``open_quote``, a quotation mark that begins in this row and never
    ends; ``row_unreadable``, a cell longer than any cell should be; ``line_too_wide``.
    """

    def __init__(self, code: str, row: int | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code, self.row, self.values = code, row, values


@dataclass(frozen=True, slots=True)
class Text:
    """A text file. ``mark`` says whether Excel needs to be told that what is written in its stead is UTF-8, and ``said`` what
    Excel's first line ”sep=;” says parts the cells.
    """

    data: bytes
    encoding: Literal["utf-8-sig", "cp1252"]
    mark: bool
    said: Delimiter | None

    def sample(self) -> list[str]:
        """The first lines, with their ends, from which one sees what parts the cells."""
        text = self.data[:_BEGINNING].decode(self.encoding, errors="ignore")
        return text.lstrip().splitlines(keepends=True)[:_SAMPLE]

    def rows(self, delimiter: Delimiter, *, widest: int | None = None) -> Iterator[list[str]]:
        """The cells row by row, as they stand there; the first is row 1, and blank rows count. Raises `Unreadable`.

        ``widest``: a line with more delimiters is told before millions of cells are made of it.
        """
        number = 0
        try:
            for cells in csv.reader(self._lines(delimiter, widest), delimiter=delimiter):
                if cells and cells[-1].endswith(_END):
                    break
                number += 1
                yield cells
        except csv.Error:
            raise Unreadable("row_unreadable", number + 1) from None
        if cells != [_END, _END]:
            raise Unreadable("open_quote", number + 1)  # It has swallowed the end, and everything before.

    def _lines(self, delimiter: Delimiter, widest: int | None) -> Iterator[str]:
        paper = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="")
        if self.said:
            paper.readline()
            yield "\n"  # The line stays, blank, so that rows keep their numbers.
        for number, line in enumerate(paper, start=2 if self.said else 1):
            if widest is not None and line.count(delimiter) > widest:
                raise Unreadable("line_too_wide", number)
            yield line
        yield f"{_END}{delimiter}{_END}"


def text_of(data: bytes) -> Text:
    """The text file that these bytes are. Raises `Unreadable`."""
    mark = True
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise Unreadable("not_text") from None
    elif _is_utf_8(data):
        mark = data.startswith(codecs.BOM_UTF8)
    elif _NOT_WINDOWS.search(data):
        raise Unreadable("not_text")
    else:
        _no_strange_sign(data)
        return Text(data, "cp1252", True, _said(data))
    _no_strange_sign(data)
    return Text(data, "utf-8-sig", mark, _said(data.removeprefix(codecs.BOM_UTF8)))


def likeliest(lines: Sequence[str], evenness: Callable[[list[int]], int]) -> Delimiter:
    """The sign that parts the cells, by how evenly it does: ``evenness`` judges how many cells the rows that have any get."""

    def judged(delimiter: Delimiter) -> int:
        widths = []
        with suppress(csv.Error):  # What comes before may be enough.
            for row in csv.reader(lines, delimiter=delimiter):
                widths.append(len(row))
        return evenness([width for width in widths if width])

    return max(DELIMITERS, key=judged)


def _is_utf_8(data: bytes) -> bool:
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        for start in range(0, len(data), _AT_A_TIME):
            decode(data[start : start + _AT_A_TIME])
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _no_strange_sign(data: bytes) -> None:
    """A few signs that no text has are told with their row; a file full of them is something else than text."""
    found = _STRANGE.search(data)
    if not found:
        return
    if len(_STRANGE.findall(data[:10_000])) > _NO_TEXT:
        raise Unreadable("not_text")
    row = data.count(b"\n" if b"\n" in data else b"\r", 0, found.start()) + 1
    raise Unreadable("strange_sign", row, sign=f"{found[0][0]:02X}")


def _said(data: bytes) -> Delimiter | None:
    first = data.partition(b"\n")[0].rstrip(b"\r").lower() if data[:4].lower() == b"sep=" else b""
    return next((sign for sign in DELIMITERS if first == f"sep={sign}".encode()), None)
