"""Which questions are put, given the answers so far; what was answered, read and checked; and what is counted of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from medverka.questionnaires.document import (
    Answer,
    Answers,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)
from medverka.questionnaires.problems import Place, Problem, Step

Raw: TypeAlias = Mapping[str, Any]
"""Answers as they come from a form or from anybody: of the shape of `Answers`, or of none."""

HAS_CHOICES: Final = (Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE)

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_NUMBER: Final = re.compile(r"([-+]?)(\d{1,15}|\d{1,3}(?:_\d{3}){1,4})(?:[.,٫](\d{1,6}))?")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Page:
    """A section as it is put to somebody. `first` is the number of its first question among all that are asked."""

    section: Section
    questions: tuple[Question, ...]
    first: int


@dataclass(frozen=True, slots=True)
class Item:
    """What is counted by itself: a question, or one row of a matrix, which is counted as a scale."""

    key: str
    question: Question
    row: Option | None
    options: tuple[Option, ...]
    kind: Kind


def items(questionnaire: Questionnaire) -> list[Item]:
    """All that is counted, in order. Free text is not (see `counting.texts`)."""
    return [item for question in questionnaire.questions for item in _items(question)]


def _items(question: Question) -> Iterator[Item]:
    if question.kind == Kind.MATRIX:
        for row in question.rows:
            yield Item(f"{question.key}.{row.key}", question, row, question.options, Kind.SCALE)
    elif question.kind != Kind.TEXT:
        yield Item(question.key, question, None, question.options, question.kind)


# --- What is asked ----------------------------------------------------------------------------


def asked(questionnaire: Questionnaire, answers: Raw) -> list[Question]:
    """The questions that are put to somebody who has answered so, in order.

    What was answered to a question that is not put counts for nothing, also where another depends on it.
    """
    return [question for page in pages(questionnaire, answers) for question in page.questions]


def pages(questionnaire: Questionnaire, answers: Raw) -> list[Page]:
    """The sections that are put to somebody who has answered so, each with its questions. One with no questions is left out."""
    found: list[Page] = []
    chosen: dict[str, frozenset[str]] = {}
    number = 1
    for section in questionnaire.sections:
        questions = tuple(_put(section, answers, chosen))
        if questions:
            found.append(Page(section, questions, number))
            number += len(questions)
    return found


def _put(section: Section, answers: Raw, chosen: dict[str, frozenset[str]]) -> Iterator[Question]:
    """The questions of a section that are put; what is chosen in them is added to `chosen` on the way."""
    if not _holds(section.asked_if, chosen):
        return
    for question in section.questions:
        if _holds(question.asked_if, chosen):
            chosen[question.key] = _chosen(question, answers.get(question.key))
            yield question


def _holds(condition: Condition | None, chosen: Mapping[str, frozenset[str]]) -> bool:
    return condition is None or not chosen.get(condition.question, frozenset()).isdisjoint(condition.options)


def conditions_of(section: Section, question: Question) -> list[Condition]:
    """What it takes to be asked. Where a question depends on one in its own section, the section's condition is in it."""
    own = question.asked_if
    if own is not None and own.question in {other.key for other in section.questions}:
        return [own]
    return [condition for condition in (section.asked_if, own) if condition is not None]


def _chosen(question: Question, answer: object) -> frozenset[str]:
    """The options that somebody chose, as far as the question has them."""
    if question.kind not in HAS_CHOICES:
        return frozenset()
    keys = {option.key for option in question.options}
    return frozenset(_strings(answer)) & keys


def _strings(answer: object) -> list[str]:
    """What was chosen, whether one was or several; nothing twice, nothing empty."""
    many = answer if isinstance(answer, list | tuple) else [answer]
    return list(dict.fromkeys(one for one in many if isinstance(one, str) and one))


# --- What was answered ------------------------------------------------------------------------


def clean(questionnaire: Questionnaire, answers: Raw) -> tuple[Answers, list[Problem]]:
    """The answers as they are kept, and what is wrong with them. They may be sent when no problem but cautions is left.

    Answers to questions that are not put are left out, with a caution. What is wrong otherwise stands as it was typed,
    so that nothing is lost when it is shown again; only options that do not exist fall away.
    """
    put = asked(questionnaire, answers)
    kept: dict[str, Answer] = {}
    problems: list[Problem] = []
    for number, question in enumerate(put, 1):
        place = (Step("question", number, question.key),)
        answer, found = _READERS[question.kind](question, answers.get(question.key), place)
        problems += found
        if answer:
            kept[question.key] = answer
    problems += _unasked(questionnaire, put, answers)
    return kept, problems


def _unasked(questionnaire: Questionnaire, put: list[Question], answers: Raw) -> Iterator[Problem]:
    """A caution for each answer to something that was not asked."""
    known = {question.key for question in questionnaire.questions}
    left = {str(key): answer for key, answer in answers.items() if _is_given(answer)}
    for question in put:
        left.pop(question.key, None)
    for key in left:
        code = "not_asked" if key in known else "unknown_question"
        yield Problem((Step("question", 0, key),), code, key, caution=True)


def _is_given(answer: object) -> bool:
    parts = answer.values() if isinstance(answer, Mapping) else answer if isinstance(answer, list | tuple) else [answer]
    return any(part not in (None, "", (), [], {}) for part in parts)


def _missing(question: Question, place: Place) -> list[Problem]:
    return [Problem(place, "required")] if question.required else []


def _read_one(question: Question, answer: object, place: Place) -> tuple[str, list[Problem]]:
    given = _strings(answer)[:1]
    if not given:
        return "", _missing(question, place)
    if given[0] not in {option.key for option in question.options}:
        return "", [Problem(place, "unknown_option", given[0])]
    return given[0], []


def _read_many(question: Question, answer: object, place: Place) -> tuple[list[str], list[Problem]]:
    """Several, in the order of the question's options."""
    given = _strings(answer)
    kept = [option.key for option in question.options if option.key in given]
    problems = [Problem(place, "unknown_option", key) for key in given if key not in kept]
    if question.at_most and len(kept) > question.at_most:
        problems.append(Problem(place, "too_many", str(question.at_most)))
    alone = next((option.key for option in question.options if option.alone and option.key in kept), "")
    if alone and len(kept) > 1:
        problems.append(Problem(place, "not_alone", alone))
    return kept, problems or ([] if kept else _missing(question, place))


def _read_number(question: Question, answer: object, place: Place) -> tuple[str, list[Problem]]:
    if type(answer) is int and answer.bit_length() < 64:
        answer = str(answer)
    text = answer.strip() if isinstance(answer, str) else ""
    if not text:
        return "", _missing(question, place)
    number = read_number(text, question)
    if number is None:
        return text, [Problem(place, "not_a_number", text[:60])]
    if question.least is not None and number < question.least:
        return text, [Problem(place, "too_small", write_number(question.least))]
    if question.most is not None and number > question.most:
        return text, [Problem(place, "too_big", write_number(question.most))]
    return write_number(number), []


def read_number(text: str, question: Question | None = None) -> Decimal | None:
    """A number as people write it: "1 234,5", "−3", "٣", and "5 dagar" where that is the question's unit. Else None."""
    plain = text.strip()[:100].casefold().replace("−", "-")
    for unit in (question.unit if question else {}).values():
        plain = plain.removesuffix(unit.casefold()) if unit else plain
    found = _NUMBER.fullmatch(_SPACES.sub("_", plain.strip()))
    if found is None:
        return None
    sign, whole, part = found.groups()
    return Decimal(f"{sign}{whole.replace('_', '')}.{part or 0}")


def write_number(number: Decimal) -> str:
    """A number as it is kept: "1234.5", without what says nothing."""
    if not number:
        return "0"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_text(question: Question, answer: object, place: Place) -> tuple[str, list[Problem]]:
    text = plain_text(answer) if isinstance(answer, str) else ""
    if not text:
        return "", _missing(question, place)
    if len(text) > question.longest:
        return text, [Problem(place, "too_long", str(question.longest))]
    return text, []


def plain_text(text: str) -> str:
    """Words as they are kept: with one sign for the end of a line, and without what cannot be stored."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NO_TEXT.sub("", lines.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).strip()


def _read_matrix(question: Question, answer: object, place: Place) -> tuple[dict[str, str], list[Problem]]:
    given = answer if isinstance(answer, Mapping) else {}
    kept: dict[str, str] = {}
    problems: list[Problem] = []
    for number, row in enumerate(question.rows, 1):
        chosen, found = _read_one(question, given.get(row.key), (*place, Step("row", number, row.key)))
        problems += found
        if chosen:
            kept[row.key] = chosen
    rows = {row.key for row in question.rows}
    problems += [Problem(place, "unknown_row", str(key), caution=True) for key in given if key not in rows]
    return kept, problems


_READERS: Final[Mapping[Kind, Callable[[Question, object, Place], tuple[Answer, list[Problem]]]]] = {
    Kind.SCALE: _read_one,
    Kind.SINGLE: _read_one,
    Kind.MULTIPLE: _read_many,
    Kind.NUMBER: _read_number,
    Kind.TEXT: _read_text,
    Kind.MATRIX: _read_matrix,
}
