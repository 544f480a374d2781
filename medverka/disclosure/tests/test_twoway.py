"""Tables with their margins: nothing hidden comes back by subtracting rows and columns."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.disclosure import Cell, Hidden, Shown, deduce, is_small, protect, protect_table
from medverka.disclosure.tests.tables import Place, cells, with_margins

bodies = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 20), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def hidden_in(body: list[list[int]], k: int = 5) -> set[Place]:
    outcomes = protect_table(cells(with_margins(body)), k=k)
    return {outcome.key for outcome in outcomes if isinstance(outcome, Hidden)}


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert hidden_in([[8, 0], [12, 30]]) == set()


def test_a_small_cell_is_covered_in_its_row_and_in_its_column() -> None:
    assert hidden_in([[3, 20, 30], [25, 22, 40], [31, 33, 50]]) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_row_with_few_persons_hides_its_total_too() -> None:
    hidden = hidden_in([[1, 2], [20, 30], [40, 60]])
    assert (0, None) in hidden
    assert len([place for place in hidden if place[1] is None]) >= 2


def test_the_grand_total_is_always_shown() -> None:
    outcomes = protect_table(cells(with_margins([[1, 1], [1, 0]])))
    assert [o.key for o in outcomes if isinstance(o, Shown)] == [(None, None)]


def test_the_answers_come_in_the_order_of_the_cells() -> None:
    grid = with_margins([[3, 20], [25, 22]])
    assert [outcome.key for outcome in protect_table(cells(grid))] == list(grid)


def test_hours_in_fractions_are_protected_by_the_persons_behind_them() -> None:
    hours: dict[Place, tuple[str, int]] = {
        (0, 0): ("0.5", 1),
        (0, 1): ("40", 20),
        (1, 0): ("30.5", 18),
        (1, 1): ("60", 30),
    }
    hours |= {(0, None): ("40.5", 21), (1, None): ("90.5", 48), (None, 0): ("31", 19), (None, 1): ("100", 50)}
    hours |= {(None, None): ("131", 69)}
    outcomes = protect_table([Cell(key, Decimal(value), persons) for key, (value, persons) in hours.items()])
    assert {o.key for o in outcomes if isinstance(o, Hidden)} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_block_of_small_cells_takes_large_ones_with_it_in_each_row_and_column() -> None:
    # Each 4 could be anything from 1 to 7, but the rows would tell of groups of eight small ones alone.
    body = [[4, 4, 20, 30], [4, 4, 30, 20], [20, 30, 20, 30], [30, 20, 30, 20]]
    hidden = hidden_in(body)
    assert all(any((r, c) in hidden for c in (2, 3, None)) for r in (0, 1))
    assert all(any((r, c) in hidden for r in (2, 3, None)) for c in (0, 1))


def test_a_table_that_does_not_add_up_is_refused() -> None:
    grid = with_margins([[8, 9], [12, 30]])
    for place in [(0, None), (None, 1), (None, None)]:
        with pytest.raises(ValueError, match="do not add up"):
            protect_table(cells(grid | {place: grid[place] + 1}))


def test_protecting_row_by_row_alone_is_undone_by_the_column_totals() -> None:
    body = [[3, 20, 30], [25, 22, 40]]
    row = protect([Cell((0, c), value, value) for c, value in enumerate(body[0])])
    hidden: list[Place] = [outcome.key for outcome in row if isinstance(outcome, Hidden)]
    found = deduce(with_margins(body), hidden)[0, 0]
    assert (found.low, found.high) == (3, 3)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(bodies, st.integers(2, 6))
def test_no_small_number_can_be_narrowed_down_by_subtracting_rows_and_columns(body: list[list[int]], k: int) -> None:
    grid = with_margins(body)
    hidden = hidden_in(body, k)
    small = {place for place, persons in grid.items() if is_small(persons, k)} - {(None, None)}
    assert small <= hidden
    if hidden == set(grid) - {(None, None)}:
        return  # nothing to deduce from but the public total
    found = deduce(grid, hidden)
    assert all(found[place].hides(k) for place in small)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(bodies, st.integers(2, 6))
def test_each_row_and_column_that_hides_has_at_least_two_hidden_cells(body: list[list[int]], k: int) -> None:
    hidden = hidden_in(body, k)
    for axis in (0, 1):
        for name in {place[axis] for place in hidden}:
            line = [place for place in with_margins(body) if place[axis] == name and place != (None, None)]
            in_line = [place for place in line if place in hidden]
            filled = [place for place in line if with_margins(body)[place]]
            assert len(in_line) >= min(2, len(filled))


def test_less_than_an_hour_can_be_covered_like_more() -> None:
    persons = with_margins([[20, 1], [1, 0]])
    outcomes = protect_table([Cell(place, Decimal(number) / 4, number) for place, number in persons.items()])
    assert {o.key for o in outcomes if isinstance(o, Shown)} == {(1, 1), (None, None)}


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(bodies)
def test_quarters_of_hours_are_no_way_round(body: list[list[int]]) -> None:
    grid = with_margins(body)
    quarters = {place: Decimal(persons) / 4 for place, persons in grid.items()}
    outcomes = protect_table([Cell(place, quarters[place], persons) for place, persons in grid.items()])
    hidden = {outcome.key for outcome in outcomes if isinstance(outcome, Hidden)}
    if hidden and hidden != set(grid) - {(None, None)}:
        found = deduce(quarters, hidden, least=min(quarters[place] for place in hidden))
        assert all(found[place].hides(5) for place in hidden if is_small(grid[place]))


# --- Margins that stand elsewhere -------------------------------------------------------------


def test_a_margin_that_is_known_stays_shown_and_one_that_is_withheld_does_not_come_out() -> None:
    grid = with_margins([[8, 12], [9, 11], [30, 40]])
    known: set[Place] = {(None, 0), (None, 1), (2, None)}
    outcomes = protect_table(cells(grid), known=known, withheld={(0, None), (0, 1)})
    hidden: set[Place] = {outcome.key for outcome in outcomes if isinstance(outcome, Hidden)}
    assert {(0, None), (0, 1)} <= hidden
    assert not hidden & known
    assert deduce(grid, hidden)[0, None].hides(5)


@pytest.mark.parametrize(("known", "withheld"), [({(0, None)}, set()), ({(1, None)}, {(1, None)})])
def test_what_is_small_cannot_be_called_known_and_nothing_is_both(known: set[Place], withheld: set[Place]) -> None:
    with pytest.raises(ValueError, match="neither small nor withheld"):
        protect_table(cells(with_margins([[1, 2], [20, 30]])), known=known, withheld=withheld)


@pytest.mark.slow
@settings(max_examples=800, deadline=None)
@given(bodies, st.integers(2, 6), st.sets(st.integers(0, 4)))
def test_known_margins_do_not_tell_of_the_small(body: list[list[int]], k: int, away: set[int]) -> None:
    grid = with_margins(body)
    known = {place for place, persons in grid.items() if None in place and place[0] not in away}
    known = {place for place in known if not is_small(grid[place], k)}
    withheld = {place for place in grid if place[0] in away and place[1] in (0, None)}
    outcomes = protect_table(cells(grid), k=k, known=known - {(None, None)}, withheld=withheld)
    hidden = {outcome.key for outcome in outcomes if isinstance(outcome, Hidden)}
    assert withheld <= hidden
    assert not hidden & known
    if any(None not in place for place in set(grid) - hidden):  # Else only the known margins are left to deduce from.
        found = deduce(grid, hidden, least=min((1, *(grid[place] for place in hidden))))
        assert all(found[place].hides(k) for place in hidden if is_small(grid[place], k) or place in withheld)
