from datetime import date

import pytest

from medverka.voices import rules


@pytest.mark.parametrize(
    ("before", "answer", "possible"),
    [
        ("", "yes", True), ("", "no", True), ("", "later", True),
        ("later", "yes", True), ("later", "no", True), ("later", "later", False),
        ("yes", "no", False), ("yes", "yes", False), ("no", "yes", False), ("no", "later", False),
    ],
)  # fmt: skip
def test_only_a_later_can_be_followed_by_another_answer(before, answer, possible):
    assert rules.may_answer_with(answer, before=before) is possible


def test_figures_of_answers_count_days_only_of_what_was_answered():
    rows = [
        (date(2026, 1, 1), date(2026, 1, 10), True),
        (date(2026, 1, 1), date(2026, 1, 21), False),
        (date(2026, 1, 1), None, False),
        (date(2026, 1, 2), None, False),
    ]
    figures = rules.answer_figures(rows)
    assert (figures.voices, figures.answered, figures.with_effect) == (4, 2, 1)
    assert (figures.share_answered, figures.share_with_effect, figures.median_days) == (0.5, 0.5, 14.5)


def test_nothing_said_gives_no_share_rather_than_zero():
    figures = rules.answer_figures([])
    assert (figures.share_answered, figures.share_with_effect, figures.median_days) == (None, None, None)


def test_a_promised_day_is_not_late_before_it_has_passed():
    assert rules.days_late(date(2026, 5, 1), "", date(2026, 5, 1)) == 0
    assert rules.days_late(date(2026, 5, 1), "", date(2026, 5, 15)) == 14
    assert rules.days_late(date(2026, 5, 1), "no", date(2026, 5, 15)) == 0


def test_the_petal_of_the_answer_is_waited_for_until_a_yes_or_a_no():
    assert rules.current_petal("") == rules.current_petal("later") == "answered"
    assert rules.current_petal("no") == ""
    assert rules.petals("yes", "En tavla.") == {"asked", "taking_part", "said", "answered", "changed"}
