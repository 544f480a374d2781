"""How evenly a year's contributions and questions are spread."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.reports.evenness import spread as picture
from medverka.reports.figures import NO_YEAR, NOTHING, SMALL, Spread
from medverka.reports.queries import figures
from medverka.reports.spreads import in_whole_per_cent, most_even, spread, tenths
from medverka.reports.tests.history import contribution, invitation, of_year, people


@pytest.fixture
def uneven(county):
    """Sixty people: ten did four each, twenty one each, thirty nothing; six were asked three times, nobody else was."""
    everybody = people(60, "2019-01-01")
    for who in everybody[:10]:
        for day in range(1, 5):
            contribution(who, f"2021-03-0{day}")
    for who in everybody[10:30]:
        contribution(who, "2021-04-01")
    for who in everybody[:6]:
        for month in (1, 6, 12):
            invitation(who, f"2021-{month:02}-20")
    return everybody


def test_half_is_told_as_so_many_of_so_many_persons_and_who_did_nothing_counts(uneven):
    told = of_year(2021).spread
    # The six most active did 24 of 60, a quarter of the next 24 would make 30.
    assert (told.persons, told.without, told.top.value) == (60, 30, 40)
    assert round(told.half * told.persons) == 8
    sentence = picture(told, 2021, "insatserna").sentence
    assert sentence == (
        "Hälften av insatserna gjordes av ungefär 8 av 60 personer. 30 gjorde ingen. "
        "60 insatser på 60 personer kan inte delas jämnare än att tiondelen med flest gör 10\xa0%; nu gjorde den 40\xa0%."
    )


def test_the_questions_have_a_spread_of_their_own(uneven):
    told = of_year(2021).spread_asked
    assert told.tenths == [0] * 9 + [1]
    sentence = picture(told, 2021, "inbjudningarna").sentence
    assert sentence == (
        "Mer än hälften av inbjudningarna gick till ungefär 6 av 60 personer. "
        "18 inbjudningar på 60 personer kan inte delas jämnare än att tiondelen med flest får 33\xa0%; nu fick den 100\xa0%."
    )


def test_each_year_counts_those_who_were_in_the_pool_at_its_end(uneven):
    for who in people(15, "2020-01-01", "2021-12-31"):
        contribution(who, "2021-05-05")  # Gone before the year was over.
        contribution(who, "2020-05-05")
    people(40, "2022-02-01")
    told = of_year(2022).earlier["spread"]
    assert {year: one.persons for year, one in told.items()} == {2019: 0, 2020: 75, 2021: 60, 2022: 0}
    assert told[2021].tenths == of_year(2021).spread.tenths
    assert (told[2020].without, told[2022].reason) == (60, NOTHING)


def test_an_invitation_that_was_never_sent_asks_nobody(county):
    for who in people(60, "2019-01-01"):
        invitation(who, None)
    assert of_year(2021).spread_asked.reason == NOTHING


def test_a_period_that_is_no_closed_year_has_no_spread(uneven):
    found = figures(date(2021, 1, 1), date(2021, 12, 30))
    assert (found.spread.reason, found.spread_asked.reason, found.earlier) == (NO_YEAR, NO_YEAR, {})


@pytest.mark.parametrize(
    ("have", "persons", "reason"),
    [(5, 50, ""), (4, 50, SMALL), (46, 50, SMALL), (50, 50, ""), (45, 49, SMALL), (0, 50, NOTHING), (0, 49, SMALL)],
)
def test_it_is_hidden_where_a_tenth_or_those_who_have_or_those_who_have_not_are_few(have, persons, reason):
    assert spread("spread", [3] * have, persons, 5, 3 * have).reason == reason


@given(st.lists(st.integers(1, 30), min_size=5, max_size=80), st.integers(0, 120))
def test_nobodys_number_moves_the_tenths_while_the_sums_of_the_blocks_stand(counts, others):
    """Whoever changes numbers within a block of at least k persons changes nothing that is told."""
    persons = len(counts) + others
    everybody = sorted([0] * others + counts)
    ends = [persons * tenth // 10 for tenth in range(11)]
    levelled = []
    for start, end in pairwise(ends):
        block = everybody[start:end]
        levelled += [sum(block) / len(block)] * len(block) if block else []
    some = [number for number in levelled if number]
    assert tenths(counts=sorted(some), persons=persons) == pytest.approx(tenths(sorted(counts), persons))


@given(st.lists(st.integers(1, 40), min_size=1), st.integers(0, 200))
def test_whole_per_cents_add_up_to_a_hundred(counts, others):
    shares = list(in_whole_per_cent(tenths(sorted(counts), len(counts) + others)))
    assert sum(round(100 * share) for share in shares) == 100
    assert all(abs(100 * share - round(100 * share)) < 1e-9 for share in shares)


def test_one_each_for_a_few_is_as_even_as_it_can_be():
    """Forty things for 172 persons: the last tenth has 17 of them, however fair one is."""
    told = spread("spread", [1] * 40, 172, 5, 40)
    assert told.tenths[-1] == told.even[-1] == 0.43
    assert [round(100 * share) for share in most_even(400, 100)] == [10] * 10


@given(st.lists(st.integers(1, 9), min_size=5, max_size=60), st.integers(0, 90))
def test_no_spread_is_more_even_than_the_most_even_one(counts, others):
    persons = len(counts) + others
    last = tenths(sorted(counts), persons)[-1]
    assert most_even(sum(counts), persons)[-1] <= last + 0.01  # Both are of whole per cents, or nearly.


@pytest.mark.parametrize(
    ("tenths", "half"),
    [([0.1] * 10, 0.5), ([0] * 9 + [1], 0.1), ([0] * 8 + [0.5, 0.5], 0.1), ([0] * 8 + [0.6, 0.4], 7 / 60), ((), 1)],
)
def test_half_is_reckoned_from_the_tenths_alone(tenths, half):
    assert Spread(tenths).half == pytest.approx(half)


def test_few_with_whom_numbers_begin_are_told_with_the_next_tenth():
    """A hundred persons of whom 21 have something: in the eighth tenth there is one of them."""
    least, most = (tenths([number] + [10] * 20, 100, 5) for number in (1, 3))
    assert least[:7] == most[:7] == [0] * 7
    assert least[7] == pytest.approx(least[8])
    assert most[7] == pytest.approx(most[8])
    assert tenths([1] + [10] * 20, 100)[7] == pytest.approx(1 / 201)


@pytest.mark.parametrize(("have", "reason"), [(10, ""), (11, SMALL), (14, SMALL), (15, "")])
def test_the_last_tenth_is_told_by_itself_or_not_at_all(have, reason):
    assert spread("spread", [1] * have, 100, 5, have).reason == reason
