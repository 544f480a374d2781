"""Groups of persons year after year: pure, without the database."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.reports.standing import Life, fold_years

K = 5
YEARS = range(2016, 2026)
GROUPS = ("norrvik", "ekdala", "sund", None)
lives = st.dictionaries(
    st.tuples(st.sampled_from(YEARS), st.none() | st.sampled_from(YEARS), st.sampled_from(GROUPS)).map(
        lambda life: Life(*life)
    ),
    st.integers(1, 9) | st.integers(15, 300),
    min_size=1,
    max_size=25,
).map(Counter)


def published(known, year):
    return fold_years(known, GROUPS, years=range(2016, year + 1), k=K)


@pytest.mark.slow
@given(lives)
def test_what_is_shown_is_the_true_number_on_the_day_that_it_bears(known):
    for group, told in published(known, 2025).items():
        if told.shown:
            there = [life.is_in(told.day.year, group) for life in known]
            assert told.persons == sum(n for n, is_in in zip(known.values(), there, strict=True) if is_in)
            assert told.persons == 0 or told.persons >= K


@pytest.mark.slow
@given(lives)
def test_two_publications_never_differ_by_a_small_group(known):
    for year in range(2016, 2025):
        before, after = published(known, year), published(known, year + 1)
        for group in GROUPS:
            if before[group].shown and before[group].day != after[group].day and after[group].shown:
                changed = sum(
                    persons
                    for life, persons in known.items()
                    if life.is_in(before[group].day.year, group) != life.is_in(after[group].day.year, group)
                )
                assert changed >= K or changed == 0


halves = st.dictionaries(
    st.builds(
        lambda came, stays, changed: Life(
            came, came + stays if stays else None, "active", tuple((year, "paused") for year in changed)
        ),
        st.sampled_from(YEARS),
        st.integers(0, 9),
        st.lists(st.sampled_from(YEARS), max_size=1),
    ),
    st.integers(1, 9) | st.integers(15, 300),
    min_size=1,
    max_size=15,
).map(Counter)


@pytest.mark.slow
@given(halves)
def test_where_one_half_is_of_this_year_the_other_still_is_what_it_was(known):
    for year in YEARS:
        told = fold_years(known, ["active", "paused"], years=range(2016, year + 1), k=K)
        if any(half.day.year == year for half in told.values()):
            assert len({half.shown for half in told.values()}) == 1
            for group, half in told.items():
                now = sum(persons for life, persons in known.items() if life.is_in(year, group))
                assert not half.shown or half.persons == now


def test_what_many_do_alike_is_told_as_it_is_and_not_as_those_who_stand_for_them():
    known = Counter({Life(2016, None, "norrvik"): 143_000, Life(2017, 2019, "ekdala"): 70})
    assert [told.persons for told in published(known, 2018).values()] == [143_000, 70, 0, 0]


def test_a_life_is_in_its_group_until_it_changes_and_in_none_after_it_has_left():
    life = Life(2018, 2022, "active", ((2018, "active"), (2019, "paused"), (2021, "active")))
    told = {year: next((g for g in ("active", "paused") if life.is_in(year, g)), None) for year in range(2017, 2023)}
    assert told == {2017: None, 2018: "active", 2019: "paused", 2020: "paused", 2021: "active", 2022: None}
