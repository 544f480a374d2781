"""What a mapping asks: its questionnaire, the ladder's questions by level, and which step an answer is."""

from collections.abc import Mapping as Dict
from importlib.resources import files as resources
from typing import Any

from django.utils.translation import get_language

from medverka.mappings.models import DevelopmentArea
from medverka.mappings.rules import STEPS, Level
from medverka.questionnaires import files
from medverka.questionnaires.document import EASY, Kind, Question, Questionnaire, Text, in_language
from medverka.surveys.models import Version

BANK = "kartlaggning"


def of_version(version: Version) -> Questionnaire:
    """The questionnaire of a version."""
    return files.load(version.content)


def from_bank() -> Questionnaire:
    """Medverka's own questions."""
    return files.read(resources("medverka.mappings").joinpath("bank", f"{BANK}.json").read_bytes())


def on_ladder(question: Question) -> bool:
    """Whether the answer is one of five steps, so that it counts for its level."""
    return question.kind == Kind.SCALE and len(question.steps) == STEPS


def by_level(questionnaire: Questionnaire) -> dict[str, list[Question]]:
    """The ladder's questions, level by level; a level that has none is left out."""
    found: dict[str, list[Question]] = {}
    for level in Level.values:
        sections = [section for section in questionnaire.sections if section.level == level]
        questions = [one for section in sections for one in section.questions if on_ladder(one)]
        if questions:
            found[level] = questions
    return found


def step_of(question: Question, answers: Dict[str, Any]) -> int | None:
    """The step that was chosen, from one up; None for none, and for what stands beside the ladder."""
    keys = [option.key for option in question.steps]
    answer = answers.get(question.key)
    return keys.index(answer) + 1 if answer in keys else None


def is_for_mappings(questionnaire: Questionnaire) -> bool:
    """Whether it can be used: at least one level has questions on the ladder."""
    return bool(by_level(questionnaire))


def words(text: Text, *, easy: bool = False) -> str:
    """The words in the reader's language."""
    language = get_language() or "sv"
    return in_language(text, EASY if easy and language == "sv" else language)


def next_step(question: Question, answers: Dict[str, Any]) -> str:
    """What the step after the one that was chosen means for this question; empty where there is none."""
    step = step_of(question, answers)
    return words(question.steps[step].description) if step and step < len(question.steps) else ""


def question_text(area: DevelopmentArea) -> str:
    """The question that a development area came from, where it did."""
    if area.mapping is None or not area.question:
        return ""
    try:
        return words(of_version(area.mapping.version).question(area.question).text)
    except KeyError:
        return ""
