"""Whom the year reached, and whom it did not."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.disclosure import deduce, renew
from medverka.organisations.models import County, Organisation
from medverka.reports import evenness
from medverka.reports.figures import NO_YEAR, NOTHING
from medverka.reports.queries import figures
from medverka.reports.reach import ASKED, BOTH, NEITHER, NOT_ASKED, TOOK_PART, Reached, _in_columns, _rows
from medverka.reports.standing import Told
from medverka.reports.tests.history import contribution, invitation, of_year, people, person


def told(year: int, key: str) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Persons, asked, took part, by label."""
    reach = next(reach for reach in of_year(year).reaches if reach.key == key)
    return {str(row.label): (row.persons, row.asked, row.took_part) for row in reach.rows}


def sentence(year: int, key: str) -> str:
    tables = dict(
        zip(("reach_municipality", "reach_age_band", "reach_perspective"), evenness.reached(of_year(year)), strict=True)
    )
    return tables[key].sentence


@pytest.fixture
def reached(county):
    """Norrvik: 8 took part, 6 more were asked, 10 were not. Ekdala: 12, none of whom was asked. Nobody from elsewhere."""
    north = people(24, "2019-01-01", municipality=county.norrvik, age_band="41-64", is_user=True)
    people(12, "2019-01-01", municipality=county.ekdala, age_band="18-25", is_relative=True)
    for who in north[:8]:
        contribution(who, "2021-05-05")
        contribution(who, "2021-05-06")
        invitation(who, "2021-04-05")
    for who in north[5:14]:
        invitation(who, "2021-06-05")
    for who in north:
        invitation(who, "2020-12-30")
        contribution(who, "2022-01-01")


def test_each_person_is_counted_once_however_often_they_were_asked(reached):
    assert told(2021, "reach_municipality") == {"Ekdala": (12, 0, 0), "Norrvik": (24, 14, 8)}
    assert told(2021, "reach_age_band") == {
        "Under 18 år": (0, 0, 0), "18–25 år": (12, 0, 0), "26–40 år": (0, 0, 0), "41–64 år": (24, 14, 8),
        "65 år eller äldre": (0, 0, 0),
    }  # fmt: skip
    assert told(2021, "reach_perspective") == {"Brukare": (24, 14, 8), "Patient": (0, 0, 0), "Närstående": (12, 0, 0)}


def test_the_gaps_are_named_in_a_sentence(reached):
    assert sentence(2021, "reach_municipality") == "Ingen tillfrågades under 2021: Ekdala."
    assert sentence(2021, "reach_age_band") == (
        "Ingen, eller nästan ingen, är med: Under 18 år, 26–40 år, 65 år eller äldre. "
        "Ingen tillfrågades under 2021: 18–25 år."
    )


def test_a_municipality_with_nobody_in_the_pool_is_named(county):
    for who in people(20, "2019-01-01", municipality=county.norrvik):
        contribution(who, "2021-03-01")
    assert told(2021, "reach_municipality") == {"Ekdala": (0, 0, 0), "Norrvik": (20, 20, 20)}
    assert sentence(2021, "reach_municipality") == "Ingen, eller nästan ingen, är med: Ekdala."


def test_a_municipality_that_has_never_had_anybody_is_named_though_the_first_years_are_hidden(county):
    towns = [Organisation.objects.create(name=f"By {n}", kind="municipality") for n in range(3)]
    for town in towns:
        people(2, "2019-01-01", municipality=town)
        for who in people(10, "2021-01-01", municipality=town):
            contribution(who, "2021-03-01")
    assert told(2019, "reach_municipality")["By 1"][0] is None
    assert [told(year, "reach_municipality")["Ekdala"][0] for year in (2019, 2021)] == [0, 0]
    assert sentence(2021, "reach_municipality").startswith("Ingen, eller nästan ingen, är med: Ekdala, Norrvik.")


def test_who_took_part_was_asked_whatever_is_known_of_invitations(county):
    for who in people(9, "2019-01-01", municipality=county.norrvik):
        contribution(who, "2021-03-01")
    people(9, "2019-01-01", municipality=county.norrvik)
    assert told(2021, "reach_municipality")["Norrvik"] == (18, 9, 9)


def test_who_has_left_is_not_among_those_reached(reached, county):
    for who in people(9, "2019-01-01", "2021-12-30", municipality=county.ekdala):
        contribution(who, "2021-03-01")
    assert told(2021, "reach_municipality")["Ekdala"] == (12, 0, 0)


def test_the_order_ranks_nobody(county):
    people(9, "2019-01-01", municipality=county.ekdala)
    people(30, "2019-01-01", municipality=county.norrvik)
    people(60, "2019-01-01")
    assert list(told(2021, "reach_municipality")) == ["Ekdala", "Norrvik", "Ingen kommun angiven"]


def test_few_who_were_asked_in_a_group_are_hidden_with_a_cover(reached, county):
    for who in people(30, "2019-01-01")[:3]:
        contribution(who, "2021-03-01")
    rows = told(2021, "reach_municipality")
    assert rows["Ingen kommun angiven"] == (30, None, None)
    assert rows["Norrvik"][2] is None  # Else the three could be reckoned: all who took part, less Norrvik's.


def test_few_who_were_left_out_are_hidden_too(county):
    for who in people(12, "2019-01-01", municipality=county.norrvik)[:10]:
        contribution(who, "2021-03-01")
    for who in people(30, "2019-01-01", municipality=county.ekdala)[:15]:
        contribution(who, "2021-03-01")
    assert told(2021, "reach_municipality")["Norrvik"] == (12, None, None)


def test_where_few_in_the_whole_county_took_part_only_those_who_are_along_are_told(county):
    for who in people(30, "2019-01-01", municipality=county.norrvik)[:3]:
        contribution(who, "2021-03-01")
    assert told(2021, "reach_municipality") == {"Ekdala": (0, None, None), "Norrvik": (30, None, None)}


def test_where_few_were_asked_and_did_not_come_the_asked_are_not_told(county):
    some = people(30, "2019-01-01", municipality=county.norrvik)
    for who in some[:10]:
        contribution(who, "2021-03-01")
    invitation(some[10], "2021-03-01")
    assert told(2021, "reach_municipality")["Norrvik"] == (30, None, 10)


def test_a_group_that_has_hardly_changed_stands_with_its_year_and_does_not_tell_who_came(county):
    north = people(10, "2019-01-01", municipality=county.norrvik)
    people(10, "2019-01-01", municipality=county.ekdala)
    for who in [*north, person("2021-02-01", municipality=county.norrvik)]:
        contribution(who, "2021-03-01")
    (reach, *_rest) = of_year(2021).reaches
    row = {str(row.label): row for row in reach.rows}["Norrvik"]
    assert (row.persons, row.as_of) == (10, date(2019, 12, 31))
    assert (row.asked, row.took_part) == (None, None)  # Eleven of ten would tell of the eleventh.


def test_one_perspective_is_told_beside_those_who_do_not_have_it(county):
    for who in people(20, "2019-01-01", is_user=True, is_patient=True):
        contribution(who, "2021-03-01")
    people(3, "2019-01-01", is_user=True)
    assert told(2021, "reach_perspective")["Patient"] == (None, None, None)


def test_a_period_that_is_no_closed_year_and_an_empty_pool_say_why(county):
    found = figures(date(2021, 1, 1), date(2021, 12, 30))
    assert {reach.reason for reach in found.reaches} == {NO_YEAR}
    assert {reach.reason for reach in of_year(2021).reaches} == {NOTHING}
    assert sentence(2021, "reach_age_band") == "Det finns inget att räkna på."


def test_the_county_decides_how_small_a_group_is(reached):
    County.objects.update(small_group=9)
    assert told(2021, "reach_municipality")["Norrvik"] == (24, 14, None)  # Eight took part: too few now.


# --- An outsider ------------------------------------------------------------------------------

COLUMNS = (TOOK_PART, ASKED, NOT_ASKED)
# For each group how many took part, were only asked, were not asked; how many of them came this year, and how many went.
tables = st.lists(
    st.tuples(*[st.integers(0, 14)] * 3, st.sampled_from([0, 0, 1, 3, 6, 99]), st.sampled_from([0, 0, 1, 3, 6])),
    min_size=2,
    max_size=7,
)


def standing_of(table, k):
    """What is told of the groups' sizes this year, beside what was told the year before."""
    now = {group: frozenset((group, n) for n in range(sum(row))) for group, (*row, _came, _went) in enumerate(table)}
    before = {
        group: frozenset((group, n) for n in range(min(came, len(now[group])), len(now[group]) + went))
        for group, (*_row, came, went) in enumerate(table)
    }
    standings = renew(renew({}, before, date(2020, 12, 31), k=k), now, date(2021, 12, 31), k=k)
    return {group: Told(known.shown, known.day, len(known.members)) for group, known in standings.items()}


def seen_by(rows, columns, sizes):
    """The cells of the table that the page tells: totals, sizes that stand, and what its rows say or let reckon."""
    seen = {(None, None), *((None, column) for column in columns)} | {(group, None) for group in sizes}
    for group, row in rows.items():
        asked, took_part = row.asked is not None, row.took_part is not None
        seen |= {(group, column) for column in {TOOK_PART} & columns if took_part}
        seen |= {(group, column) for column in {BOTH} & columns if asked}
        seen |= {(group, column) for column in {ASKED} & columns if asked and took_part}
        seen |= {(group, column) for column in {NOT_ASKED} & columns if asked and group in sizes}
        seen |= {(group, column) for column in {NEITHER} & columns if took_part and group in sizes}
    return seen


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(tables)
def test_nothing_small_comes_out_for_one_who_sees_sizes_totals_and_rows(table):
    """The outsider knows the county's totals, every size that stands for this year, and every row of the page."""
    k = 5
    everybody = [
        Reached(persons, column, number, "", ())
        for number, row in enumerate(table)
        for column, persons in zip(COLUMNS, row, strict=False)
        if persons
    ]
    sizes = {number: sum(row) for number, (*row, _came, _went) in enumerate(table)}
    standing = standing_of(table, k)
    for some in _in_columns(everybody, k):
        columns = {one.column for one in some}
        rows = _rows(some, [one.municipality for one in some], standing, 2021, k)
        values = Counter({(number, None): size for number, size in sizes.items()})
        for one in some:
            for place in ((one.municipality, one.column), (None, one.column), (None, None)):
                values[place] += one.persons
        grid = {(group, column): values[group, column] for group in (*sizes, None) for column in (*columns, None)}
        told_now = [number for number, told in standing.items() if told.shown and told.persons == sizes[number]]
        seen = seen_by(rows, columns, told_now)
        assert all(not 0 < grid[place] < k for place in seen if columns)
        if any(group is not None and column is not None for group, column in seen):
            found = deduce(grid, [place for place in grid if place not in seen], least=0)
            assert all(reach.hides(k) for place, reach in found.items() if 0 < grid[place] < k)
