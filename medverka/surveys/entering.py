"""Answers from paper or the telephone: the whole form on one page, or section by section where it is read aloud."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from medverka.foundation import crypto
from medverka.questionnaires import answering, files
from medverka.questionnaires.document import Questionnaire, Section
from medverka.questionnaires.problems import Problem
from medverka.surveys import asking, drafts, tickets
from medverka.surveys.models import Group, Ticket

IGNORED: Final = "required"  # Whoever left it blank, or wrote what nobody can read, gave no answer.


@dataclass(frozen=True)
class Line:
    """A question in the summary: its number, its words and what was entered."""

    number: int
    text: str
    words: list[str]
    problem: str


class Entry:
    """The questions of a group as they stand on paper: all of them, whatever was answered before."""

    def __init__(self, group: Group, *, aloud: bool = False) -> None:
        self.group, self.aloud = group, aloud
        self.questionnaire = files.load(group.asks.content)
        self.language = self.questionnaire.languages[0]
        self.shown = self.questionnaire if aloud else _without_conditions(self.questionnaire)

    def parts(self, answers: Mapping[str, Any]) -> list[Section]:
        """The sections on one page; aloud one at a time, as far as they are put."""
        return [page.section for page in answering.pages(self.shown, answers)]

    def read(self, sections: list[Section], data: QueryDict) -> dict[str, Any]:
        """What was typed."""
        found: dict[str, Any] = {}
        for section in sections:
            found |= asking.read(section, data)
        return found

    def questions(
        self, sections: list[Section], answers: Mapping[str, Any], problems: list[Problem]
    ) -> list[tuple[str, list[asking.Asked]]]:
        """The sections as they are shown: title and questions."""
        rows = []
        for section in sections:
            shown = asking.of_page(self.shown, section, answers, self.language, problems)
            rows.append((asking.say(self.questionnaire, section.title, self.language), shown))
        return rows

    def clean(self, answers: Mapping[str, Any]) -> tuple[Any, list[Problem], list[Problem]]:
        """What is handed in; what must be mended first; and answers that are left out, as nobody was asked for them."""
        kept, problems = answering.clean(self.questionnaire, answers)
        wrong = [one for one in problems if not one.caution and one.code != IGNORED]
        return kept, wrong, [one for one in problems if one.caution and one.code == "not_asked"]

    def lines(self, answers: Mapping[str, Any]) -> list[Line]:
        """A line for each question that is put, to look through before it is saved."""
        rows = []
        numbers = {question.key: number for number, question in enumerate(self.questionnaire.questions, start=1)}
        for question in answering.asked(self.questionnaire, answers):
            words = asking.in_words(question, answers.get(question.key), self.questionnaire, self.language)
            text = asking.say(self.questionnaire, question.text, self.language)
            rows.append(Line(numbers[question.key], text, words, ""))
        return rows


def _without_conditions(questionnaire: Questionnaire) -> Questionnaire:
    sections = tuple(
        replace(
            section,
            asked_if=None,
            questions=tuple(replace(question, asked_if=None) for question in section.questions),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def ticket_of(group: Group, typed: str) -> tuple[Ticket | None, str]:
    """The ticket of a code that stands on a form, and what is wrong with the code. Without a code the open link is needed."""
    if not typed.strip():
        return None, "" if group.has_open_link else _("Skriv koden som står överst på formuläret.")
    ticket = tickets.of_code(typed)
    if ticket is None:
        return None, _("Koden finns inte. Se efter om något tecken är fel.")
    if ticket.group_id != group.pk:
        return None, _("Koden hör till en annan grupp eller en annan omgång.")
    if ticket.answered:
        return None, _("Koden är redan använd: de svaren finns redan.")
    return ticket, ""


def kept(secret: str, group: Group) -> dict[str, Any] | None:
    """What was entered so far; None where it has been saved, or was never there."""
    draft = drafts.find(secret) if secret else None
    if draft is None or draft.group_id != group.pk:
        return None
    try:
        return dict(drafts.answers_of(draft, secret))
    except crypto.CannotOpen:
        return None
