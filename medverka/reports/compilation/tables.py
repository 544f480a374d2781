"""The compilation as a table for spreadsheets: exactly what the page shows."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import openpyxl
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from medverka.foundation import csv_files
from medverka.foundation.csv_files import safe
from medverka.reports.compilation.counting import Line
from medverka.reports.compilation.pictures import heading
from medverka.reports.compilation.queries import Compilation
from medverka.reports.definitions import COMPILATION, DEFINITIONS, NOT_APART

Cell = str | int | float | None
COLUMNS = ("share_answered", "median_days", "share_with_effect")


def rows(found: Compilation) -> Iterator[Sequence[Cell]]:
    """Every row of the page, with what it is a row of."""
    known = [DEFINITIONS[key] for key in COLUMNS]
    yield (
        _("Urval"), _("Avsnitt"), _("Rad"), _("Synpunkter"), _("Terminen före"), _("Ställen"),
        *(f"{capfirst(str(each.label))} ({each.unit})" for each in known), _("Visas inte därför att"),
    )  # fmt: skip
    what = heading(found)
    yield _row(what, _("Allt"), found.total)
    for each in found.themes:
        yield _row(what, _("Tema"), each)
    for each in found.bodies:
        yield _row(what, _("Råd, forum och uppdrag"), each)
    if found.reason:
        yield what, _("Råd, forum och uppdrag"), "", None, None, None, None, None, None, str(NOT_APART[found.reason])


def _row(what: str, part: str, line: Line) -> Sequence[Cell]:
    values = [None if figure.value is None else float(figure.value) for figure in line.figures]
    why = "; ".join(f"{each.definition.label}: {each.why}" for each in line.figures if each.reason)
    return what, part, str(line.label), line.voices, line.before, line.bodies, *values, why


def as_csv(found: Compilation) -> bytes:
    """As a table with decimal commas."""
    return csv_files.as_csv([_in_csv(cell) for cell in row] for row in rows(found))


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.1f}".removesuffix(".0").replace(".", ",")
    return "" if cell is None else str(cell)


def as_xlsx(found: Compilation) -> bytes:
    """The same as a workbook, with how it was counted on a sheet of its own."""
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, _("Sammanställning"), list(rows(found)), (24, 24, 40))
    known = [*COMPILATION.values(), *(DEFINITIONS[key] for key in ("voices", *COLUMNS))]
    words = [(_("Ord"), _("Så räknar vi")), *((capfirst(str(each.label)), str(each.text)) for each in known)]
    _sheet(book, _("Så räknar vi"), words, (28, 110))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet(book: openpyxl.Workbook, name: str, table: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABC"[place]].width = width
    for number, row in enumerate(table):
        cells = [WriteOnlyCell(sheet, _in_xlsx(cell)) for cell in row]
        for cell in cells if number == 0 else ():
            cell.font = Font(bold=True)
        sheet.append(cells)


def _in_xlsx(cell: Cell) -> Cell:
    """What the format cannot hold is left out."""
    return safe(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell
