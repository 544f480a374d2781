from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.pool.rules import AGE_BANDS
from medverka.registers import choices, values
from medverka.registers.choices import Standing
from medverka.registers.dates import Habit
from medverka.registers.tests.builders import TODAY, refusal
from medverka.registers.values import Unreadable

HABIT = Habit(TODAY)
ANY_CELL = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "070-174 06 58",
            "0701740658",
            "070 1740658",
            "+46701740658",
            "+46 70-174 06 58",
            "0046 70 1740658",
            "+46 (0)70-174 06 58",
        ),
        *(
            "070/1740658",
            "mobil: 070-174 06 58",
            "Tel 070-1740658",
            "070-174 06 58 (arb)",
            "070.174.06.58",
            "070–174 06 58",
        ),
        *(701740658, 701740658.0, "701740658", " 070 174 06 58 "),
    ],
)
def test_a_phone_number_is_read_however_it_is_written(written):
    assert values.phones(written) == ("+46701740658",)


def test_numbers_of_other_countries_and_of_landlines_are_read():
    assert values.phones("+47 22 22 55 55") == ("+4722225555",)
    assert values.phones("031-390 06 44") == ("+46313900644",)


@pytest.mark.parametrize("between", [", ", " / ", ";", "\n", " eller ", " alt. "])
def test_several_phone_numbers_in_one_cell_are_all_kept(between):
    assert values.phones(f"070-174 06 58{between}031-390 06 44") == ("+46701740658", "+46313900644")


@pytest.mark.parametrize(
    "written",
    ["12345", "070-174 06", "ring växeln", "070-174 O6 58", "070-174 06 58 99 99", True, date(2021, 3, 5), "112x"],
)
def test_what_is_no_phone_number_is_refused(written):
    with pytest.raises(Unreadable, match="telefonnummer"):
        values.phones(written)


@pytest.mark.parametrize(
    "written",
    [
        "bo.ek@exempel.se",
        " Bo.Ek@Exempel.SE ",
        "mailto:bo.ek@exempel.se",
        "<bo.ek@exempel.se>",
        "Bo Ek <bo.ek@exempel.se>",
    ],
)
def test_an_address_is_read_however_it_is_written(written):
    assert values.emails(written) == ("bo.ek@exempel.se",)


def test_several_addresses_are_all_kept():
    assert values.emails("a@exempel.se; b@exempel.se, a@exempel.se") == ("a@exempel.se", "b@exempel.se")


@pytest.mark.parametrize(
    "written",
    [
        "bo",
        "bo@",
        "@exempel.se",
        "bo@exempel",
        "bo ek@exempel",
        "örjan@exempel.se",
        "bo@@exempel.se",
        7,
        "bo(at)exempel.se",
    ],
)
def test_what_is_no_address_is_refused(written):
    with pytest.raises(Unreadable, match="e-postadress"):
        values.emails(written)


@pytest.mark.parametrize("written", ["x", "X", "ja", "Ja.", "J", "yes", 1, "1", True, "✓", "(x)"])
def test_a_yes(written):
    assert values.mark(written) is True


@pytest.mark.parametrize("written", ["nej", "N", "no", 0, "0", False, "ej"])
def test_a_no(written):
    assert values.mark(written) is False


@pytest.mark.parametrize("written", ["kanske", "x?", 2, "son", "ja/nej", date(2021, 3, 5)])
def test_neither_yes_nor_no(written):
    with pytest.raises(Unreadable):
        values.mark(written)


@pytest.mark.parametrize(
    "written", ["ja", "x", "Skyddad", "sekretessmarkering", "kvarskriven", "skyddade personuppgifter", True]
)
def test_protection_is_seen_in_all_its_words(written):
    assert values.protected(written) is True


@pytest.mark.parametrize("written", ["kanske", "se pärm", "ej skyddad?"])
def test_protection_in_doubt_keeps_the_row_out(written):
    with pytest.raises(Unreadable):
        values.protected(written)


@pytest.mark.parametrize(
    "written", ["F001", "f1", "1", 1, 1.0, "001", "Förfr 1", "Förfrågan nr 1", "#1", "nr. 1", "F-001", "F 1"]
)
def test_a_running_number_is_the_same_however_it_is_written(written):
    assert values.number_key(written) == "1"


@pytest.mark.parametrize(
    ("written", "key"), [("2019:03", "2019-3"), ("2019-3", "2019-3"), ("D 2021/14", "2021-14"), ("", ""), (None, "")]
)
def test_numbers_with_a_year_keep_it(written, key):
    assert values.number_key(written) == key


@pytest.mark.parametrize(
    "written", ["F", "ett", date(2021, 3, 5), "1, 2", "F001, F002", "1.5.3", True, "19800101-1234"]
)
def test_what_is_no_running_number_is_refused(written):
    with pytest.raises(Unreadable):
        values.number_key(written)


@pytest.mark.parametrize(("written", "number"), [("3", 3), (3, 3), ("3 st", 3), ("3 personer", 3), (0, 0), ("", None)])
def test_whole_numbers(written, number):
    assert values.whole(written) == number


@pytest.mark.parametrize("written", ["2-3", "flera", 1.5, -1, 1000, "tre", time(1, 30)])
def test_what_is_no_whole_number_is_refused(written):
    with pytest.raises(Unreadable):
        values.whole(written)


@pytest.mark.parametrize(
    ("written", "unit", "distance"),
    [("12 km", "", 12), ("3 mil", "km", 30), ("1,5 mil", "", 15), (24, "km", 24), ("2", "mil", 20), (None, "", None)],
)
def test_distances_are_kilometres_by_the_cells_unit_or_else_the_columns(written, unit, distance):
    assert values.kilometres(written, unit=unit) == (None if distance is None else Decimal(distance))


@pytest.mark.parametrize("written", ["buss", "12 m", "10-12", date(2021, 3, 5), 24, True])
def test_what_is_no_distance_is_refused(written):
    with pytest.raises(Unreadable):
        values.kilometres(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [("x", True), ("nej", False), ("2 v efter", True), ("2021-03-05", True), (date(2021, 3, 5), True), ("", None)],
)
def test_whether_the_answer_was_told_back(written, told):
    assert values.told_back(written, HABIT) is told


def test_telling_back_that_cannot_be_made_out_is_refused():
    with pytest.raises(Unreadable):
        values.told_back("delvis", HABIT)


@pytest.mark.parametrize(
    ("written", "standing"),
    [
        *((each, Standing("active")) for each in ("aktiv", "Aktiv ", "AKTIV", "active")),
        *(
            (each, Standing("paused"))
            for each in ("paus", "vilande", "Pausad", "pausad till 2026-06-01", "paus t.o.m. maj 2026")
        ),
        *(
            (each, Standing("left", date(2022, 2, 21)))
            for each in ("avslutad 2022-02-21", "Slutat 21/2 2022", "slutade: 21 februari 2022")
        ),
        *(
            (each, Standing("left", date(2022, 2, 21)))
            for each in ("avslutad (2022-02-21)", "avsl. 220221", "utträdd den 21 februari 2022")
        ),
        ("paus sedan 2022-02-21", Standing("paused", date(2022, 2, 21))),
        ("slutade i februari 2022", Standing("left", date(2022, 2, 1))),
        ("avslutad", Standing("left")),
        ("", None),
    ],
)
def test_the_status_of_a_person(written, standing):
    assert choices.standing(written, HABIT) == standing


@pytest.mark.parametrize(
    "written", ["inaktiv", "ej aktiv", "?!", "avslutad 2022-02-30", "aktiv?", "2022-02-21", 7, "osäker"]
)
def test_a_status_in_doubt_is_refused(written):
    with pytest.raises(Unreadable):
        choices.standing(written, HABIT)


@pytest.mark.parametrize("written", ["ok", "Genomf.", "genomförd", "KLAR", "utförd", "deltog", "x", True])
def test_what_took_place(written):
    assert choices.took_place(written) is True


@pytest.mark.parametrize(
    "written",
    [
        "inställt",
        "Inställd",
        "avbokad",
        "kom ej",
        "Kom inte",
        "Ej genomförd",
        "ej genomf.",
        "no-show",
        "No show",
        "uteblev",
        "återbud",
        "nej",
        False,
    ],
)
def test_what_did_not_take_place(written):
    assert choices.took_place(written) is False


def test_a_blank_outcome_is_none_and_one_in_doubt_is_refused():
    assert choices.took_place("") is None
    with pytest.raises(Unreadable, match="blev av"):
        choices.took_place("delvis")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        *((each, ("email",)) for each in ("mail", "mejl", "E-post", "epost")),
        *((each, ("phone",)) for each in ("tel", "Telefon", "ring", "sms")),
        *((each, ("letter",)) for each in ("brev", "post")),
        ("mail, tel", ("email", "phone")),
        ("brev eller telefon", ("letter", "phone")),
        ("", ()),
    ],
)
def test_channels(written, codes):
    assert choices.channels(written) == codes


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("patient, närstående", ("patient", "relative")),
        ("Brukare", ("user",)),
        ("anhörig", ("relative",)),
        ("Närst.", ("relative",)),
        ("patient och anhörig", ("patient", "relative")),
        ("brukare/patient", ("user", "patient")),
    ],
)
def test_perspectives(written, codes):
    assert choices.perspectives(written) == codes


@pytest.mark.parametrize("written", ["p", "personal", "patient, annat", 7])
def test_perspectives_in_doubt_are_refused(written):
    with pytest.raises(Unreadable, match="brukare, patient eller närstående"):
        choices.perspectives(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("individ", "individual"),
        ("verksamh.", "operational"),
        ("Verksamhetsnivå", "operational"),
        ("Systemnivå", "system"),
        ("", None),
    ],
)
def test_levels(written, code):
    assert choices.level(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Klar", "done"),
        ("avslutad", "done"),
        ("pågår", "ongoing"),
        ("avböjd", "declined"),
        ("inställd", "cancelled"),
        ("Ny", "received"),
    ],
)
def test_states_of_requests(written, code):
    assert choices.request_status(written) == code


def test_lists_are_parted_and_keep_slashes():
    assert values.several("BUP, missbruk/beroende; BUP\nLSS") == ("BUP", "missbruk/beroende", "LSS")
    assert values.several("-") == ()


def test_texts_are_plain_lines():
    assert values.text(" a\xa0 b\n") == "a b"
    assert values.text(7.0) == "7"
    assert values.text(datetime(2021, 3, 5)) == "2021-03-05"
    assert values.long_text("a  b \n\n c") == "a b\nc"


@pytest.mark.parametrize(
    "reader",
    [
        *(
            values.mark,
            values.protected,
            values.phones,
            values.emails,
            values.number_key,
            values.whole,
            values.kilometres,
            values.several,
        ),
        *(
            values.long_text,
            values.length,
            values.clock,
            choices.level,
            choices.took_place,
            choices.channels,
            choices.perspectives,
        ),
        *(choices.request_status, choices.form, choices.forms),
        lambda cell: choices.standing(cell, HABIT),
        lambda cell: values.told_back(cell, HABIT),
        lambda cell: values.day(cell, HABIT),
    ],
)
@pytest.mark.slow
@given(cell=ANY_CELL)
def test_no_cell_breaks_a_reader(reader, cell):
    refused = refusal(reader, cell, Unreadable)
    assert refused is None or (refused.reason and refused.accepted)


# --- Age bands ------------------------------------------------------------------------------


def test_every_band_of_the_pool_has_its_years():
    assert list(choices._AGES) == list(AGE_BANDS)
    years = list(choices._AGES.values())
    assert years[0][0] == 0
    assert all(before[1] + 1 == after[0] for before, after in pairwise(years))


@pytest.mark.parametrize(
    ("written", "band"),
    [
        *(("under 18", "under-18"), ("<18 år", "under-18"), ("0-17", "under-18"), ("yngre än 16", "under-18")),
        *(("18-25", "18-25"), ("18 – 25 år", "18-25"), ("20-24", "18-25"), ("18 till 25", "18-25")),
        *(("26–40 år", "26-40"), ("41-64", "41-64"), ("41 år - 64 år", "41-64")),
        *(("65+", "65-up"), ("65 år eller äldre", "65-up"), ("65 och uppåt", "65-up"), ("över 64", "65-up")),
        *((">65", "65-up"), ("65 or older", "65-up"), ("65-", "65-up"), ("70-79", "65-up")),
        *((None, None), ("", None), ("Vill inte säga", None), ("-", None), ("okänt", None)),
    ],
)
def test_an_age_band_is_read_however_it_is_written(written, band):
    assert choices.age_band(written) == band


@pytest.mark.parametrize(
    "written",
    ["20-29", "43", 43, "60+", "över 18", "under 20", "vuxen", "25-18", date(2026, 10, 12), "18-25, 26-40", True],
)
def test_ages_that_lie_in_no_single_band_are_not_guessed(written):
    assert "Skriv under 18" in refusal(choices.age_band, written, Unreadable).accepted


@given(ANY_CELL)
def test_no_cell_breaks_the_reading_of_ages(cell):
    refused = refusal(choices.age_band, cell, Unreadable)
    assert refused or choices.age_band(cell) in (None, *AGE_BANDS)
