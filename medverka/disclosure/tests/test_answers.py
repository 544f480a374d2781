"""What is told of one question in one group: the rule by examples. That it holds is tried in test_answers_attacks.py."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from medverka.disclosure.answers import (
    Part,
    Span,
    asked,
    asked_of_both,
    asked_of_several,
    choice,
    multiple,
    numbers,
    round_edges,
    steps,
    texts_may_be_shown,
)

# Five steps from "mycket dåligt" to "mycket bra", and those who gave no answer.
WORST, BAD, NEITHER, GOOD, BEST, SILENT = 0, 1, 2, 3, 4, None


def told(parts: Sequence[Part[object]] | None) -> dict[object, int] | None:
    """The same, easy to read: a part of one option by its name, a merged one by all."""
    if parts is None:
        return None
    return {part.options[0] if len(part.options) == 1 else part.options: part.count for part in parts}


def test_a_scale_without_small_steps_is_told_step_by_step() -> None:
    assert told(steps([0, 5, 8, 10, 15], 38)) == {WORST: 0, BAD: 5, NEITHER: 8, GOOD: 10, BEST: 15, SILENT: 0}


def test_a_small_step_is_told_with_its_side_and_the_other_side_stays_as_it_is() -> None:
    assert told(steps([2, 6, 7, 10, 13], 38)) == {(WORST, BAD): 8, NEITHER: 7, SILENT: 0, GOOD: 10, BEST: 13}


def test_who_gave_no_answer_is_told_with_the_middle_and_never_with_a_side_of_opinion() -> None:
    assert told(steps([0, 7, 7, 10, 13], 38)) == {WORST: 0, BAD: 7, (NEITHER, SILENT): 8, GOOD: 10, BEST: 13}


def test_do_not_know_stands_apart_and_goes_with_the_middle() -> None:
    shown = told(steps([0, 7, 7, 10, 13, 3], 41, apart=[5]))
    assert shown == {WORST: 0, BAD: 7, (NEITHER, 5, SILENT): 11, GOOD: 10, BEST: 13}


def test_where_a_side_is_few_the_larger_one_stands_beside_all_the_rest() -> None:
    assert told(steps([0, 1, 5, 9, 6], 21)) == {GOOD: 9, BEST: 6, (WORST, BAD, NEITHER, SILENT): 6}


def test_blame_is_told_as_readily_as_praise() -> None:
    assert told(steps([6, 9, 5, 1, 0], 21)) == {WORST: 6, BAD: 9, (NEITHER, GOOD, BEST, SILENT): 6}


def test_a_scale_without_a_middle_has_all_who_say_neither_in_the_rest() -> None:
    assert told(steps([4, 8, 9, 12], 34)) == {2: 9, 3: 12, (0, 1, None): 13}


def test_the_rest_grows_towards_the_far_end_until_there_are_enough_to_hide_among() -> None:
    assert told(steps([0, 0, 0, 10, 22], 34)) == {BEST: 22, (WORST, BAD, NEITHER, GOOD, SILENT): 12}


def test_that_nobody_is_on_the_other_side_is_told_when_nothing_else_can_be() -> None:
    assert told(steps([0, 0, 0, 3, 30], 35)) == {WORST: 0, BAD: 0, (NEITHER, GOOD, BEST, SILENT): 35}


def test_a_middle_that_is_not_in_the_middle_can_be_pointed_out() -> None:
    assert told(steps([6, 4, 10, 12, 14], 48, middle=1)) == {0: 6, (1, None): 6, 2: 10, 3: 12, 4: 14}


def test_eight_people_are_told_of_only_where_they_agree() -> None:
    assert steps([0, 1, 0, 5, 2], 8) is None
    assert told(steps([0, 0, 0, 5, 3], 8)) == {WORST: 0, BAD: 0, NEITHER: 0, SILENT: 0, (GOOD, BEST): 8}
    assert told(steps([0, 0, 0, 8, 0], 8)) == {WORST: 0, BAD: 0, NEITHER: 0, GOOD: 8, BEST: 0, SILENT: 0}


def test_small_alternatives_are_told_as_one_remainder() -> None:
    assert told(choice([20, 12, 4, 2, 0], 38)) == {0: 20, 1: 12, 4: 0, SILENT: 0, (2, 3): 6}


def test_a_remainder_that_leaves_no_room_takes_the_smallest_other_with_it_and_those_of_equal_size() -> None:
    assert told(choice([20, 7, 7, 4], 38)) == {0: 20, SILENT: 0, (1, 2, 3): 18}


def test_who_gave_no_answer_is_in_the_remainder_too() -> None:
    assert told(choice([20, 14, 4], 41)) == {0: 20, 1: 14, (2, SILENT): 7}


def test_alternatives_of_which_nothing_is_safe_are_not_told_at_all() -> None:
    assert choice([6, 2, 0], 8) is None


@pytest.mark.parametrize("told_of", [steps, choice])
def test_of_fewer_than_k_nothing_is_told_even_when_they_agree(told_of: Callable[..., object]) -> None:
    assert told_of([0, 0, 4], 4) is None
    assert told_of([0, 0, 5], 5) is not None
    assert told_of([0, 0, 9], 9, k=10) is None


def test_each_of_several_alternatives_is_told_by_itself_where_both_those_who_chose_it_and_the_others_are_enough() -> (
    None
):
    assert multiple([0, 4, 5, 15, 16, 20], 20) == (0, None, 5, 15, None, 20)


def test_of_fewer_than_k_no_alternative_is_told_not_even_that_nobody_chose_it() -> None:
    assert multiple([0, 4, 2], 4) == (None, None, None)


def test_what_everyone_had_to_choose_must_not_give_a_hidden_alternative_away() -> None:
    # 10 chose "inget av detta" and 16 the first, of 30: the last 4 can have chosen nothing but the hidden one.
    assert multiple([16, 4, 10], 30) == (16, None, 10)
    assert multiple([16, 4, 10], 30, required=True) == (None, None, None)


def test_how_many_could_be_chosen_must_not_give_a_hidden_alternative_away() -> None:
    assert multiple([15, 15, 9, 1], 20, at_most=2) == (None, None, None, None)
    assert multiple([15, 15, 9, 1], 20, at_most=4) == (15, 15, 9, None)


def test_an_alternative_that_could_shut_out_the_others_makes_it_stricter_unless_it_is_known_that_none_does() -> None:
    assert multiple([15, 15, 9, 1], 20, at_most=3) == (None, None, None, None)
    assert multiple([15, 15, 9, 1], 20, at_most=3, alone=()) == (15, 15, 9, None)
    assert multiple([15, 15, 9, 1], 20, at_most=3, alone=[2]) == (None, None, None, None)


def test_an_alternative_of_one_choice_is_not_told_of_as_if_there_were_several() -> None:
    assert multiple([15, 5], 20, at_most=1) == (15, 5)
    assert multiple([15, 4], 20, at_most=1) == (None, None)


def test_numbers_are_told_in_classes_with_round_edges_that_are_open_at_both_ends() -> None:
    ages = [23, 24, 29, 31, 35, 38, 41, 44, 44, 47, 52, 55, 58, 59, 61, 63, 67, 68, 71, 90]
    assert told(numbers(ages, 20, edges=round_edges(18, 100))) == {
        Span(None, 40): 6, Span(40, 60): 8, Span(60, None): 6, SILENT: 0,
    }  # fmt: skip


def test_few_who_gave_no_number_are_told_with_the_lowest_class_and_many_by_themselves() -> None:
    assert told(numbers([0] * 4 + [1] * 8, 14, edges=[1])) == {(Span(None, 1), SILENT): 6, Span(1, None): 8}
    assert told(numbers([0] * 6 + [1] * 8, 20, edges=[1])) == {Span(None, 1): 6, Span(1, None): 8, SILENT: 6}


def test_numbers_that_fall_in_one_class_are_not_told() -> None:
    assert numbers([7] * 5 + [100] * 4, 9) is None


def test_that_nobody_gave_a_number_is_told() -> None:
    assert told(numbers([], 8)) == {Span(None, None): 0, SILENT: 8}


def test_edges_are_round_and_come_from_the_question_alone() -> None:
    assert round_edges(0, 5) == (1, 2, 3, 4, 5)
    assert round_edges(18, 100) == (20, 30, 40, 50, 60, 70, 80, 90, 100)
    assert round_edges(0, Decimal("2.5")) == (Decimal("0.5"), 1, Decimal("1.5"), 2, Decimal("2.5"))
    assert told(numbers([-7] * 6 + [Decimal("3.5")] * 6, 12)) == {Span(None, -5): 6, Span(-5, None): 6, SILENT: 0}


def test_a_follow_up_is_told_of_where_those_asked_are_whole_parts_of_its_parent() -> None:
    parent = steps([2, 6, 7, 10, 13], 38)
    assert asked(parent, {WORST, BAD}) == 8
    assert asked(parent, {BEST}) == 13
    assert asked(parent, {WORST}) is None
    assert asked(None, {WORST}) is None
    assert choice([3, 3], asked(parent, {WORST})) is None


def test_a_follow_up_of_a_follow_up_is_told_of_in_the_same_way() -> None:
    first = steps([2, 6, 7, 10, 13], 38)
    second = choice([13, 10, 0], asked(first, {GOOD, BEST}))
    third = choice([5, 5], asked(second, {1}))
    assert told(third) == {0: 5, 1: 5, SILENT: 0}


def test_a_follow_up_of_several_alternatives_is_told_of_where_one_number_says_how_many_were_asked() -> None:
    shown = multiple([0, 4, 5, 9, 20], 20)
    assert asked_of_several(shown, 20, [0, 2]) == 5
    assert asked_of_several(shown, 20, [2, 3]) is None
    assert asked_of_several(shown, 20, [1]) is None
    assert asked_of_several(shown, 20, [1, 4]) == 20
    assert asked_of_several(shown, None, [2]) is None


def test_a_question_that_depends_on_two_others_is_told_of_where_everybody_or_nobody_met_one_of_them() -> None:
    assert asked_of_both(20, 20, 8) == asked_of_both(20, 8, 20) == 8
    assert asked_of_both(20, 0, None) == 0
    assert asked_of_both(20, 12, 8) is None
    assert asked_of_both(20, None, 20) is None
    assert asked_of_both(None, 0, 0) is None


def test_texts_are_shown_of_groups_of_k() -> None:
    assert [texts_may_be_shown(n) for n in (None, 4, 5)] == [False, False, True]


def test_the_example_in_the_documentation_says_what_it_does() -> None:
    page = Path(__file__, "../../../../docs/disclosure.md").resolve().read_text()
    example = next(block for block in page.split("```") if "impression = " in block).removeprefix("python")
    found: dict[str, Any] = {"steps": steps, "choice": choice, "asked": asked}
    exec(example, found)  # our own page
    assert told(found["impression"]) == {(WORST, BAD): 18, NEITHER: 7, SILENT: 0, GOOD: 10, BEST: 13}
    assert told(found["why"]) == {0: 10, 1: 8, SILENT: 0}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: steps([5, 5, 5], 14), "nobody who answered was not asked"),
        (lambda: choice([-1, 9], 9), "no negative"),
        (lambda: choice([9], 9, k=1), "at least 2"),
        (lambda: multiple([9, 10], 9), "Nobody chooses twice"),
        (lambda: numbers([1] * 6, 5), "nobody who answered was not asked"),
    ],
)
def test_senseless_input_is_refused(wrong: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wrong()


def test_where_everybody_had_to_choose_a_hidden_alternative_that_cannot_be_rare_would_tell_how_few_left_it_out():
    assert multiple((6, 5), 10, k=5) == (None, 5)
    assert multiple((6, 5), 10, k=5, required=True) == (None, None)
