"""Tables as files for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = tuple("=+-@＝＋－＠")  # The full-width ones too: East Asian spreadsheets take them for the others.


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """A table that spreadsheets open as it is: UTF-8 with its mark, semicolons, and no cell that is a formula."""
    paper = StringIO()
    table = csv.writer(paper, delimiter=";", lineterminator="\r\n")
    table.writerows([safe(cell) for cell in row] for row in rows)
    return paper.getvalue().encode("utf-8-sig")


def safe(cell: object) -> str:
    """A cell's text. What a spreadsheet would take for a formula gets an apostrophe before it."""
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
