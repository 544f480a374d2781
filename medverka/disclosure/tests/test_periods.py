"""Publications that people keep and compare."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from random import Random

import pytest

from medverka.disclosure import Standing, closed_years, protect, renew
from medverka.disclosure.tests.tables import breakdown, published

Groups = dict[str, frozenset[int]]
FIRST, SECOND, THIRD = date(2020, 12, 31), date(2021, 12, 31), date(2022, 12, 31)


def groups(**members: range) -> Groups:
    return {name: frozenset(numbers) for name, numbers in members.items()}


def page(standing: dict[str, Standing]) -> dict[str, int | None]:
    return {name: len(group.members) if group.shown else None for name, group in standing.items()}


def test_only_years_that_are_over_may_be_broken_down() -> None:
    assert list(closed_years(2016, date(2019, 12, 31))) == [2016, 2017, 2018]
    assert list(closed_years(2016, date(2020, 1, 1))) == [2016, 2017, 2018, 2019]


def test_protecting_each_publication_alone_shows_the_one_who_came() -> None:
    before, after = protect(breakdown(20, 30)), protect(breakdown(21, 30))
    assert (published(before), published(after)) == ((20, 30), (21, 30))


def test_one_more_person_changes_no_figure() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 130)), SECOND)
    assert page(second) == page(first) == {"a": 20, "b": 30}


def test_one_more_person_is_not_found_by_subtracting_the_groups_that_changed() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 140)), SECOND)
    assert page(second) == {"a": 20, "b": 30}


def test_groups_that_changed_much_are_renewed_and_one_of_them_covers_for_those_that_did_not() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130), c=range(200, 240)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 140), c=range(200, 250)), SECOND)
    assert page(second) == {"a": 20, "b": 30, "c": 50}
    assert (second["b"].day, second["c"].day) == (FIRST, SECOND)


def test_when_every_group_changed_much_every_figure_is_new() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130)), FIRST)
    second = renew(first, groups(a=range(25), b=range(100, 140)), SECOND)
    assert page(second) == {"a": 25, "b": 40}


def test_the_exchange_of_persons_counts_and_not_the_net_change() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130)), FIRST)
    second = renew(first, groups(a=range(3, 23), b=range(100, 140)), SECOND)
    assert second["a"].day == SECOND


def test_a_group_that_covered_must_change_anew_before_it_is_shown() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130), c=range(200, 240)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 140), c=range(200, 250)), SECOND)
    third = renew(second, groups(a=range(26), b=range(100, 140), c=range(200, 260)), THIRD)
    assert page(third)["b"] == 30


def test_a_new_group_starts_as_nobody_and_is_shown_when_it_is_large_enough() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130)), FIRST)
    few = groups(a=range(20), b=range(100, 140), new=range(200, 203))
    assert renew(first, few, SECOND)["new"] == Standing(shown=True, day=FIRST)
    many = groups(a=range(20), b=range(100, 140), new=range(200, 206))
    assert page(renew(first, many, SECOND)) == {"a": 20, "b": 40, "new": 6}


def test_the_group_renewed_last_covers_so_that_no_group_waits_for_ever() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130), c=range(200, 240)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 140), c=range(200, 250)), SECOND)
    third = renew(second, groups(a=range(22), b=range(100, 150), c=range(200, 270)), THIRD)
    assert page(third) == {"a": 20, "b": 50, "c": 50}


def test_a_new_group_is_said_to_have_been_empty_at_the_latest_publication() -> None:
    first = renew({}, groups(a=range(20), b=range(100, 130), c=range(200, 240)), FIRST)
    second = renew(first, groups(a=range(21), b=range(100, 140), c=range(200, 250)), SECOND)
    third = renew(second, groups(a=range(21), b=range(100, 150), c=range(200, 270), new=range(300, 303)), THIRD)
    assert third["new"] == Standing(shown=True, day=SECOND)


def test_a_person_in_two_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="one group only"):
        renew({}, groups(a=range(10), b=range(9, 20)), FIRST)


def history(random: Random) -> Iterator[tuple[date, Groups]]:
    """Ten years in which people come, move and leave."""
    home: dict[int, str] = {}
    weights = [random.randint(1, 30) for _ in "abcdef"]
    for year in range(2016, 2026):
        for person in range(year * 100, year * 100 + random.randint(0, 40)):
            home[person] = random.choices("abcdef", weights)[0]
        for person in random.sample(sorted(home), random.randint(0, len(home) // 3)):
            del home[person]
        yield (
            date(year, 12, 31),
            {name: frozenset(p for p, at in home.items() if at == name) for name in "abcdef"},
        )


@pytest.mark.slow
def test_through_long_histories_no_comparison_tells_of_fewer_than_k_persons() -> None:
    renewed = 0
    for seed in range(400):
        standing: dict[str, Standing] = {}
        publications = []
        for day, now in history(Random(seed)):
            standing = renew(standing, now, day)
            publications.append((day, now, standing))
        for (_, _, before), (day, now, after) in pairwise(publications):
            changed = {name for name in after if after[name].day == day}
            renewed += len(changed)
            for name in changed:
                assert len(before[name].members ^ now[name]) >= 5
                assert len(now[name]) not in range(1, 5)
            unknown = [n for n in after if not (after[n].shown and after[n].members == now[n])]
            assert not changed or len(unknown) != 1
            # What is left of today's total after subtraction tells of a group that changed much, too.
            if changed and unknown:
                assert max(len(before[name].members ^ now[name]) for name in unknown) >= 5
    assert renewed > 1000
