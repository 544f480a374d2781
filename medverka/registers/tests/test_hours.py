from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.registers import hours
from medverka.registers.hours import NotHours
from medverka.registers.sheets import Cell
from medverka.registers.tests.builders import refusal
from medverka.registers.values import Unreadable, length


@pytest.mark.parametrize(
    "written",
    [
        *(
            "1,5",
            "1.5",
            "1:30",
            "01:30",
            "1:30:00",
            "1,5 tim",
            "1.5h",
            "1,5 timmar",
            "1 h 30 min",
            "1 tim 30 min",
            "1h30",
        ),
        *(
            "90 min",
            "90 minuter",
            "90min.",
            "1½",
            "1 ½ tim",
            "1,50",
            "1.50",
            "kl 9-10.30",
            "9:00-10:30",
            "kl. 09.00 – 10.30",
        ),
        *("13.30-15", " 1,5 ", "1,5 Tim.", "ca 1,5 tim", "1 timme och 30 minuter", "1,5\xa0h", "1:30 tim"),
        *(1.5, time(1, 30), timedelta(minutes=90), datetime(1899, 12, 31, 1, 30)),
    ],
)
def test_an_hour_and_a_half_is_read_however_it_is_written(written):
    assert hours.read(written) == Decimal("1.50")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        *(
            ("2", "2"),
            (2, "2"),
            (2.0, "2"),
            ("2 tim", "2"),
            ("2:00", "2"),
            ("2.00", "2"),
            ("8 timmar", "8"),
            (0.5, "0.5"),
        ),
        *(
            ("½", "0.5"),
            ("¾ tim", "0.75"),
            ("en halv", "0.5"),
            ("halvtimme", "0.5"),
            ("45 min", "0.75"),
            ("20 min", "0.33"),
        ),
        *(
            (0.25, "0.25"),
            ("24", "24"),
            (timedelta(hours=24), "24"),
            ("13-15", "2"),
            ("2 h", "2"),
            ("1,75", "1.75"),
            ("en timme", "1"),
        ),
    ],
)
def test_other_lengths_of_time(written, expected):
    assert hours.read(written) == Decimal(expected)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *((each, "både som timmar") for each in ("1.30", "1,30", "2.15", "1,45", "0.10")),
        *((each, "noll") for each in (0, "0", "0:00", -1, time(0), timedelta(0), -2.5)),
        *((each, "dygn") for each in (25, "24,5", "100", timedelta(days=2), "1441 min", datetime(1900, 1, 2))),
        ("1:75", "fler än 59"),
        *((each, "ungefärligt") for each in ("1-2", "2–3", "8-10")),
        *((each, "omgjort|gjort om") for each in (date(2021, 5, 1), datetime(2021, 5, 1, 1, 30), 0.0625, 0.041666667)),
        ("15-13", "inte senare"),
        *(
            (each, r"\w")
            for each in (
                "x",
                "heldag",
                "halvdag",
                "2+1",
                "två",
                True,
                "1,5,2",
                "1;30",
                "=SUM(E2:E3)",
                "tim",
                "1 30",
                ":30",
            )
        ),
    ],
)
def test_what_is_no_length_of_time_or_could_be_two_is_refused(written, said):
    with pytest.raises(NotHours, match=said):
        hours.read(written)


def test_a_refusal_says_what_would_be_accepted_and_blanks_are_none():
    with pytest.raises(Unreadable) as refused:
        length("1.30")
    assert "1:30" in refused.value.accepted
    assert length("") is None
    assert length("-") is None


@pytest.mark.parametrize("written", ["13:30", "13.30", "kl 13.30", "kl. 13:30", time(13, 30), 0.5625])
def test_a_time_of_day(written):
    assert hours.clock(written) == time(13, 30)


@pytest.mark.parametrize("written", ["25:00", "13:60", "nu", "", 1.5])
def test_no_time_of_day(written):
    with pytest.raises(NotHours):
        hours.clock(written)


@given(st.integers(1, 24 * 60))
def test_every_number_of_minutes_is_read_back_from_every_form(minutes):
    expected = (Decimal(minutes) / 60).quantize(Decimal("0.01"))
    whole, rest = divmod(minutes, 60)
    forms: list[Cell] = [f"{minutes} min", f"{whole}:{rest:02d}", timedelta(minutes=minutes), f"{whole} h {rest} min"]
    if whole < 24:
        forms.append(time(whole, rest))
    assert {abs(hours.read(form) - expected) <= Decimal("0.01") for form in forms} == {True}


@given(
    st.one_of(
        st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.times(), st.datetimes(), st.timedeltas()
    )
)
def test_whatever_stands_in_a_cell_is_hours_of_one_day_or_refused(cell):
    try:
        found = hours.read(cell)
    except NotHours:
        return
    assert 0 < found <= 24
    assert found == found.quantize(Decimal("0.01"))


@given(st.text("0123456789:.,-½ timnhkl", max_size=14))
def test_near_hours_are_hours_or_refused_and_nothing_else_happens(cell):
    refused = refusal(hours.read, cell, NotHours)
    assert str(refused) if refused else 0 < hours.read(cell) <= 24
