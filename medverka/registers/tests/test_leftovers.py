import io
import json
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from medverka.registers import leftovers


def opened(rows, headings=("A", "B"), name="Personer"):
    kept = json.dumps([{"name": name, "headings": list(headings), "rows": rows}])
    return openpyxl.load_workbook(io.BytesIO(leftovers.workbook(kept))).worksheets


@pytest.mark.parametrize("text", ["=1+1", "+46 70", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_that_looks_like_a_formula_stays_text(text):
    (sheet,) = opened([[2, [text], "=varför"]])
    for cell in (sheet["A2"], sheet["D2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert sheet["A2"].value == text


@pytest.mark.parametrize(
    "cell", [date(2021, 3, 5), datetime(2021, 3, 5, 13, 30), time(13, 30), timedelta(hours=1, minutes=30), 7, 1.5, True]
)
def test_a_cell_comes_back_as_what_it_was(cell):
    kept = json.loads(json.dumps(leftovers._tagged(cell)))
    assert leftovers._untagged(kept) == cell
    (sheet,) = opened([[2, [kept], "därför"]])
    assert sheet["A2"].value is not None


def test_signs_that_no_spreadsheet_can_hold_are_left_out():
    (sheet,) = opened([[2, ["a\x00b\x08c"], "därför"]])
    assert sheet["A2"].value == "abc"


def test_sheets_get_names_that_spreadsheet_programs_take():
    kept = [{"name": name, "headings": ["A"], "rows": [[2, ["x"], "y"]]} for name in ("a/b:c", "a b c", "", "x" * 60)]
    book = openpyxl.load_workbook(io.BytesIO(leftovers.workbook(json.dumps(kept))))
    assert book.sheetnames == ["a b c", "a b c 2", "Blad", "x" * 25]
