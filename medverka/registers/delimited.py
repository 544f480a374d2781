"""Text files with a comma, a semicolon or a tab between the cells."""

import codecs
import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from medverka.registers.sheets import MAX_CELLS, Cell, Sheet, UnreadableFile

_DELIMITERS = ";\t,"
_SAMPLE = 200  # Rows that are enough to see what parts the cells.


def read(name: str, data: bytes, source: str) -> Sheet:
    """The one sheet of a text file; every cell is text. Raises `UnreadableFile`."""
    text = _decode(data)
    said, text = _said_delimiter(text)
    delimiter = said or _delimiter(text)
    _no_open_quote(text, delimiter)
    rows: list[list[Cell]] = []
    left = MAX_CELLS
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            left -= max(1, len(cells))
            if left < 0:
                raise UnreadableFile(_("Filen har för många celler. Dela upp den i flera filer."))
            rows.append([cell or None for cell in cells])
    except csv.Error as error:
        raise UnreadableFile(
            _("Rad %(row)s i filen går inte att läsa. Spara registret som .xlsx och försök igen.")
            % {"row": len(rows) + 1}
        ) from error
    return Sheet(name=name, rows=rows, source=source)


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, what Excel calls Unicode text, or else Windows-1252."""
    utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\n\r\f" for sign in set(text)):
            return text
    raise UnreadableFile(
        _("Filen är varken ett kalkylblad eller ren text. Spara registret som .xlsx, .xls, .ods eller .csv.")
    )


def _said_delimiter(text: str) -> tuple[str | None, str]:
    """Excel's first line ”sep=;” says what parts the cells. The line stays, blank, so that rows keep their numbers."""
    first, _line_end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and first.rstrip("\r")[4:] in tuple(_DELIMITERS):
        return first[4], f"\n{rest}"
    return None, text


def _delimiter(text: str) -> str:
    """The sign that parts most rows into the same number of cells."""
    lines = text[:200_000].splitlines(keepends=True)[:_SAMPLE]

    def evenness(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0
        return max(((width - 1) * count for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=evenness)


def _no_open_quote(text: str, delimiter: str) -> None:
    """A quote that is never closed would swallow the rest of the register without a sound."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 1
    try:
        for row, _cells in enumerate(reader, start=2):  # noqa: B007 - the row after the last good one is wanted
            pass
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise UnreadableFile(
                _("Ett citattecken på rad %(row)s i filen avslutas aldrig. Ta bort det och försök igen.") % {"row": row}
            ) from error
