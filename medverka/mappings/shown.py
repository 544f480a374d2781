"""An organisation's answers as pages and reports show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from medverka.accounts.models import User
from medverka.mappings import content
from medverka.mappings.content import words
from medverka.mappings.models import SelfAssessment
from medverka.mappings.results import Spread
from medverka.questionnaires import answering
from medverka.questionnaires.document import Kind, Option, Question, Section


@dataclass(frozen=True)
class Shown:
    """One question with what was answered: in a word, and what that word means for just this question."""

    question: Question
    title: str
    answer: str
    description: str = ""
    step: int | None = None
    comment: str = ""
    evidence: Sequence[str] = ()
    spread: Spread | None = None


@dataclass(frozen=True)
class Part:
    """One section with its questions."""

    section: Section
    title: str
    text: str
    number: int
    questions: Sequence[Shown] = field(default_factory=list)

    @property
    def unanswered(self) -> int:
        """How many questions have no answer."""
        return sum(not one.answer for one in self.questions)

    @property
    def answered(self) -> int:
        """How many have."""
        return len(self.questions) - self.unanswered


def answers_of(
    assessment: SelfAssessment, *, easy: bool = False, spreads: dict[str, Spread] | None = None
) -> list[Part]:
    """Everything an organisation is asked, with what it has answered."""
    questionnaire = content.of_version(assessment.mapping.version)
    parts = []
    for number, page in enumerate(answering.pages(questionnaire, assessment.answers), 1):
        told = [_shown(one, assessment, easy, (spreads or {}).get(one.key)) for one in page.questions]
        title, text = words(page.section.title, easy=easy), words(page.section.text, easy=easy)
        parts.append(Part(page.section, title, text, number, told))
    return parts


def _shown(question: Question, assessment: SelfAssessment, easy: bool, spread: Spread | None) -> Shown:
    answer = assessment.answers.get(question.key)
    chosen = next((option for option in question.options if option.key == answer), None)
    return Shown(
        question,
        words(question.text, easy=easy),
        words(chosen.text, easy=easy) if chosen else _in_words(question, answer, easy),
        words(chosen.description, easy=easy) if chosen else "",
        content.step_of(question, assessment.answers) if content.on_ladder(question) else None,
        assessment.comments.get(question.key, ""),
        assessment.evidence.get(question.key, []),
        spread,
    )


def _in_words(question: Question, answer: Any, easy: bool) -> str:
    """An answer of any other kind."""
    if not answer:
        return ""
    names = {option.key: words(option.text, easy=easy) for option in question.options}
    if question.kind == Kind.MULTIPLE:
        return ", ".join(names.get(key, key) for key in answer)
    if question.kind == Kind.MATRIX:
        rows: dict[str, Option] = {row.key: row for row in question.rows}
        return "; ".join(f"{words(rows[key].text, easy=easy)}: {names.get(one, one)}" for key, one in answer.items())
    unit = words(question.unit, easy=easy)
    return f"{answer} {unit}".strip()


def name_of(actor: str) -> str:
    """Who an actor is, by name where they have an account; empty for whoever came by a link."""
    kind, _colon, pk = actor.partition(":")
    found = User.objects.filter(pk=pk).first() if kind == "user" and pk.isdecimal() else None
    return found.name if found else ""
