import pytest

from medverka.mappings import content
from medverka.mappings.rules import AREA_MOVES, LADDER, STEPS, AreaState, Level, level_step
from medverka.questionnaires import checks
from medverka.questionnaires.document import EASY


@pytest.mark.parametrize(
    ("steps", "asked", "figure"),
    [
        ([1, 2, 5], 3, 2),
        ([1, 2, 4, 5], 4, 2),  # Of two in the middle the lower one.
        ([5, 4, 1, 2], 4, 2),
        ([3], 1, 3),
        ([4, 5], 4, 4),
        ([5], 3, None),  # Fewer than half of the questions.
        ([], 0, None),
        ([], 4, None),
    ],
)
def test_a_level_comes_to_the_step_in_the_middle(steps, asked, figure):
    assert level_step(steps, asked) == figure


def test_a_question_that_does_not_concern_is_not_among_those_asked():
    assert level_step([5, 5], 2) == 5


def test_the_ladder_has_a_word_for_each_step():
    assert len(LADDER) == STEPS


def test_whatever_state_an_area_is_in_it_can_go_on():
    assert all(AREA_MOVES[state] for state in AreaState)


# --- The bank ---------------------------------------------------------------------------------


def test_the_banks_questions_are_whole_in_every_language():
    questionnaire = content.from_bank()
    assert list(checks.problems(questionnaire)) == []
    assert questionnaire.languages == ("sv", EASY, "en")


def test_every_level_has_questions_on_the_ladder_with_steps_described_for_that_very_question():
    levels = content.by_level(content.from_bank())
    assert set(levels) == set(Level.values)
    for questions in levels.values():
        assert 3 <= len(questions) <= 4
        for question in questions:
            for language in ("sv", EASY, "en"):
                told = [option.description[language] for option in question.steps]
                assert len(set(told)) == STEPS
