"""docs/questionnaires.md is what other counties, and other programs, go by."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from medverka.questionnaires import checks, document
from medverka.questionnaires.files import MOST_MEGABYTES, dumps, read
from medverka.surveys import respondent_words

PAGE = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text()


def test_the_example_is_a_questionnaire_and_has_nothing_to_be_cautious_of():
    example = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL).group(1)
    questionnaire = read(example.encode())
    assert checks.problems(questionnaire) == []
    assert read(dumps(questionnaire).encode()) == questionnaire


@pytest.mark.parametrize(
    "part", [document.Questionnaire, document.Section, document.Question, document.Option, document.Picture]
)
def test_every_field_is_described(part):
    assert [field.name for field in fields(part) if f"`{field.name}`" not in PAGE] == []


def test_every_kind_and_face_is_named():
    assert [word for word in (*document.Kind, *document.FACES) if f"`{word}`" not in PAGE] == []


def test_every_button_that_can_be_named_in_another_language_stands_there():
    assert [name for name in respondent_words.WORDS if f"`{name}`" not in PAGE] == []


def test_the_limits_are_those_of_the_code():
    for limit in (
        f"{MOST_MEGABYTES} MB",
        f"{checks.MOST_QUESTIONS} questions",
        f"{checks.FEWEST_STEPS}–{checks.MOST_STEPS} steps",
        f"{checks.FEWEST_STEPS}–{checks.MOST_OPTIONS} things",
        f"{checks.LONGEST_TEXT} characters",
        f"{checks.LONGEST_HELP:,} characters",
        f"{checks.LONGEST_INTRO:,} characters",
        f"{checks.LONGEST_ANSWER:,}; {document.LONGEST:,}",
    ):
        assert limit in PAGE, limit
