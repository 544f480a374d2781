"""Questions to take: from the question bank, or from another questionnaire. Keys are the same, so that they can be laid side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from medverka.questionnaires import editing, files, translating
from medverka.questionnaires.document import Question, in_language
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys import bank, building_told
from medverka.surveys.models import Questionnaire
from medverka.surveys.queries.questionnaires import visible_to


@dataclass(frozen=True)
class Offered:
    """A question that can be taken: its key in the form, and itself in words."""

    key: str
    question: Question
    told: building_told.Told


@dataclass(frozen=True)
class Found:
    """What there is to take, under headings."""

    parts: list[tuple[str, list[Offered]]]

    def questions(self) -> Iterator[tuple[str, Question]]:
        """All of them, by their keys in the form."""
        return ((one.key, one.question) for _heading, offered in self.parts for one in offered)


def sources(user: Any, into: Questionnaire) -> list[tuple[str, str]]:
    """Where questions can be taken from: address and name."""
    others = visible_to(user).exclude(pk=into.pk).values_list("slug", "name")
    return [("", _("Frågebanken")), *others]


def found(user: Any, into: Questionnaire, source: str, sought: str) -> Found:
    """The questions of a source in which the words sought stand; of the question bank where there is no such source."""
    row = visible_to(user).exclude(pk=into.pk).filter(slug=source).first() if source else None
    parts = list(_of(row) if row else _of_bank())
    needle = sought.strip().casefold()
    parts = [(heading, [one for one in offered if needle in _haystack(one)]) for heading, offered in parts]
    return Found([(heading, offered) for heading, offered in parts if offered])


def _haystack(one: Offered) -> str:
    return " ".join((one.told.text, one.told.help, *one.told.options, *one.told.rows)).casefold()


def _of_bank() -> Iterator[tuple[str, list[Offered]]]:
    parts: dict[str, list[Offered]] = {}
    for item in bank.items():
        whole = item.ready.questionnaire
        heading = _("Till %(whom)s") % {"whom": item.ready.whom}
        free = replace(item.question, asked_if=None)
        parts.setdefault(heading, []).append(Offered(item.key, free, building_told.question(whole, free)))
    yield from parts.items()


def _of(row: Questionnaire) -> Iterator[tuple[str, list[Offered]]]:
    whole = files.load(row.versions.all()[0].content)
    for section in whole.sections:
        free = [replace(one, asked_if=None) for one in section.questions]
        offered = [Offered(one.key, one, building_told.question(whole, one)) for one in free]
        yield in_language(section.title, whole.languages[0]), offered


def added(whole: Document, into: str, chosen: Sequence[Question]) -> Document:
    """The questionnaire with these last in a section, in its own languages. One that is there already is not taken twice."""
    there = {one.key for one in whole.questions}
    new: list[Question] = []
    for question in chosen:
        if question.key not in there:
            there.add(question.key)
            new.append(translating.spoken(question, whole.languages, whole.languages[0]))
    return editing.add_questions(whole, into, new)
