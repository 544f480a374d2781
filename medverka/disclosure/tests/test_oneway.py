"""One breakdown with a public total: what is hidden, and that it stays so."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.disclosure import Cell, Hidden, Shown, deduce, is_small, protect
from medverka.disclosure.tests.tables import Place, breakdown, published, same_page

sizes = st.lists(st.integers(0, 30), min_size=1, max_size=9)


def test_a_breakdown_without_small_cells_is_shown_whole() -> None:
    assert published(protect(breakdown(5, 0, 40))) == (5, 0, 40)


def test_a_small_cell_takes_the_smallest_other_cell_with_it() -> None:
    assert published(protect(breakdown(30, 4, 12, 90))) == (30, None, None, 90)


def test_k_itself_is_not_small_and_one_less_is() -> None:
    assert [is_small(persons) for persons in (0, 1, 4, 5)] == [False, True, True, False]


def test_an_empty_cell_is_shown_as_zero_and_covers_for_nobody() -> None:
    assert published(protect(breakdown(0, 2, 20, 30))) == (0, None, None, 30)


def test_two_small_cells_do_not_cover_for_each_other() -> None:
    assert published(protect(breakdown(4, 4, 9, 30))) == (None, None, None, 30)


def test_a_cover_that_leaves_no_room_takes_another_with_it() -> None:
    # 1 + 5 = 6 could be nothing else for a reader who knows that one cell is small and one is not.
    assert published(protect(breakdown(1, 5, 8, 30))) == (None, None, None, 30)


def test_a_breakdown_that_nothing_can_cover_is_hidden_whole_with_its_empty_cells() -> None:
    assert published(protect(breakdown(1, 1, 3, 0))) == (None, None, None, None)
    assert published(protect(breakdown(3, 40)))[:2] == (None, None)


def test_cells_of_equal_size_are_hidden_together_so_that_order_tells_nothing() -> None:
    assert published(protect(breakdown(8, 2, 8, 30))) == (None, None, None, 30)


def test_persons_decide_and_not_the_value() -> None:
    outcomes = protect([Cell("a", 46, 2), Cell("b", 12, 9), Cell("c", 30, 20)])
    assert outcomes == [Hidden("a"), Hidden("b"), Shown("c", 30)]


def test_a_cover_with_hardly_any_value_is_not_enough() -> None:
    outcomes = protect([Cell("a", 1, 1), Cell("b", 6, 6), Cell("c", 2, 7), Cell("d", 50, 30)])
    assert outcomes == [Hidden("a"), Hidden("b"), Hidden("c"), Hidden("d")]


def test_those_outside_an_overlapping_cell_are_a_group_too() -> None:
    perspectives = breakdown(140, 60, 30)
    assert published(protect(perspectives)) == (140, 60, 30)
    assert published(protect(perspectives, population=143)) == (None, 60, None)


def test_a_cell_of_everybody_is_shown() -> None:
    assert published(protect(breakdown(143, 60, 30), population=143)) == (143, 60, 30)


def test_a_hidden_cell_carries_no_number_and_no_reason() -> None:
    assert Hidden.__slots__ == ("key",)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Cell("a", -1, 3), "no negative"),
        (lambda: Cell("a", 3, 0), "needs persons"),
        (lambda: protect(breakdown(1), k=1), "at least 2"),
        (lambda: protect([Cell("a", 7, 7), Cell("a", 8, 8)]), "a key of its own"),
        (lambda: protect(breakdown(9), population=8), "more persons than the population"),
    ],
)
def test_senseless_input_is_refused(wrong: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()


def test_hiding_small_cells_alone_gives_them_away() -> None:
    values: dict[Place, int] = {(0, 0): 30, (0, 1): 4, (0, 2): 12, (0, None): 46}
    alone = deduce(values, [(0, 1)])[0, 1]
    assert (alone.low, alone.high) == (4, 4)
    assert not alone.hides(5)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(sizes, st.integers(2, 7))
def test_no_hidden_number_can_be_narrowed_down_by_subtraction(numbers: list[int], k: int) -> None:
    page = published(protect(breakdown(*numbers), k=k))
    hidden: list[Place] = [(0, key) for key, value in enumerate(page) if value is None]
    assert not any(isinstance(value, int) and is_small(value, k) for value in page)
    if not hidden or len(hidden) == len(numbers):
        return  # nothing to deduce from but the public total
    values: dict[Place, int] = {(0, key): number for key, number in enumerate(numbers)}
    values[0, None] = sum(numbers)
    assert len(hidden) >= 2
    assert sum(values[place] for place in hidden) >= k
    assert all(found.hides(k) for found in deduce(values, hidden).values())


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(sizes, st.randoms(use_true_random=False))
def test_cells_that_are_hidden_may_swap_places_unseen(numbers: list[int], random: Random) -> None:
    page = published(protect(breakdown(*numbers)))
    hidden = [key for key, value in enumerate(page) if value is None]
    swapped = list(numbers)
    for key, other in zip(hidden, sorted(hidden, key=lambda _: random.random()), strict=True):
        swapped[key] = numbers[other]
    assert published(protect(breakdown(*swapped))) == page


@pytest.mark.slow
@pytest.mark.parametrize(("length", "top", "k"), [(2, 24, 5), (3, 24, 5), (4, 14, 3), (5, 10, 3)])
def test_who_knows_the_rule_and_tries_every_breakdown_still_pins_no_hidden_cell(length: int, top: int, k: int) -> None:
    pages = [(page, behind) for page, behind in same_page(length, top, k) if None in page]
    assert pages
    for page, behind in pages:
        for key in (key for key, value in enumerate(page) if value is None):
            possible = {numbers[key] for numbers in behind}
            assert len(possible) >= 2, (page, behind)
            if set(page) != {None}:
                assert {is_small(number, k) for number in possible} == {True, False}, (page, behind)


@given(sizes, st.integers(2, 7))
def test_a_page_with_nothing_small_hides_nothing(numbers: list[int], k: int) -> None:
    large = [number + k for number in numbers]
    assert published(protect(breakdown(*large), k=k)) == tuple(large)
