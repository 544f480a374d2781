"""Text files with a comma, a semicolon or a tab between the cells, as sheets of a register."""

from collections import Counter

from django.utils.translation import gettext as _

from medverka.fairness.delimited import Unreadable, likeliest, text_of
from medverka.registers.sheets import MAX_CELLS, Cell, Sheet, UnreadableFile


def read(name: str, data: bytes, source: str) -> Sheet:
    """The one sheet of a text file; every cell is text. Raises `UnreadableFile`."""
    try:
        return Sheet(name=name, rows=_rows(data), source=source)
    except Unreadable as error:
        raise UnreadableFile(_why(error)) from error


def _rows(data: bytes) -> list[list[Cell]]:
    text = text_of(data)
    left = MAX_CELLS
    rows: list[list[Cell]] = []
    for cells in text.rows(text.said or likeliest(text.sample(), _evenness)):
        left -= max(1, len(cells))
        if left < 0:
            raise UnreadableFile(_("Filen har för många celler. Dela upp den i flera filer."))
        rows.append([cell or None for cell in cells])
    return rows


def _evenness(widths: list[int]) -> int:
    """Whether a sign parts most rows into the same number of cells; a register may have a title above its headings."""
    counted = Counter(width for width in widths if width > 1)
    return max(((width - 1) * count for width, count in counted.items()), default=0)


def _why(error: Unreadable) -> str:
    if error.code == "open_quote":
        words = _("Ett citattecken på rad %(row)s i filen avslutas aldrig. Ta bort det och försök igen.")
    elif error.code == "row_unreadable":
        words = _("Rad %(row)s i filen går inte att läsa. Spara registret som .xlsx och försök igen.")
    else:
        words = _("Filen är varken ett kalkylblad eller ren text. Spara registret som .xlsx, .xls, .ods eller .csv.")
    return words % {"row": error.row}
