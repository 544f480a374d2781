"""Registers of other counties: each kept in a way of its own, each read without being told how."""

from datetime import date
from decimal import Decimal

import pytest

from medverka.registers.fields import Kind
from medverka.registers.files import read_file
from medverka.registers.headings import map_as, propose
from medverka.registers.preview import plan
from medverka.registers.reading import read_sheets
from medverka.registers.sheets import Cell, Sheet
from medverka.registers.tests.builders import (
    TODAY,
    delimited,
    old_workbook,
    open_document,
    planned,
    workbook,
)

pytestmark = pytest.mark.slow


def fields(found) -> dict[str, str | None]:
    return {column.heading: column.field for column in found.columns}


def test_one_list_with_turned_names_words_for_perspectives_and_things_that_must_not_come_in():
    rows = [
        ["Brukarråd i länet, kontaktlista", *[""] * 7],
        [*[""] * 8],
        ["Efternamn, Förnamn", "Personnummer", "Telefon", "Mobil", "Perspektiv", "Diagnos", "Med sedan", "Kommentar"],
        [
            "Ek, Åsa",
            "19800101-1234",
            "031-390 06 44",
            "070-174 06 58",
            "patient, närstående",
            "hemlig",
            "mars 2021",
            "",
        ],
        ["von Lind, Bo", "800102-1234", "", "0701740640", "Brukare", "", "2019", "ring sent"],
        ["Antal: 2", *[""] * 7],
    ]
    (sheet,) = read_file("kontaktlista.csv", delimited(rows, ";", "cp1252"))
    found = propose(sheet)
    assert found.kind is Kind.PERSONS
    assert fields(found)["Personnummer"] is None
    assert fields(found)["Diagnos"] is None
    assert "läses inte in" in next(column.note for column in found.columns if column.heading == "Diagnos")
    result = planned(sheet)
    assert [(person.given_name, person.family_name) for person in result.persons] == [("Åsa", "Ek"), ("Bo", "von Lind")]
    assert result.persons[0].phones == ("+46313900644", "+46701740658")
    assert [person.perspectives for person in result.persons] == [("patient", "relative"), ("user",)]
    assert [person.joined_on for person in result.persons] == [date(2021, 3, 1), date(2019, 1, 1)]
    assert "hemlig" not in repr(result.persons)
    assert result.problems == ()


def test_a_sheet_a_year_with_days_without_year_people_by_name_and_hours_in_two_columns():
    people = [
        ["Namn", "E-postadress", "Anhörig", "Patienterfarenhet", "Anslöt"],
        ["Åsa Ek", "asa@exempel.invalid", "", "x", "2019-05-01"],
        ["Bo Lind", "bo@exempel.invalid", "ja", "", "1/6 2019"],
    ]
    made = ["Dag", "Vem", "Aktivitet", "Mötestid", "Förberedelse", "Restid"]
    data = workbook(
        {
            "Medverkande": people,
            "2019": [
                made,
                ["5/6", "Åsa Ek", "dialogmöte", "2 tim", 1, "1 tim"],
                ["6 juni", "Lind, Bo", "panel", "1:30", None, None],
            ],
            "2020": [made, ["29/2", "EK ÅSA", "panel", "90 min", "½", None], ["Summa", None, None, 1.5, 0.5, None]],
        }
    )
    result = planned(*read_file("register.xlsx", data))
    assert result.problems == ()
    assert [row.on for row in result.contributions] == [date(2019, 6, 5), date(2019, 6, 6), date(2020, 2, 29)]
    assert [row.hours for row in result.contributions] == [Decimal("3.00"), Decimal("1.50"), Decimal("2.00")]
    assert [row.travel_hours for row in result.contributions] == [Decimal("1.00"), None, None]
    asa, bo = result.persons
    assert [row.person_key for row in result.contributions] == [asa.key, bo.key, asa.key]
    assert {row.request_key for row in result.contributions} == {""}


def test_english_headings_people_by_address_and_times_from_start_to_end():
    data = open_document(
        {
            "Contributors": [
                ["First name", "Last name", "Email", "Phone number", "Perspective", "Member since", "Status"],
                ["Asa", "Ek", "asa@exempel.invalid", "+46 70 174 06 58", "Patient", date(2020, 1, 7), "active"],
                ["Bo", "Lind", "bo@exempel.invalid", None, "relative", date(2020, 2, 7), "left 2021-01-31"],
            ],
            "Requests": [
                ["Request no", "Date received", "Department", "Description", "Level", "Number of persons", "Feedback"],
                ["R-01", date(2020, 3, 2), "Ward 12", "New leaflet", "operational", 2, "yes"],
            ],
            "Attendance": [
                ["Date", "Participant", "Request", "Start time", "End time", "Outcome"],
                [date(2020, 3, 9), "asa@exempel.invalid", "R01", "13:00", "15:30", "attended"],
                [date(2020, 3, 9), "BO@exempel.invalid", "1", "kl 13", "15.30", "no show"],
            ],
        }
    )
    result = planned(*read_file("register.ods", data))
    assert result.problems == ()
    (made,) = result.contributions
    assert (made.hours, made.person_key, made.request_key) == (
        Decimal("2.50"),
        result.persons[0].key,
        result.requests[0].key,
    )
    assert (result.requests[0].level, result.requests[0].headcount, result.requests[0].told_back) == (
        "operational",
        2,
        True,
    )
    assert [each.why for each in result.not_held] == ["no show"]
    assert result.persons[1].left_on == date(2021, 1, 31)


def test_headings_in_two_rows_with_merged_cells_above_and_beside():
    data = workbook(
        {
            "Register": [
                ["Erfarenhetsråd", *[None] * 8],
                ["Nr", "Namn", "Telefon", None, "Perspektiv", None, None, "Datum", None],
                [None, None, "hem", "mobil", "Brukare", "Patient", "Närstående", "anmäld", "avslutad"],
                [1, "Åsa Ek", "031-3900644", "0701740658", "ja", "nej", "nej", 43831, None],
                [2, "Bo Lind", None, "070-174 06 40", "nej", "nej", "ja", "7/1-20", "31/12-21"],
            ]
        },
        merged=[("Register", cells) for cells in ("A1:I1", "A2:A3", "B2:B3", "C2:D2", "E2:G2", "H2:I2")],
    )
    (sheet,) = read_file("register.xlsx", data)
    found = propose(sheet)
    assert found.header_row == 2
    assert [column.field for column in found.columns] == [
        *("number", "name", "phone", "phone", "is_user", "is_patient", "is_relative", "joined_on", "left_on")
    ]
    result = planned(sheet)
    assert result.problems == ()
    asa, bo = result.persons
    assert (asa.phones, asa.joined_on) == (("+46313900644", "+46701740658"), date(2020, 1, 1))
    assert (bo.perspectives, bo.status, bo.left_on) == (("relative",), "left", date(2021, 12, 31))


def test_misspelt_and_shortened_headings_far_down_with_requests_merged_over_their_rows():
    made = [
        ["Tidrapport", None, None, None, None],
        *[[None] * 5 for _ in range(6)],
        ["Dat.", "Uppdragsnr.", "Pers.nr", "Tim", "Minuter"],
        [date(2021, 3, 5), "U7", 1, 2, 30],
        [None, None, 2, 1, None],
        [date(2021, 3, 6), "U8", 2, None, 45],
        [None, None, None, 3, 75],
    ]
    data = workbook(
        {
            "Intresseregister": [
                ["Löpnumer", "Förnam", "Efternam", "Mailadres", "Närståande", "Anmälningsdatm", "Skostorlek"],
                [1, "Åsa", "Ek", "asa@exempel.invalid", "x", "2020-01-07", 38],
                [2, "Bo", "Lind", "bo@exempel.invalid", "x", "2020-01-08", 44],
            ],
            "Tidrapport": made,
        },
        merged=[("Tidrapport", "A9:A10"), ("Tidrapport", "B9:B10")],
    )
    people, times = read_file("register.xlsx", data)
    found = propose(people)
    assert fields(found) == {
        "Löpnumer": "number",
        "Förnam": "given_name",
        "Efternam": "family_name",
        "Mailadres": "email",
        "Närståande": "is_relative",
        "Anmälningsdatm": "joined_on",
        "Skostorlek": None,
    }
    result = planned(people, times)
    assert [(row.on, row.hours, str(row.said.request)) for row in result.contributions] == [
        (date(2021, 3, 5), Decimal("2.50"), "U7"),
        (date(2021, 3, 5), Decimal("1.00"), "U7"),
        (date(2021, 3, 6), Decimal("0.75"), "U8"),
    ]
    assert [problem.rejects for problem in result.problems] == [False, False, False]  # No list of requests came along.
    assert [each.place.row for each in result.skipped] == [12]


def test_three_files_of_three_kinds_are_one_register():
    (people,) = read_file(
        "deltagare.xls",
        old_workbook(
            "Blad1",
            [
                ["Id", "Namn", "Mejl", "Roll", "Startdatum"],
                ["P1", "Åsa Ek", "asa@exempel.invalid", "brukare", 43837.0],
                ["P2", "Bo Lind", "bo@exempel.invalid", "anhörig", 43838.0],
            ],
        ),
    )
    (asked,) = read_file(
        "uppdrag.csv",
        delimited(
            [
                ["Ärendenr", "Inkommen", "Beställare", "Syfte", "Status"],
                ["2020:1", "2020-02-01", "Habiliteringen", "Läsa en broschyr", "avslutad"],
                ["2020:2", "2020-02-03", "BUP", "Föreläsning", "avböjd"],
            ],
            ",",
        ),
    )
    (made,) = read_file(
        "tider.txt",
        delimited(
            [
                ["Datum", "Ärende", "Namn", "Tid"],
                ["2020-02-20", "Läsa en broschyr", "Åsa Ek", "1,5"],
                ["2020-02-21", "2020:1", "P2 Bo Lind", "2"],
            ],
            "\t",
        ),
    )
    result = planned(people, asked, made)
    assert result.problems == ()
    assert {row.request_key for row in result.contributions} == {result.requests[0].key}
    assert [row.person_key for row in result.contributions] == [person.key for person in result.persons]
    assert [request.status for request in result.requests] == ["done", "declined"]


def test_american_dates_in_a_unicode_text_file_are_read_by_what_the_column_shows():
    rows = [
        ["Name", "Email", "Role", "Joined"],
        ["Asa Ek", "asa@exempel.invalid", "patient", "3/5/2021"],
        ["Bo Lind", "bo@exempel.invalid", "patient", "3/25/2021"],
    ]
    (sheet,) = read_file("members.csv", delimited(rows, "\t", "utf-16"))
    assert [person.joined_on for person in planned(sheet).persons] == [date(2021, 3, 5), date(2021, 3, 25)]


def test_headings_again_for_every_year_and_rows_numbered_in_advance():
    headings: list[Cell] = ["Nr", "Namn", "E-post", "Patient", "Anmäld"]
    rows: list[list[Cell]] = [
        headings,
        ["2020"],
        [1, "Åsa Ek", "asa@exempel.invalid", "x", "5/3"],
        ["2021"],
        headings,
        [2, "Bo Lind", "bo@exempel.invalid", "x", "6/3"],
        [3, "Eva Alm", "eva@exempel.invalid", "x", "2020-12-31"],
        [4],
        [5],
    ]
    result = planned(Sheet("Register", rows))
    assert [person.joined_on for person in result.persons] == [date(2020, 3, 5), date(2021, 3, 6), date(2020, 12, 31)]
    assert result.problems == ()
    assert [each.place.row for each in result.skipped] == [2, 4, 5, 8, 9]


def test_addresses_and_phones_are_known_by_their_look_under_any_heading():
    rows = [
        ["Namn", "Kolumn 1", "", "Patient", "Datum"],
        ["Åsa Ek", "asa@exempel.invalid", "070-174 06 58", "x", "2021-03-05"],
        ["Bo Lind", "bo@exempel.invalid", "070-174 06 40", "x", "2021-03-05"],
        ["Eva Alm", "eva@exempel.invalid", "070-174 06 41", "x", "2021-03-05"],
    ]
    found = propose(Sheet("Lista", rows))
    assert [column.field for column in found.columns] == ["name", "email", "phone", "is_patient", "joined_on"]
    assert [column.index for column in found.doubtful] == [1, 2]


def test_a_sheet_without_headings_is_not_guessed_at_but_can_be_mapped_by_hand():
    sheet = Sheet(
        "Blad1",
        [["Åsa Ek", "asa@exempel.invalid", "x", "2021-03-05"], ["Bo Lind", "bo@exempel.invalid", "x", "2021-03-06"]],
    )
    assert propose(sheet).kind is None
    by_hand = map_as(sheet, Kind.PERSONS, header_row=-1)
    assert by_hand is not None
    by_hand = by_hand.choose({0: "name", 1: "email", 2: "is_patient", 3: "joined_on"})
    result = plan(read_sheets([sheet], [by_hand], today=TODAY), [sheet], [by_hand])
    assert [person.name for person in result.persons] == ["Åsa Ek", "Bo Lind"]


def test_the_users_choice_goes_before_the_proposal():
    sheet = Sheet(
        "Personer",
        [["Namn", "E-post", "Ort", "Patient", "Anmäld"], ["Åsa Ek", "asa@exempel.invalid", "Vik", "x", "2021-03-05"]],
    )
    chosen = propose(sheet).choose({1: None, 2: "municipality"})
    (person,) = read_sheets([sheet], [chosen], today=TODAY).persons
    assert (person.emails, person.municipality, person.town) == ((), "Vik", "")


def test_hidden_sheets_and_old_copies_are_shown_and_not_used_unless_chosen():
    rows = [["Namn", "E-post", "Patient", "Anmäld"], ["Åsa Ek", "asa@exempel.invalid", "x", "2021-03-05"]]
    hidden, old = propose(Sheet("Personer", rows, hidden=True)), propose(Sheet("Personer (kopia)", rows))
    assert (hidden.kind, hidden.used, hidden.note) == (Kind.PERSONS, False, "Bladet är dolt.")
    assert (old.used, old.note) == (False, "Bladets namn tyder på att det är gammalt.")
    assert hidden.choose({}).used
