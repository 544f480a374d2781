"""The rows that did not come in, given back as a workbook with the reason in a column of its own.

Its sheets and headings are the register's, so that a corrected copy can be read in as it is.
"""

import io
import json
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import IllegalCharacterError

from medverka.registers.prepare import Prepared
from medverka.registers.sheets import Cell

_SIGNS_OF_FORMULAS = tuple("=+-@＝＋－＠\t\r")
_BAD_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def as_json(prepared: Prepared) -> str:
    """The rejected rows by sheet, with headings and reasons; empty where all rows came in."""
    if not prepared.rejected:
        return ""
    by_sheet: dict[str, list[Any]] = defaultdict(list)
    for row in prepared.rejected:
        by_sheet[row.place.sheet].append([row.place.row, [_tagged(cell) for cell in row.cells], " ".join(row.reasons)])
    names = {sheet.key: sheet.name for sheet in prepared.sheets}
    headings = {each.sheet: _headings(each.columns) for each in prepared.maps}
    return json.dumps(
        [{"name": names[key], "headings": headings[key], "rows": sorted(rows)} for key, rows in by_sheet.items()],
        ensure_ascii=False,
        default=str,
    )


def workbook(rejected: str) -> bytes:
    """What `as_json` kept, as an .xlsx file."""
    book = openpyxl.Workbook(write_only=True)
    taken: set[str] = set()
    for kept in json.loads(rejected):
        sheet = book.create_sheet(_sheet_name(kept["name"], taken))
        width = max([len(kept["headings"]), *(len(cells) for _row, cells, _why in kept["rows"])])
        headings = kept["headings"] + [""] * (width - len(kept["headings"]))
        sheet.freeze_panes = "A2"
        sheet.append([_bold(sheet, text) for text in (*headings, _("Rad i filen"), _("Varför raden inte kom med"))])
        for row, cells, why in kept["rows"]:
            values = [_untagged(cell) for cell in cells] + [None] * (width - len(cells))
            sheet.append([*(_cell(sheet, value) for value in values), row, _cell(sheet, why)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _headings(columns: Any) -> list[str]:
    by_index = {column.index: column.heading for column in columns}
    return [by_index.get(index, "") for index in range(max(by_index, default=-1) + 1)]


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Cell) -> WriteOnlyCell:
    """A cell that holds what stood there: text that looks like a formula stays text."""
    try:
        cell = WriteOnlyCell(sheet, value="" if value is None else value)
    except IllegalCharacterError:
        cell = WriteOnlyCell(sheet, value="".join(sign for sign in str(value) if sign.isprintable()))
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_SIGNS_OF_FORMULAS)
        cell.alignment = Alignment(wrap_text=len(value) > 40, vertical="top")
    return cell


def _sheet_name(name: str, taken: set[str]) -> str:
    plain = name.translate(_BAD_IN_NAMES).strip().strip("'")[:25] or _("Blad")
    unlike = next(each for each in (plain, *(f"{plain} {n}" for n in range(2, 999))) if each.lower() not in taken)
    taken.add(unlike.lower())
    return unlike


def _tagged(cell: Cell) -> Any:
    """A cell that JSON can hold."""
    if isinstance(cell, timedelta):
        return {"timedelta": cell.total_seconds()}
    if isinstance(cell, datetime | date | time):
        return {type(cell).__name__: cell.isoformat()}
    return cell


def _untagged(kept: Any) -> Cell:
    if not isinstance(kept, dict):
        cell: Cell = kept
        return cell
    ((kind, value),) = kept.items()
    if kind == "timedelta":
        return timedelta(seconds=value)
    types: dict[str, Any] = {"date": date, "datetime": datetime, "time": time}
    read: Cell = types[kind].fromisoformat(value)
    return read
