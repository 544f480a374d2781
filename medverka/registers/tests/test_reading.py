from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.registers import duplicates
from medverka.registers.headings import propose
from medverka.registers.persons import Defaults
from medverka.registers.preview import plan
from medverka.registers.reading import read_sheets
from medverka.registers.references import Known
from medverka.registers.sheets import Cell, Sheet
from medverka.registers.tests.builders import TODAY, planned

PEOPLE = ["Nr", "Namn", "E-post", "Telefon", "Brukare", "Patient", "Närstående", "Anmäld", "Status", "Skyddad"]
ASKED = ["Nr", "Inkom", "Verksamhet", "Gäller", "Nivå", "Antal", "Status", "Återkoppling"]
MADE = ["Datum", "Förfrågan", "Person", "Vad", "Timmar", "Utfall"]


def person(
    number, name, *, email=None, phone=None, joined="2020-01-07", status=None, protected=None, marks=("x", None, None)
):
    return [number, name, email, phone, *marks, joined, status, protected]


def people(*rows: Sequence[Cell]) -> Sheet:
    return Sheet("Personer", [PEOPLE, *rows])


def asked(*rows: Sequence[Cell]) -> Sheet:
    return Sheet("Förfrågningar", [ASKED, *rows])


def made(*rows: Sequence[Cell]) -> Sheet:
    return Sheet("Insatser", [MADE, *rows])


ASA = person(1, "Åsa Ek", email="asa@exempel.invalid")
BO = person(2, "Bo Lind", phone="070-174 06 40")


def said(result) -> list[str]:
    return [str(problem) for problem in result.problems]


def test_a_cell_that_cannot_be_read_is_told_with_sheet_row_column_and_what_would_be_accepted():
    result = planned(people(ASA, person(2, "Bo Lind", joined="31/4 2020")))
    assert said(result) == [
        "Personer, rad 3, kolumn H (Anmäld): Datumet finns inte i almanackan. "
        "Skriv till exempel 2021-03-05, 5/3 2021, 5 mars 2021 eller mars 2021."
    ]
    assert result.problems[0].value == "31/4 2020"
    assert [each.name for each in result.persons] == ["Åsa Ek"]


def test_every_unreadable_cell_of_a_row_is_told_and_the_row_is_given_back_once_with_all_reasons():
    result = planned(
        people(person(1, "Åsa Ek", email="åsa", phone="12", joined="i fjol", status="?!", protected="kanske"))
    )
    assert [problem.column for problem in result.problems] == ["C", "D", "H", "I", "J"]
    (rejected,) = result.rejected
    assert (rejected.place.row, rejected.cells[1], len(rejected.reasons)) == (2, "Åsa Ek", 5)
    assert rejected.reasons[0].startswith("E-post: Det är ingen giltig e-postadress.")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (person(1, None), "Namnet saknas."),
        (person(1, "Åsa Ek", joined=None), "Dagen då personen kom med saknas."),
        (person(1, "Åsa Ek", marks=(None, "nej", None)), "Perspektivet saknas."),
        (person(1, "Åsa Ek", status="avslutad"), "Dagen då personen lämnade saknas."),
        (person(1, "Åsa Ek", status="avslutad 2019-12-31"), "Personen lämnade innan den kom med."),
        (person(1, "Åsa och Bo Ek"), "Det ser ut att vara flera personer."),
    ],
)
def test_what_a_person_cannot_come_in_without(row, message):
    result = planned(people(row, BO))
    assert [problem.message for problem in result.problems] == [message]
    assert [each.name for each in result.persons] == ["Bo Lind"]


def test_the_user_can_say_what_a_whole_register_leaves_out():
    sheet = Sheet("Personer", [["Namn", "E-post"], ["Åsa Ek", "asa@exempel.invalid"]])
    assert [problem.message for problem in planned(sheet).problems] == [
        "Perspektivet saknas.",
        "Dagen då personen kom med saknas.",
    ]
    told = planned(sheet, defaults=Defaults(joined_on=date(2020, 1, 1), perspectives=("user",)))
    assert [(each.joined_on, each.perspectives) for each in told.persons] == [(date(2020, 1, 1), ("user",))]


def test_a_status_and_a_day_of_leaving_that_contradict_each_other_are_told():
    headings = ["Namn", "Patient", "Anmäld", "Status", "Slutdatum"]
    rows: list[list[Cell]] = [
        ["Åsa Ek", "x", "2020-01-07", "aktiv", "2021-01-01"],
        ["Bo Lind", "x", "2020-01-07", "avslutad 2021-01-02", "2021-01-01"],
        ["Eva Alm", "x", "2020-01-07", "avslutad", "2021-01-01"],
        ["Ida Ask", "x", "2020-01-07", None, "2021-01-01"],
    ]
    result = planned(Sheet("Personer", [headings, *rows]))
    assert [problem.place.row for problem in result.problems] == [2, 3]
    assert [(each.status, each.left_on) for each in result.persons] == [("left", date(2021, 1, 1))] * 2


def test_in_the_pool_is_from_the_day_of_joining_until_the_day_before_leaving():
    (bo,) = planned(people(person(1, "Bo Lind", joined="2020-01-07", status="avslutad 2021-01-07"))).persons
    days = [date(2020, 1, 6), date(2020, 1, 7), date(2021, 1, 6), date(2021, 1, 7)]
    assert [bo.in_pool(day) for day in days] == [False, True, True, False]


def test_people_are_found_by_number_address_or_name_in_any_order():
    ways: list[Cell] = [1, "1", "nr 1", "asa@exempel.invalid", "Åsa Ek", "EK ÅSA", "Ek, Åsa", "1 Åsa Ek", "Åsa Ek (1)"]
    result = planned(people(ASA, BO), made(*(["2021-03-05", None, way, "panel", 2, None] for way in ways)))
    assert {row.person_key for row in result.contributions} == {result.persons[0].key}
    assert len(result.contributions) == len(ways)


@pytest.mark.parametrize(
    ("who", "message"),
    [
        (None, "Personen saknas."),
        (99, "Personen finns inte bland dem som har lästs in."),
        ("Åsa", "Personen finns inte bland dem som har lästs in."),
        ("2 Åsa Ek", "Personen finns inte bland dem som har lästs in."),
        ("Åsa Ek och Bo Lind", "Det ser ut att vara flera personer."),
        ("1, 2", "Personen finns inte bland dem som har lästs in."),
        ("okand@exempel.invalid", "Personen finns inte bland dem som har lästs in."),
    ],
)
def test_a_contribution_without_exactly_one_person_does_not_come_in(who, message):
    result = planned(people(ASA, BO), made(["2021-03-05", None, who, "panel", 2, None]))
    assert result.contributions == ()
    assert [(problem.message, problem.rejects) for problem in result.problems] == [(message, True)]


def test_namesakes_are_not_guessed_between_but_two_rows_of_one_person_are():
    namesake = person(3, "Åsa Ek", email="annan@exempel.invalid")
    row = made(["2021-03-05", None, "Åsa Ek", "panel", 2, None])
    (problem,) = planned(people(ASA, namesake), row).problems
    assert problem.message == "Flera personer i registret kan vara den som menas."
    twice = person(3, "ÅSA EK", email="asa@exempel.invalid")
    assert len(planned(people(ASA, twice), row).contributions) == 1


def test_numbers_that_differ_in_their_letter_alone_are_told_apart_when_written_whole():
    rows = [person("A1", "Åsa Ek"), person("B1", "Bo Lind")]
    result = planned(people(*rows), made(*(["2021-03-05", None, who, "panel", 2, None] for who in ("a1", "B1", 1))))
    assert [row.person_key for row in result.contributions] == [each.key for each in result.persons]
    assert [problem.place.row for problem in result.problems if problem.rejects] == [4]


def test_a_contribution_of_a_person_who_could_not_be_read_waits_with_that_person():
    result = planned(people(person(1, "Åsa Ek", joined="?!")), made(["2021-03-05", None, 1, "panel", 2, None]))
    assert [problem.place.sheet for problem in result.problems] == ["Personer", "Insatser"]
    assert len(result.rejected) == 2


def test_requests_are_found_by_number_however_written_and_an_unknown_one_is_a_remark():
    requests = asked(["F001", "2021-01-05", "BUP", "panel", None, 2, None, None])
    ways: list[Cell] = ["F001", "f1", 1, "Förfr 1", None, "F7", "flera"]
    result = planned(people(ASA), requests, made(*(["2021-03-05", way, 1, f"panel {way}", 2, None] for way in ways)))
    key = result.requests[0].key
    assert [row.request_key for row in result.contributions] == [key, key, key, key, "", "", ""]
    assert [(problem.value, problem.rejects) for problem in result.problems] == [("F7", False), ("flera", False)]
    assert result.rejected == ()
    assert result.remarks == result.problems


def test_a_file_of_contributions_alone_finds_those_who_are_in_medverka_since_before():
    known = Known(persons={"1": "contributor:7"}, requests={"3": "request:9"})
    result = planned(made(["2021-03-05", "F003", "nr 1", "panel", 2, None]), known=known)
    assert [(row.person_key, row.request_key) for row in result.contributions] == [("contributor:7", "request:9")]


def test_what_was_cancelled_is_left_out_even_where_its_other_cells_cannot_be_read():
    result = planned(
        people(ASA),
        made(["i fjol", None, 99, "panel", "?!", "inställt"], ["2021-03-05", None, 1, "panel", 2, "delvis"]),
    )
    assert [each.why for each in result.not_held] == ["inställt"]
    assert [problem.value for problem in result.problems] == ["delvis"]


def test_a_contribution_in_the_future_has_not_been_made():
    result = planned(
        people(ASA), made([TODAY + timedelta(days=1), None, 1, "panel", 2, None], [TODAY, None, 1, "panel", 2, None])
    )
    assert len(result.contributions) == 1
    assert result.problems[0].message == "Dagen har inte varit än."


@pytest.mark.parametrize(("heading", "distance"), [("km", 3), ("Resa (mil)", 30), ("Mil", 30), ("Resa", None)])
def test_a_bare_number_of_distance_is_in_the_headings_unit_or_not_read(heading, distance):
    sheet = Sheet("Insatser", [[*MADE, heading], ["2021-03-05", None, 1, "panel", 2, None, 3]])
    result = planned(people(ASA), sheet)
    assert [row.distance for row in result.contributions] == ([] if distance is None else [distance])
    assert [problem.heading for problem in result.problems] == ([heading] if distance is None else [])


def test_blank_hours_are_unknown_and_count_as_a_contribution():
    result = planned(
        people(ASA), made(["2021-03-05", None, 1, "panel", None, None], ["2021-03-06", None, 1, "panel", "1,5", None])
    )
    figures = result.figures(date(2021, 12, 31))
    assert (figures.contributions, figures.hours) == (2, Decimal("1.50"))


@pytest.mark.parametrize(
    "total",
    [
        ["Summa", None, None, None, 3.5, None],
        [None, None, None, "Totalt", "3,5 tim", None],
        [None, None, None, None, "=SUM(E2:E3)", None],
        [None, None, None, None, 3.5, None],
        ["S:a", None, None, None, 3.5, None],
        ["Totalt antal timmar:", None, None, None, 99, None],
    ],
)
def test_totals_are_no_contributions(total):
    result = planned(
        people(ASA), made(["2021-03-05", None, 1, "panel", 2, None], ["2021-03-06", None, 1, "panel", 1.5, None], total)
    )
    assert [each.why for each in result.skipped] == ["Summering."]
    assert result.problems == ()
    assert result.figures(TODAY).hours == Decimal("3.50")


def test_a_lonely_number_that_is_no_total_is_told():
    result = planned(people(ASA), made(["2021-03-05", None, 1, "panel", 2, None], [None, None, None, None, 9, None]))
    assert [problem.message for problem in result.problems] == ["Datumet saknas."]


def test_a_row_with_a_word_alone_is_told_since_it_may_change_what_follows():
    result = planned(people(ASA, ["Avslutade personer"], BO))
    assert result.problems[0].place.row == 3
    assert len(result.persons) == 2


def test_the_same_number_twice_and_the_same_contribution_twice_are_remarks():
    row = ["2021-03-05", None, "Åsa Ek", "panel", 2, None]
    result = planned(people(ASA, person(1, "Bo Lind")), made(row, row))
    assert [(problem.place.sheet, problem.place.row, problem.rejects) for problem in result.problems] == [
        ("Personer", 3, False),
        ("Insatser", 3, False),
    ]
    assert len(result.contributions) == 2


def test_a_cell_merged_over_rows_speaks_for_each_of_them_but_hours_do_not():
    sheet = Sheet(
        "Insatser",
        [MADE, ["2021-03-05", None, 1, "panel", 3, None], [None, None, 2, None, None, None]],
        merged=(*((1, column, 2, column) for column in (0, 3, 4)),),
    )
    first, second = planned(people(ASA, BO), sheet).contributions
    assert (second.on, second.kind) == (first.on, first.kind) == (date(2021, 3, 5), "panel")
    assert (first.hours, second.hours) == (Decimal(3), None)


def test_hostile_text_stays_text_and_control_signs_go():
    (found,) = planned(people(person(1, '=HYPERLINK("x")<script>\x00\x07 alert(1)'))).persons
    assert found.name == '=HYPERLINK("x")<script> alert(1)'


@pytest.mark.slow
def test_progress_is_told_to_the_end():
    told: list[tuple[int, int]] = []
    sheet = people(*(person(number, f"Åsa Ek{number}") for number in range(1200)))
    read_sheets([sheet], [propose(sheet)], today=TODAY, progress=lambda done, total: told.append((done, total)))
    assert told == [(500, 1201), (1000, 1201), (1201, 1201)]


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "x",
            "ja",
            "aktiv",
            "Åsa Ek",
            "asa@exempel.invalid",
            "5/3 2021",
            "2 tim",
            "F001",
            "Summa",
            "2019",
            "=SUM(A1:A2)",
        ]
    ),
    st.integers(0, 50_000),
    st.floats(0, 50_000),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.text(max_size=8),
)


TEMPLATES = [people(ASA), made(["2021-03-05", None, 1, "panel", 2, None])]
MAPS = [propose(sheet) for sheet in TEMPLATES]
ROWS = st.lists(st.lists(CELLS, max_size=10), max_size=8)


@given(ROWS)
@settings(max_examples=25, deadline=None)
@pytest.mark.slow
def test_no_sheet_breaks_the_search_for_headings(rows):
    found = propose(Sheet("Blad1", rows))
    assert (found.kind is None) == (found.header_row == -1)


@given(ROWS, ROWS)
@settings(deadline=None)
@pytest.mark.slow
def test_every_row_comes_in_or_is_accounted_for(persons, contributions):
    sheets = [
        replace(sheet, rows=[*sheet.rows, *more])
        for sheet, more in zip(TEMPLATES, (persons, contributions), strict=True)
    ]
    maps = MAPS
    result = plan(read_sheets(sheets, maps, today=TODAY), sheets, maps)
    filled = {
        (sheet.key, number)
        for sheet in sheets
        for number, row in enumerate(sheet.rows[1:], start=2)
        if any(cell is not None and str(cell).strip() for cell in row)
    }
    groups = [
        {(place.sheet, place.row) for each in result.persons for place in each.places},
        {(each.place.sheet, each.place.row) for each in result.contributions},
        {(each.place.sheet, each.place.row) for each in result.rejected},
        {(each.place.sheet, each.place.row) for each in (*result.skipped, *result.not_held)},
    ]
    assert set().union(*groups) == filled
    assert sum(map(len, groups)) == len(filled)


# --- Age bands ------------------------------------------------------------------------------


def aged(*ages: Cell, heading: str = "Åldersgrupp") -> Sheet:
    rows = [[*person(n, f"Namn{n} Efternamn", email=f"n{n}@exempel.invalid"), age] for n, age in enumerate(ages)]
    return Sheet("Personer", [[*PEOPLE, heading], *rows])


@pytest.mark.parametrize("heading", ["Åldersgrupp", "Ålder", "Åldersspann", "Age group"])
def test_age_bands_are_read_and_a_person_without_one_comes_in_as_well(heading):
    result = planned(aged("18-25", "", "65+", heading=heading))
    assert [each.age_band for each in result.persons] == ["18-25", "", "65-up"]
    assert not result.problems


def test_an_age_that_lies_in_two_bands_is_a_remark_and_keeps_nobody_out():
    result = planned(aged("18-25", "20-30"))
    assert [each.age_band for each in result.persons] == ["18-25", ""]
    assert [(problem.value, problem.rejects) for problem in result.problems] == [("20-30", False)]


@pytest.mark.parametrize("heading", ["Ålder", "Födelseår", "Age"])
def test_exact_ages_are_never_read_in(heading):
    sheet = aged(43, 61, "25 år", heading=heading)
    column = next(column for column in propose(sheet).columns if column.heading == heading)
    assert (column.field, column.note) == (None, "Exakt ålder läses inte in. En åldersgrupp läses, till exempel 18–25.")
    assert {each.age_band for each in planned(sheet).persons} == {""}


def test_what_one_of_two_rows_of_a_person_says_of_age_is_kept():
    one = [*person(1, "Åsa Ek", email="asa@exempel.invalid"), ""]
    other = [*person(2, "Åsa Ek", email="asa@exempel.invalid"), "41-64"]
    sheet = Sheet("Personer", [[*PEOPLE, "Åldersgrupp"], one, other])
    merges = [merge for merge in duplicates.find(planned(sheet).persons) if merge.sure]
    assert [each.age_band for each in planned(sheet, merges=merges).persons] == ["41-64"]
