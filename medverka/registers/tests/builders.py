"""Makes register files of every kind in memory, as spreadsheet programs would."""

import csv
import io
import struct
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import openpyxl

from medverka.registers.headings import propose
from medverka.registers.preview import plan
from medverka.registers.reading import read_sheets
from medverka.registers.sheets import Cell, Sheet

TODAY = date(2026, 3, 1)


def workbook(sheets, merged=(), hidden=()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for name, cells in merged:
        book[name].merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def delimited(rows, delimiter=";", encoding="utf-8") -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def zipped(parts, method=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def open_document(sheets, cell=None) -> bytes:
    """An .ods file; `cell` may give the XML of a cell itself."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(
            "<table:table-row>" + "".join((cell or ods_cell)(value) for value in row) + "</table:table-row>"
            for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    return zipped({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_cell(value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind, shown = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.isoformat()
    elif isinstance(value, int | float):
        kind, shown = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        kind, shown = 'office:value-type="string"', escape(str(value))
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(value: str, width: str) -> bytes:
    return struct.pack(f"<{width}B", len(value), 1) + value.encode("utf-16-le")


def old_workbook(name: str, rows: list[list[Cell]]) -> bytes:
    """An .xls file (Excel 97–2003) of one sheet: the records that its reader needs, in the container it expects."""
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                cells += _record(0x0204, struct.pack("<HHH", row, column, 0) + _text(value, "H"))
            elif value is not None:
                cells += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + _record(0x0200, size) + cells
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    length = len(start) + len(_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _text(name, "B"))) + len(_record(0x000A))
    book = start + _record(0x0085, struct.pack("<IBB", length, 0, 0) + _text(name, "B")) + _record(0x000A)
    return compound("Workbook", book + sheet + _record(0x000A))


def compound(stream: str, content: bytes) -> bytes:
    """A compound file of one stream: header, one sector of allocation table, one of directory, the stream."""
    content += b"\0" * (max(4096, -(-len(content) // 512) * 512) - len(content))
    sectors = len(content) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    assert len(table) <= 128
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        letters = name.encode("utf-16-le") + b"\0\0"
        head = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1)
        return head + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + b"\0" * 36 + struct.pack("<IQ", first, size)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream, 2, 0xFFFFFFFF, 2, len(content))
    return header + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff") + directory.ljust(512, b"\0") + content


def planned(*sheets: Sheet, merges=(), defaults=None, known=None):
    """The plan for sheets read as the proposed maps say."""
    maps = [propose(sheet) for sheet in sheets]
    reading = read_sheets(sheets, maps, today=TODAY, defaults=defaults)
    return plan(reading, sheets, maps, merges=merges, known=known)


def refusal(reader, cell, error):
    """The error with which a reader refuses a cell, or None."""
    try:
        reader(cell)
    except error as refused:
        return refused
    return None
