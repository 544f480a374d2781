"""The outsider's reckoning agrees with trying every table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.disclosure import Range, deduce
from medverka.disclosure.tests.tables import Grid, Place, with_margins

bodies = st.lists(st.lists(st.integers(1, 4), min_size=3, max_size=3), min_size=2, max_size=2)


def every_table(grid: Grid, hidden: set[Place]) -> list[Grid]:
    """All bodies of 2 × 3 cells of at least 1 that agree with what is shown."""
    highest = grid[None, None]
    choices = [range(1, highest + 1) if (r, c) in hidden else [grid[r, c]] for r in range(2) for c in range(3)]
    tables = (with_margins([numbers[:3], numbers[3:]]) for numbers in product(*choices))
    return [t for t in tables if all(t[place] == grid[place] for place in grid if place not in hidden)]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(bodies, st.sets(st.sampled_from([(r, c) for r in (0, 1, None) for c in (0, 1, 2, None)]), max_size=5))
def test_it_finds_exactly_what_trying_every_table_finds(body: list[list[int]], places: set[Place]) -> None:
    grid = with_margins(body)
    hidden = places - {(None, None)}
    tables = every_table(grid, hidden)
    for place, found in deduce(grid, hidden).items():
        possible = [table[place] for table in tables]
        assert (found.low, found.high) == (min(possible), max(possible))


def test_a_number_under_no_known_total_has_no_upper_limit() -> None:
    grid = with_margins([[3]])
    found = deduce(grid, list(grid))[0, 0]
    assert (found.low, found.high) == (1, None)
    assert found.hides(5)


def test_one_hidden_cell_in_a_row_and_a_column_is_known_exactly() -> None:
    found = deduce(with_margins([[3, 9], [7, 8]]), [(0, 0)])[0, 0]
    assert (found.low, found.high) == (3, 3)
    assert not found.hides(5)


def test_a_single_breakdown_is_a_row_without_column_totals() -> None:
    values: dict[Place, int] = {(0, 0): 3, (0, 1): 9, (0, 2): 20, (0, None): 32}
    found = deduce(values, [(0, 0), (0, 1)])[0, 1]
    assert (found.low, found.high) == (1, 11)


@pytest.mark.parametrize(
    ("low", "high", "hides"), [(1, 5, True), (2, 5, False), (20, 24, True), (20, 23, False), (0, 4, False)]
)
def test_a_range_hides_when_it_holds_k_numbers_and_large_ones_among_them(low: int, high: int, hides: bool) -> None:
    assert Range(low, high).hides(5) is hides


def test_two_blocks_joined_by_one_cell_give_that_cell_away() -> None:
    # Every row and every column hides two cells or more, and still the joint (1, 2) can be reckoned.
    body = [[9, 9, 9, 9], [9, 9, 2, 9], [9, 9, 9, 9], [9, 9, 9, 9]]
    hidden: list[Place] = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)]
    found = deduce(with_margins(body), hidden)
    assert (found[1, 2].low, found[1, 2].high) == (2, 2)
    assert found[0, 0].hides(5)
