from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.registers import dates
from medverka.registers.dates import Day, Habit, NotADate, Order, Precision
from medverka.registers.tests.builders import TODAY, refusal
from medverka.registers.values import Unreadable, day

HABIT = Habit(TODAY)
SOME_DAY = st.dates(date(1990, 1, 1), date(2026, 12, 31))
MONTHS = [word for word, number in dates.MONTHS.items() if word == dates._MONTHS[number - 1][0]]


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2021-03-05",
            "2021/03/05",
            "2021.3.5",
            "20210305",
            "210305",
            "5/3 2021",
            "5/3-21",
            "5/3 -21",
            "5/3 21",
            "05/03 2021",
        ),
        *("5/3, 2021", "5.3.2021", "5.3.21", "05.03.2021", "5.3 2021", "5 mars 2021", "den 5 mars 2021", "5 mars -21"),
        *(
            "5:e mars 2021",
            "5e mars 2021",
            "5 mar. 2021",
            "5 MARS 2021",
            "fredag 5 mars 2021",
            "fre 5/3 2021",
            "5mars2021",
        ),
        *(
            "March 5, 2021",
            "5th March 2021",
            "Friday 5 March 2021",
            "2021-03-05 00:00:00",
            "2021-03-05T10:30",
            " 2021-03-05 ",
        ),
        *(
            "2021-03-05.",
            "44260",
            "44260.0",
            "2021 - 03 - 05",
            "5\xa0mars\xa02021",
            "5 mars 21",
            "5/3 – 21",
            "Fri. 5 March 2021",
        ),
        *(
            44260,
            44260.0,
            210305,
            210305.0,
            20210305,
            date(2021, 3, 5),
            datetime(2021, 3, 5),
            datetime(2021, 3, 5, 13, 30),
        ),
    ],
)
def test_the_fifth_of_march_is_read_however_it_is_written(written):
    assert dates.read(written, HABIT) == Day(date(2021, 3, 5))


@pytest.mark.parametrize(
    "written",
    ["mars 2021", "Mars, 2021", "mar 2021", "mars -21", "mars ’21", "2021-03", "2021 mars", "03/2021", "march 2021"],
)
def test_a_month_stands_on_its_first_day_and_says_so(written):
    assert dates.read(written, HABIT) == Day(date(2021, 3, 1), Precision.MONTH)


def test_a_year_alone_will_do_only_where_that_is_said():
    assert day("2017", HABIT, year_will_do=True) == Day(date(2017, 1, 1), Precision.YEAR)
    assert day(2017, HABIT, year_will_do=True) == Day(date(2017, 1, 1), Precision.YEAR)
    with pytest.raises(Unreadable, match="Månaden saknas"):
        day("2017", HABIT)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        *(
            (each, "finns inte")
            for each in ("2021-02-29", "31/4 2021", "30 februari 2021", "2021-13-01", "211301", "0/3 2021")
        ),
        *((each, "finns inte") for each in ("32/13/2021", "00-00-00", "31.6.2021", "20210230")),
        *((each, "olika datum") for each in ("5/3/2021", "05-03-2021", "3/5/21", "21-03-05", "01/02/03")),
        *((each, "Året saknas") for each in ("5/3", "5 mars", "den 5 mars", "31/12")),
        ("mars 21", "både en dag och ett år"),
        *((each, "flera dagar") for each in ("5-6 mars 2021", "5/3 - 6/3 2021", "5 och 6 mars 2021", "5–6/3 2021")),
        *(
            (each, "inte rimligt")
            for each in ("1821-03-05", "2921-03-05", "2201-01-01", datetime(1900, 1, 1), date(3021, 1, 1))
        ),
        *(
            (each, r"\w")
            for each in ("våren 2021", "ca 2021", "nyligen", "x", "2021-W10", "1.5", "12", 12, 1.5, True, "i fjol")
        ),
        *(
            (each, r"\w")
            for each in (time(1, 30), timedelta(hours=2), "12345", 99999, "2021-03-05 eller 06", "5/3/", "=A1+1")
        ),
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused_with_the_reason(written, said):
    with pytest.raises(NotADate, match=said):
        dates.read(written, HABIT)


def test_a_refusal_says_what_would_be_accepted():
    with pytest.raises(Unreadable) as refused:
        day("5/3", HABIT)
    assert refused.value.reason == "Året saknas."
    assert "2021-03-05" in refused.value.accepted


@pytest.mark.parametrize("blank", [None, "", "  ", "-", "saknas", "?"])
def test_blanks_are_no_date_and_no_error(blank):
    assert day(blank, HABIT) is None


def test_a_year_in_a_row_above_completes_a_day():
    assert dates.read("5/3", Habit(TODAY, year=2019)) == Day(date(2019, 3, 5))
    assert dates.read("5 mars", Habit(TODAY, year=2019)) == Day(date(2019, 3, 5))
    with pytest.raises(NotADate):
        dates.read("29/2", Habit(TODAY, year=2019))


def test_two_digit_years_are_at_most_a_year_ahead():
    assert dates.read("5/3-27", HABIT).on.year == 2027
    assert dates.read("5/3-28", Habit(date(2027, 1, 1))).on.year == 2028
    assert dates.read("5/3-99", HABIT).on.year == 1999
    with pytest.raises(NotADate):
        dates.read("5/3-28", HABIT)  # 1928


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["5/3/2021", "25/3/2021"], Order.DAY_FIRST),
        (["5/3/2021", "3/25/2021"], Order.MONTH_FIRST),
        (["21-03-05", "18-12-31"], Order.YEAR_FIRST),
        (["25/3/2021", "3/25/2021"], None),
        (["5/3/2021", "2021-03-05", None, 7], None),
    ],
)
def test_a_column_shows_its_order_by_the_dates_that_can_be_read_in_one_way_only(column, order):
    assert dates.order_of(column, TODAY) == order


def test_the_order_of_the_column_settles_what_could_be_two_dates():
    assert dates.read("5/3/2021", Habit(TODAY, order=Order.DAY_FIRST)).on == date(2021, 3, 5)
    assert dates.read("5/3/2021", Habit(TODAY, order=Order.MONTH_FIRST)).on == date(2021, 5, 3)
    assert dates.read("21-03-05", Habit(TODAY, order=Order.YEAR_FIRST)).on == date(2021, 3, 5)
    with pytest.raises(NotADate, match="finns inte"):
        dates.read("25/3/2021", Habit(TODAY, order=Order.MONTH_FIRST))


@pytest.mark.parametrize(
    ("cell", "year"), [("2019", 2019), (2019, 2019), ("År 2019", 2019), ("2019:", 2019), ("19", None), ("F2019", None)]
)
def test_a_year_by_itself_is_known_as_a_heading(cell, year):
    assert dates.year_heading(cell) == year


FORMATS = [
    lambda each: each.isoformat(),
    lambda each: f"{each:%Y%m%d}",
    lambda each: int(f"{each:%Y%m%d}"),
    lambda each: f"{each.day}/{each.month} {each.year}",
    lambda each: f"{each.day}/{each.month}-{each:%y}",
    lambda each: f"{each.day}.{each.month}.{each.year}",
    lambda each: f"{each.day} {MONTHS[each.month - 1]} {each.year}",
    lambda each: f"den {each.day} {MONTHS[each.month - 1][:3]} {each.year}".upper(),
    lambda each: f"{each:%y%m%d}",
    lambda each: each,
    lambda each: datetime(each.year, each.month, each.day, 23, 59),
    lambda each: (each - date(1899, 12, 30)).days,
    lambda each: float((each - date(1899, 12, 30)).days),
    lambda each: str((each - date(1899, 12, 30)).days),
]


@given(SOME_DAY, st.sampled_from(FORMATS))
def test_every_day_is_read_back_from_every_form(each, form):
    assert dates.read(form(each), HABIT) == Day(each)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(1990, 2026))
def test_three_numbers_are_read_only_when_no_other_day_is_meant(first, second, year):
    written = f"{first}/{second}/{year}"
    meant = set()
    for month, number in ((first, second), (second, first)):
        try:
            meant.add(date(year, month, number))
        except ValueError:
            continue
    try:
        assert {dates.read(written, HABIT).on} == meant
    except NotADate:
        assert len(meant) != 1


@given(
    st.one_of(
        st.text(max_size=30), st.integers(), st.floats(), st.booleans(), st.times(), st.datetimes(), st.timedeltas()
    )
)
def test_whatever_stands_in_a_cell_is_a_reasonable_date_or_refused(cell):
    try:
        found = dates.read(cell, HABIT)
    except NotADate:
        return
    assert date(1950, 1, 1) <= found.on <= date(2031, 12, 31)


@given(st.text("0123456789/-. marsjunideoktåv'", max_size=18))
def test_near_dates_are_dates_or_refused_and_nothing_else_happens(cell):
    refused = refusal(lambda each: dates.read(each, HABIT), cell, NotADate)
    assert refused is None or str(refused)
