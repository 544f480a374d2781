import struct
import zipfile
from datetime import date

import pytest

from medverka.registers import containers, files, sheets, workbooks
from medverka.registers.files import read_file
from medverka.registers.sheets import UnreadableFile, address, letters, spread
from medverka.registers.tests.builders import (
    compound,
    delimited,
    ods_cell,
    old_workbook,
    open_document,
    workbook,
    zipped,
)

ROWS = [["Namn", "E-post"], ["Åsa Öberg", "asa@exempel.invalid"]]


def refusal(data, name="register.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_file(name, data)
    return str(refused.value)


def test_columns_and_cells_are_named_as_spreadsheet_programs_name_them():
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert address(4, 1) == "B5"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_are_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    (sheet,) = read_file("personer.csv", delimited(ROWS, delimiter, encoding))
    assert (sheet.name, sheet.key, sheet.rows) == ("personer", "personer.csv", ROWS)


def test_a_text_file_keeps_commas_quotes_and_lines_within_its_cells():
    data = 'Namn;Anteckning\r\n"Ek, ""Nisse""";"rad 1\nrad 2"\r\n;\r\nBo;ja, gärna, ofta\r\n'.encode()
    (sheet,) = read_file("a.csv", data)
    assert sheet.rows == [
        ["Namn", "Anteckning"],
        ['Ek, "Nisse"', "rad 1\nrad 2"],
        [None, None],
        ["Bo", "ja, gärna, ofta"],
    ]


def test_the_line_that_states_the_delimiter_is_obeyed_and_keeps_the_rows_numbers():
    (sheet,) = read_file("a.csv", b"sep=,\r\nNamn,Ort;del\r\nBo,Vik\r\n")
    assert sheet.rows == [[], ["Namn", "Ort;del"], ["Bo", "Vik"]]


def test_an_open_quote_is_told_instead_of_swallowing_the_rest():
    assert "rad 3" in refusal(b'Namn;Ort\nBo;Vik\n"Nils;Vik\nEva;Vik\n')


def test_all_sheets_of_a_workbook_come_with_names_types_merged_cells_and_whether_they_are_hidden():
    data = workbook(
        {"Personer": [["Grupp", None], ["Namn", "Sedan"], ["Bo", date(2021, 3, 5)], ["Eva", 3]], "Dolt": [["x"]]},
        merged=[("Personer", "A1:B1")],
        hidden=["Dolt"],
    )
    people, secret = read_file("C:\\mapp\\register.xlsx", data)
    assert people.rows == [["Grupp"], ["Namn", "Sedan"], ["Bo", date(2021, 3, 5)], ["Eva", 3]]
    assert spread(people, 0) == ["Grupp", "Grupp"]
    assert (people.key, people.hidden, secret.hidden) == ("Personer (register.xlsx)", False, True)


def test_formulas_are_text_and_never_evaluated():
    (sheet,) = read_file("a.xlsx", workbook({"Blad1": [["Namn", "Anteckning"], ["Bo", "=2+2"]]}))
    assert sheet.rows[1] == ["Bo", "=2+2"]


def test_a_cell_in_error_is_seen():
    book = workbook({"Blad1": [["Datum"], ["#N/A"]]})
    (sheet,) = read_file("a.xlsx", book)
    assert sheet.rows[1] == ["#N/A"]


def test_an_open_document_is_read():
    (sheet,) = read_file("a.ods", open_document({"Personer": [*ROWS, [None, date(2021, 3, 5)], [1.5, 7]]}))
    assert sheet.rows == [*ROWS, [None, date(2021, 3, 5)], [1.5, 7]]


def test_a_workbook_of_the_older_kind_is_read():
    (sheet,) = read_file("a.xls", old_workbook("Personer", [["Namn", "Nr"], ["Åsa", 7.0], [None, 1.5]]))
    assert (sheet.name, sheet.rows) == ("Personer", [["Namn", "Nr"], ["Åsa", 7], [None, 1.5]])


def test_the_content_counts_and_not_the_name():
    (sheet,) = read_file("register.xls", workbook({"Blad1": ROWS}))
    assert sheet.rows == ROWS
    (sheet,) = read_file("register.xlsx", delimited(ROWS))
    assert sheet.rows == ROWS


@pytest.mark.parametrize("data", [b"", b"   \r\n\r\n", b"\xef\xbb\xbf", b"\0" * 300])
def test_an_empty_file_is_called_empty(data):
    assert refusal(data).startswith("Filen är tom.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>Namn</td></tr></table></html>", "webbsida"),
        (b'<?xml version="1.0"?><Workbook/>', "webbsida"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "inget register"),
        (zipped({"word/document.xml": "<w/>"}), "inget register"),
        (zipped({"personer.csv": "Namn"}), "inget register"),
        (compound("WordDocument", b"text"), "inget register"),
        (b"Namn\x01\x02;\x03", "ren text"),
    ],
)
def test_what_is_no_register_is_told_apart_with_what_to_do(data, said):
    message = refusal(data)
    assert said in message
    assert ".xlsx" in message


def test_files_behind_a_password_are_told():
    assert "lösenord" in refusal(compound("EncryptedPackage", b"x" * 5000))
    flagged = bytearray(zipped({"xl/workbook.xml": "x"}))
    at = flagged.index(b"PK\x01\x02") + 8
    flagged[at] |= 1
    assert "lösenord" in refusal(bytes(flagged))
    manifest = "application/vnd.oasis.opendocument.spreadsheet<manifest:encryption-data/>"
    assert "lösenord" in refusal(
        zipped({"mimetype": manifest[:46], "content.xml": "?", "META-INF/manifest.xml": manifest})
    )


@pytest.mark.parametrize("cut", [50, 700, 2000, -30])
def test_a_workbook_cut_off_is_called_damaged(cut):
    assert "skadad" in refusal(workbook({"Blad1": ROWS})[:cut])


def test_a_workbook_with_nonsense_inside_is_called_damaged():
    assert "skadad" in refusal(zipped({"xl/workbook.xml": "<not", "xl/_rels/workbook.xml.rels": "<neither"}))
    assert "skadad" in refusal(compound("Workbook", struct.pack("<HH", 0x0809, 60000)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(containers, "MAX_UNPACKED", 1_000_000)
    monkeypatch.setattr(workbooks, "read", lambda *_: pytest.fail("the bomb was opened"))
    assert "för stor" in refusal(zipped({"xl/workbook.xml": b"0" * 1_000_001}))


def test_a_zip_that_lies_about_its_size_is_refused_too(monkeypatch):
    monkeypatch.setattr(containers, "MAX_UNPACKED", 1_000_000)
    monkeypatch.setattr(workbooks, "read", lambda *_: pytest.fail("the bomb was opened"))
    bomb = zipped({"xl/workbook.xml": b"0" * 5_000_000})
    lie = bomb.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    assert lie != bomb
    assert "för stor" in refusal(lie)


def test_a_zip_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(containers, "MAX_PARTS", 10)
    assert "för stor" in refusal(zipped({f"xl/{number}": "" for number in range(11)}, zipfile.ZIP_STORED))


def test_a_file_above_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 1_000_000)
    assert "1 MB" in refusal(b"x" * 1_000_001)


def test_a_cell_in_the_farthest_corner_does_not_take_the_server_along():
    corner = workbook({"Blad1": [["Namn"]]})
    with_corner = zipped(
        {
            name: content.replace(b"</row>", b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
            for name, content in unpacked(corner).items()
        }
    )
    assert "för många celler" in refusal(with_corner)


def test_repeated_cells_of_an_open_document_are_counted_before_they_are_made():
    def repeated(value):
        return ods_cell(value).replace(
            "<table:table-cell ", '<table:table-cell table:number-columns-repeated="3000000" '
        )

    assert "för många celler" in refusal(open_document({"Blad1": [["x"]]}, cell=repeated))


def test_the_endless_blank_rows_at_the_end_of_an_open_document_are_no_cells():
    data = zipped(
        {
            name: content.replace(
                b"</table:table>",
                b'<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
                b'table:number-columns-repeated="16384"/></table:table-row></table:table>',
            )
            for name, content in unpacked(open_document({"Blad1": ROWS})).items()
        }
    )
    assert read_file("a.ods", data)[0].rows == ROWS


def test_text_files_are_bounded_as_well(monkeypatch):
    from medverka.registers import delimited as text_files

    monkeypatch.setattr(text_files, "MAX_CELLS", 1000)
    assert "för många celler" in refusal(b";" * 2000)


def test_a_reader_that_dies_is_a_message_and_no_crash(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(workbooks, "_CHILD", child)
    assert "för stor" in refusal(workbook({"Blad1": ROWS}))


def test_a_reader_that_never_ends_is_stopped(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(workbooks, "_CHILD", child)
    monkeypatch.setattr(workbooks, "_SECONDS", 0.1)
    assert "för stor" in refusal(workbook({"Blad1": ROWS}))


def test_limits_leave_room_for_the_largest_registers():
    assert sheets.MAX_CELLS >= 20_000 * 30 + 60_000 * 15


def unpacked(data) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_something_left_far_to_the_right_is_refused_before_a_thousand_headings_are_understood():
    row = ["Namn", *[None] * sheets.MAX_COLUMNS, "x"]
    assert "långt till höger" in refusal(delimited([row]))
    assert "långt till höger" in refusal(workbook({"Blad1": [row]}))


def test_blank_columns_are_none_too_many():
    data = delimited([["Namn", *[None] * 1000], ["Nils Ek", *[None] * 1000]])
    assert read_file("a.csv", data)[0].rows[1][0] == "Nils Ek"
