"""Reads one workbook in a process of its own, so that a file made to exhaust memory takes only that process along.

Run as a script by `workbooks`: the file comes in on standard input, JSON goes out. It knows nothing of the house.
"""

import contextlib
import datetime
import io
import json
import posixpath
import resource
import sys
import zipfile
from functools import cache
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 800_000_000  # Bytes of address space; a register of 100,000 rows needs a third.
SECONDS = 60
_PARTS = ("v", "f", "is")  # What a cell can hold: a value, a formula, a text of its own.
Written = dict[tuple[int, int], str]


class Refused(Exception):
    """The workbook must not be opened; its text is the reason's code."""


class SheetGauge:
    """Runs through one sheet of an .xlsx file, before it is opened, for how far it reaches.

    On the way it picks up what the reader would drop without a sound: formulas that have no
    stored value, and cells in error. They come out as the text that stands there.
    """

    def __init__(self, max_cells: int) -> None:
        self.max_cells = max_cells
        self.row = self.column = -1
        self.last_row = self.last_column = -1
        self.written: Written = {}
        self._in = ""
        self._type = ""
        self._texts: dict[str, str] = {}

    def run(self, xml: Any) -> "SheetGauge":
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.buffer_text = True
        parser.ParseFile(xml)
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag in _PARTS:
            self._in = tag
            self._texts.setdefault(tag, "")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            self.row, self.column = int(reference[len(letters) :]) - 1, _column(letters)
        else:
            self.column += 1
        self._type = attributes.get("t", "")
        self._texts = {}

    def _data(self, text: str) -> None:
        if self._in in self._texts:
            self._texts[self._in] += text

    def _end(self, name: str) -> None:
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag in _PARTS:
            self._in = ""
        elif tag == "c" and self._texts:
            self.last_row = max(self.last_row, self.row)
            self.last_column = max(self.last_column, self.column)
            if (self.last_row + 1) * (self.last_column + 1) > self.max_cells:
                raise Refused("cells")
            if self._type == "e" or "f" in self._texts:
                self._keep_what_has_no_value()

    def _keep_what_has_no_value(self) -> None:
        value = self._texts.get("v", "")
        if self._type == "e" and value:
            self.written[self.row, self.column] = value
        elif "f" in self._texts and not value:
            self.written[self.row, self.column] = f"={self._texts['f']}"


class TableGauge:
    """Runs through the tables of an .ods file for how many cells they say by repeating a few."""

    def __init__(self, max_cells: int) -> None:
        self.max_cells = max_cells
        self.row = self.column = 0
        self.last_row = self.last_column = 0
        self._repeat_row = self._repeat_cell = 1
        self._filled = False

    def run(self, xml: Any) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.ParseFile(xml)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.row = self.last_row = self.last_column = 0
        elif name == "table:table-row":
            self.column = 0
            self._filled = False
            self._repeat_row = int(attributes.get("table:number-rows-repeated", 1))
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.column += int(attributes.get("table:number-columns-repeated", 1))
            self._fill("office:value-type" in attributes)
        elif name == "text:p":
            self._fill(True)

    def _fill(self, filled: bool) -> None:
        if filled:
            self._filled = True
            self.last_column = max(self.last_column, self.column)

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self._repeat_row
            self.last_row = self.row if self._filled else self.last_row
            if self.last_row * self.last_column > self.max_cells:
                raise Refused("cells")


@cache
def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """For each sheet's name the part of an .xlsx file that holds it."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"])).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            names[attributes["name"]] = next(value for key, value in attributes.items() if key.endswith(":id"))

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(archive.read(part), True)
    return {name: targets[key] for name, key in names.items() if key in targets}


def gauge(form: str, data: bytes, max_cells: int) -> dict[str, Written]:
    """Refuse a workbook with more than `max_cells` cells in a sheet. Gives, by sheet, the text of valueless cells."""
    if form == "xls":
        return {}  # Bounded by the file's own size and by the memory of this process.
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if form == "ods":
            with archive.open("content.xml") as xml:
                TableGauge(max_cells).run(xml)
            return {}
        parts = set(archive.namelist())
        written = {}
        for name, part in sheet_parts(archive).items() if "xl/workbook.xml" in parts else ():
            if part in parts and "worksheets" in part:
                with archive.open(part) as xml:
                    written[name] = SheetGauge(max_cells).run(xml).written
        return written


def plain(value: Any) -> Any:
    """A cell for JSON: blanks as null, whole numbers whole; dates and times are tagged by `tagged`."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def tagged(value: Any) -> dict[str, Any]:
    """What JSON has no word for."""
    if isinstance(value, datetime.timedelta):
        return {"timedelta": value.total_seconds()}
    return {type(value).__name__: value.isoformat()}


def sheet_rows(sheet: Any, written: Written) -> list[list[Any]]:
    """The rows of a sheet from A1 on, without the blank cells and rows at the end."""
    rows = [[plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in written.items():
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        if rows[row][column] is None:
            rows[row][column] = text
    for cells in rows:
        while cells and cells[-1] is None:
            cells.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def read(form: str, data: bytes, max_cells: int) -> list[dict[str, Any]]:
    """Every sheet as a dictionary. Raises `Refused`, or whatever the file's damage leads to."""
    written = gauge(form, data, max_cells)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets, left = [], max_cells
    for about in workbook.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
        left -= sheet.total_height * sheet.total_width + len(merged)
        left -= sum(min(bottom, sheet.total_height) - top for top, _left, bottom, _right in merged)
        if left < 0:
            raise Refused("cells")
        sheets.append(
            {
                "name": about.name,
                "hidden": about.visible != SheetVisibleEnum.Visible,
                "merged": merged,
                "rows": sheet_rows(sheet, written.get(about.name, {})),
            }
        )
    return sheets


def limit(kind: int, amount: int) -> None:
    """Give this process at most `amount` of something. Where the system knows no such limit, the others must do."""
    _soft, hard = resource.getrlimit(kind)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    with contextlib.suppress(ValueError):  # macOS refuses to bound the address space.
        resource.setrlimit(kind, (amount, amount))


def main(form: str, max_cells: int) -> None:
    """Limit this process, read the workbook, and answer."""
    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_CORE, 0)
    try:
        answer: dict[str, Any] = {"sheets": read(form, sys.stdin.buffer.read(), max_cells)}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "memory"}
    json.dump(answer, sys.stdout, default=tagged)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
