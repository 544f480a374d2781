"""The rule of small bodies: nobody who is too small to be named can be told by subtraction either."""

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.reports.compilation.bodies import Body, telling

numbers = count(1)


def body(name="", voices=5, *, kind="forum", area=None, hidden=False):
    pk = next(numbers)
    return Body(pk, name or f"Forum {pk}", kind, area, hidden, voices)


def names(bodies):
    return sorted(each.name for each in bodies)


def test_where_nobody_is_too_small_all_are_named():
    told = telling([body("Björken"), body("Aspen")])
    assert (names(told.named), told.together, told.by_kind, told.by_area) == (
        ["Aspen", "Björken"],
        frozenset(),
        True,
        True,
    )


def test_two_small_ones_stand_together_and_the_others_are_named():
    told = telling([body("Aspen"), body("Björken", hidden=True), body("Ceder", hidden=True)])
    assert (names(told.named), names(told.together)) == (["Aspen"], ["Björken", "Ceder"])


def test_one_alone_gets_the_smallest_other_of_its_kind_beside_it():
    told = telling(
        [body("Aspen", 9), body("Björken", 3), body("Ceder", 7, hidden=True), body("Rådet", 1, kind="council")]
    )
    assert names(told.together) == ["Björken", "Ceder"]
    assert told.by_kind


def test_one_alone_of_its_kind_gets_one_of_another_and_kinds_are_not_told_apart():
    told = telling(
        [body("Aspen", hidden=True), body("Rådet", 4, kind="council"), body("Stora rådet", 9, kind="council")]
    )
    assert names(told.together) == ["Aspen", "Rådet"]
    assert not told.by_kind


def test_a_small_one_in_each_sub_area_gets_somebody_beside_it_there():
    told = telling(
        [body("Norr", area=1, hidden=True), body("Norr stort", area=1), body("Söder", area=2, hidden=True),
         body("Söder stort", area=2), body("Söder störst", 9, area=2)]
    )  # fmt: skip
    assert names(told.together) == ["Norr", "Norr stort", "Söder", "Söder stort"]
    assert told.by_area


def test_small_ones_that_are_alone_in_their_sub_areas_close_the_choice_of_sub_area():
    told = telling([body("Norr", area=1, hidden=True), body("Söder", area=2, hidden=True), body("Väster", area=3)])
    assert names(told.together) == ["Norr", "Söder"]
    assert (told.by_area, told.by_kind) == (False, True)


def test_where_there_is_nobody_to_stand_beside_it_no_body_is_told_apart():
    told = telling([body("Aspen", hidden=True)])
    assert told.alone
    assert not told.by_kind


bodies = st.lists(
    st.builds(
        body,
        voices=st.integers(1, 30),
        kind=st.sampled_from(["forum", "council"]),
        area=st.sampled_from([None, 1, 2]),
        hidden=st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.slow
@given(bodies)
def test_what_is_told_never_leaves_a_small_one_alone(known):
    told = telling(known)
    assert told.named | told.together == set(known)
    assert not any(each.hidden for each in told.named)
    if told.alone:
        assert len(known) == 1
    for tellable, part_of in ((told.by_kind, lambda each: each.kind), (told.by_area, lambda each: each.area)):
        if tellable:
            # A choice's total less what is named there: what is left is none, or at least two.
            left = Counter(part_of(each) for each in known) - Counter(part_of(each) for each in told.named)
            assert 1 not in left.values()


@given(bodies)
def test_who_stands_together_does_not_hang_on_the_order_in_which_they_come(known):
    assert telling(known) == telling(reversed(known))
