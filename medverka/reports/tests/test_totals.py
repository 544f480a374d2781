from datetime import date, timedelta
from decimal import Decimal

import pytest

from medverka.reports.figures import NO_YEAR, NOTHING, SMALL, Period
from medverka.reports.queries import by_year, figures, history, right_now
from medverka.reports.tests.history import contribution, of_year, people, person, request, voice

TODAY = date(2026, 11, 22)


@pytest.fixture
def mini(county):
    """Five people and three years, small enough to count by hand."""
    anna = person("2019-05-06")
    bo = person("2020-03-02", "2021-06-01")
    cilla = person("2021-02-01", paused="2021-05-01")
    person(None)  # Not welcomed yet.
    person("2021-07-01", "2021-07-01")  # Left before the welcome talk.
    contribution(anna, "2019-12-31", "2.5")
    contribution(anna, "2021-01-01", "1.5")
    contribution(bo, "2021-01-01", "1.25")
    contribution(bo, "2021-05-31")  # Nobody noted the time.
    contribution(cilla, "2021-12-31", "3")
    contribution(cilla, "2022-01-01", "7")
    request("2021-01-01", state="declined")
    request("2021-12-31", state="received")
    request("2022-01-01")
    request(None, state="draft")
    request("2021-05-05", state="unconfirmed")


def test_a_small_history_gives_the_figures_that_were_counted_by_hand(mini):
    found = of_year(2021)
    assert (found.persons, found.requests, found.contributions, found.hours) == (2, 2, 4, Decimal("5.75"))
    assert (found["joined"].value, found["left"].value) == (1, 1)


def test_an_empty_county_has_zeros_and_no_shares(county):
    found = of_year(2021)
    assert (found.persons, found.requests, found.contributions, found.hours) == (0, 0, 0, 0)
    assert [found[key].reason for key in ("share_answered", "median_days", "share_with_effect")] == [NOTHING] * 3


@pytest.mark.parametrize(
    ("day", "persons"),
    [("2020-03-01", 0), ("2020-03-02", 1), ("2021-05-31", 1), ("2021-06-01", 0), ("2021-06-02", 0)],
)
def test_a_person_counts_from_the_day_they_joined_until_the_day_before_they_left(county, day, persons):
    person("2020-03-02", "2021-06-01")
    assert figures(date(2019, 1, 1), date.fromisoformat(day)).persons == persons


def test_persons_change_by_those_who_joined_and_those_who_left(mini):
    before, during = of_year(2020), of_year(2021)
    assert during.persons == before.persons + during["joined"].value - during["left"].value


def test_a_period_that_ends_before_it_starts_is_refused(county):
    with pytest.raises(ValueError, match="before"):
        figures(date(2021, 2, 1), date(2021, 1, 31))


def test_each_year_has_its_own_row_and_they_add_up(mini):
    rows = {row.year: row for row in history()}
    assert list(rows) == list(range(2019, 2027))
    assert [rows[year].persons for year in (2019, 2020, 2021, 2022, 2026)] == [1, 2, 2, 2, 2]
    assert [rows[year].contributions for year in (2019, 2020, 2021, 2022)] == [1, 0, 4, 1]
    assert [rows[year].hours for year in (2019, 2021)] == [Decimal("2.5"), Decimal("5.75")]
    assert sum(row.requests for row in rows.values()) == figures(date(2019, 1, 1), TODAY).requests == 3


def test_rows_of_half_years_count_only_the_days_of_the_period(mini):
    first, last = by_year(Period(date(2020, 7, 1), date(2021, 5, 30)))
    assert (first.year, first.start, last.end) == (2020, date(2020, 7, 1), date(2021, 5, 30))
    assert (last.persons, last.contributions, last.requests) == (3, 2, 1)  # Bo has not left yet.


def test_shares_and_median_of_answers_are_of_what_was_said_in_the_period(county):
    for days, effect in ((1, "2021-09-01"), (3, "2021-09-01"), (9, None), (20, None), (40, None)):
        voice(county.clinic, "2021-03-01", str(date(2021, 3, 1) + timedelta(days)), effect)
    voice(county.clinic, "2021-12-31")
    voice(county.clinic, "2022-01-01", "2022-01-02")
    found = of_year(2021)
    assert [found[key].value for key in ("voices", "share_answered", "median_days", "share_with_effect")] == [
        6,
        83.3,
        9,
        40,
    ]


def test_a_share_of_four_voices_is_not_shown_and_of_five_it_is(county):
    for _number in range(4):
        voice(county.clinic, "2021-03-01", "2021-03-05")
    found = of_year(2021)
    assert (found["share_answered"].value, found["share_answered"].reason) == (None, SMALL)
    voice(county.clinic, "2021-03-01")
    found = of_year(2021)
    assert found["share_answered"].value == 80
    assert (found["median_days"].value, found["share_with_effect"].value) == (None, None)  # Four are answered.


def test_only_a_closed_calendar_year_is_broken_down(county):
    people(30, "2019-01-01")
    for start, end in (("2021-01-01", "2021-12-30"), ("2020-01-01", "2021-12-31"), ("2026-01-01", "2026-12-31")):
        found = figures(date.fromisoformat(start), date.fromisoformat(end))
        assert found.year is None
        assert {breakdown.reason for breakdown in found.breakdowns} == {NO_YEAR}
        assert not any(breakdown.parts for breakdown in found.breakdowns)
        assert found.spread.reason == NO_YEAR
    assert of_year(2025).breakdown("persons_by_perspective").parts


def test_the_same_breakdowns_are_named_whether_they_are_given_or_not(county):
    people(5, "2019-01-01")
    assert [b.key for b in of_year(2025).breakdowns] == [b.key for b in of_year(2026).breakdowns]


def test_the_start_page_tells_the_totals_right_now(mini, county):
    for number in range(7):
        voice(county.clinic, "2021-03-01", "2021-03-05" if number else None)
    assert [(figure.number, figure.label) for figure in right_now()] == [
        ("2", "personer i Intressebanken"),
        ("3", "förfrågningar sedan 2021"),
        ("6", "insatser"),
        ("86\N{NO-BREAK SPACE}%", "av det som sagts har fått svar"),
    ]


def test_the_start_page_of_an_empty_county_has_no_share_and_no_first_year(county):
    assert [figure.label for figure in right_now()] == ["personer i Intressebanken", "förfrågningar", "insatser"]


def test_the_start_page_counts_anew_in_a_small_county_and_keeps_the_numbers_of_a_large_one(county, monkeypatch):
    person("2020-01-01")
    assert right_now()[0].number == "1"
    person("2020-01-01")
    assert right_now()[0].number == "2"
    monkeypatch.setattr("medverka.reports.queries.MANY", 2)
    right_now()
    person("2020-01-01")
    assert right_now()[0].number == "2"


def test_the_number_of_queries_does_not_grow_with_the_rows(
    county, django_assert_num_queries, django_assert_max_num_queries
):
    def one_of_each():
        somebody = person("2019-03-03", paused="2020-01-01", municipality=county.norrvik)
        contribution(somebody, "2021-01-01", "1", unit=county.ward)
        request("2021-01-01", unit=county.ward)
        voice(county.clinic, "2021-03-01", "2021-03-05")

    one_of_each()
    with django_assert_max_num_queries(35) as few:
        of_year(2021)
        history()
        right_now()
    for _number in range(20):
        one_of_each()
    with django_assert_num_queries(len(few)):
        of_year(2021)
        history()
        right_now()
