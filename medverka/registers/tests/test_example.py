from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from medverka.registers import duplicates
from medverka.registers.fields import Kind
from medverka.registers.files import read_file
from medverka.registers.headings import SURE, propose
from medverka.registers.preview import Figures, plan
from medverka.registers.reading import read_sheets
from medverka.registers.rows import Place
from medverka.registers.sheets import letters
from medverka.registers.tests.builders import TODAY, delimited, open_document

EXAMPLE = Path(__file__).parent / "data" / "register-exempel.xlsx"
DAY = date(2022, 3, 15)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def sheets():
    return read_file(EXAMPLE.name, EXAMPLE.read_bytes())


@pytest.fixture(scope="module")
def maps(sheets):
    return [propose(sheet) for sheet in sheets]


@pytest.fixture(scope="module")
def reading(sheets, maps):
    return read_sheets(sheets, maps, today=TODAY)


@pytest.fixture(scope="module")
def merged(sheets, maps, reading):
    return plan(reading, sheets, maps, merges=[each for each in duplicates.find(reading.persons) if each.sure])


def test_every_column_is_known_and_none_in_doubt(maps):
    assert [found.kind for found in maps] == [Kind.PERSONS, Kind.REQUESTS, Kind.CONTRIBUTIONS, None, None]
    assert [found.header_row for found in maps[:3]] == [4, 2, 0]
    assert all(column.field and column.confidence >= SURE for found in maps for column in found.columns)


def test_the_whole_register_comes_in_with_the_figures_of_the_day(merged):
    assert merged.figures(DAY) == Figures(
        persons=156, in_pool=143, requests=183, contributions=460, hours=Decimal("1524.00")
    )
    assert merged.problems == ()
    assert merged.rejected == ()


def test_exactly_six_persons_stand_twice(reading):
    merges = duplicates.find(reading.persons)
    numbers = {person.key: person.numbers[0] for person in reading.persons}
    assert sorted(tuple(numbers[key] for key in merge.keys) for merge in merges) == sorted(
        [("20", "157"), ("25", "158"), ("27", "159"), ("31", "160"), ("39", "161"), ("66", "162")]
    )
    assert all(merge.sure for merge in merges)


def test_without_merging_all_162_rows_are_persons(sheets, maps, reading):
    apart = plan(reading, sheets, maps)
    assert (len(apart.persons), len(apart.proposed)) == (162, 6)
    assert apart.figures(DAY).contributions == 460


def test_what_was_noted_under_either_number_belongs_to_the_one_person(merged):
    (yasmin,) = (person for person in merged.persons if "66" in person.numbers)
    assert yasmin.numbers == ("66", "162")
    assert yasmin.joined_on == date(2016, 10, 15)
    hers = [row for row in merged.contributions if row.person_key == yasmin.key]
    assert {str(row.said.person) for row in hers} == {"66", "162"}


def test_the_namesakes_without_an_address_stay_two(merged):
    assert len([person for person in merged.persons if person.name == "Åke Blåklint"]) == 2


def test_totals_and_years_between_rows_are_left_out_and_cancelled_occasions_are_no_contributions(merged):
    whys = [(each.place.sheet.split()[0], each.place.row, each.why) for each in merged.skipped]
    assert ("Personer", 172, "Summering.") in whys
    assert ("Insatser", 484, "Summering.") in whys
    assert len([each for each in whys if each[2] == "Mellanrubrik."]) == 7
    assert len(merged.not_held) == 17
    assert {each.why.lower() for each in merged.not_held} == {"inställt", "avbokad", "kom ej", "ej genomförd"}


def test_protection_status_and_dates_are_read_in_all_their_forms(merged):
    by_number = {person.numbers[0]: person for person in merged.persons}
    assert {number for number, person in by_number.items() if person.protected} == {"36", "93", "95", "124", "156"}
    assert by_number["5"].left_on == date(2022, 2, 21)
    assert by_number["13"].joined_on == date(2020, 9, 7)
    assert by_number["119"].joined_on == date(2016, 10, 25)
    assert by_number["10"].notes == "=2+2"
    assert by_number["2"].phones == ("+46701740679",)


def test_the_same_register_as_text_files_gives_the_same_figures(sheets, merged):
    exported = [
        read_file(
            f"{sheet.name}.csv",
            delimited([["" if cell is None else cell for cell in row] for row in sheet.rows], ";", "cp1252"),
        )[0]
        for sheet in sheets[:3]
    ]
    maps = [propose(sheet) for sheet in exported]
    read = read_sheets(exported, maps, today=TODAY)
    result = plan(read, exported, maps, merges=duplicates.find(read.persons))
    assert result.figures(DAY) == merged.figures(DAY)
    assert result.problems == ()


def test_the_same_register_as_an_open_document_gives_the_same_figures(sheets, merged):
    exported = read_file("register.ods", open_document({sheet.name: sheet.rows for sheet in sheets}))
    maps = [propose(sheet) for sheet in exported]
    read = read_sheets(exported, maps, today=TODAY)
    assert plan(read, exported, maps, merges=duplicates.find(read.persons)).figures(DAY) == merged.figures(DAY)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell"),
    [
        ("Personer", 6, 12, "2018-02-30"),
        ("Personer", 6, 4, "070-174"),
        ("Personer", 6, 3, "nils(at)exempel"),
        ("Personer", 6, 8, "kanske"),
        ("Personer", 6, 13, "borta"),
        ("Personer", 6, 15, "fråga Karin"),
        ("Förfrågningar", 5, 1, "i höstas"),
        ("Förfrågningar", 5, 4, "mellannivå"),
        ("Förfrågningar", 5, 5, "några"),
        ("Insatser", 3, 0, "5/3"),
        ("Insatser", 3, 2, 999),
        ("Insatser", 3, 4, "1.30"),
        ("Insatser", 3, 5, "delvis"),
        ("Insatser", 3, 6, "tåg"),
    ],
)
def test_a_cell_spoilt_is_found_where_it_stands(sheets, maps, sheet, row, column, cell):
    spoilt = []
    for each in sheets:
        rows = [list(cells) for cells in each.rows[:12]]
        if each.name == sheet:
            rows[row - 1] += [None] * (column + 1 - len(rows[row - 1]))
            rows[row - 1][column] = cell
        spoilt.append(replace(each, rows=rows))
    result = plan(read_sheets(spoilt, maps, today=TODAY), spoilt, maps)
    place = Place(f"{sheet} (register-exempel.xlsx)", row)
    (problem,) = (problem for problem in result.problems if problem.place == place)
    assert (problem.column, problem.value, problem.rejects) == (letters(column), str(cell), True)
    assert problem.accepted
