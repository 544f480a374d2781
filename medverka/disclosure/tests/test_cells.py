"""A selection of persons beside the whole it is taken from."""

import pytest

from medverka.disclosure import may_filter


@pytest.mark.parametrize(
    ("selected", "allowed"), [(0, True), (1, False), (4, False), (5, True), (15, True), (16, False), (20, True)]
)
def test_neither_the_selected_nor_those_left_out_may_be_few(selected: int, allowed: bool) -> None:
    assert may_filter(selected, 20) is allowed


def test_a_county_may_ask_for_larger_groups() -> None:
    assert may_filter(8, 20)
    assert not may_filter(8, 20, k=10)


def test_a_selection_outside_its_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="part of the parent"):
        may_filter(21, 20)
