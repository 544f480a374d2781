"""A question as a respondent meets it: in one language, with what has been answered so far and what is wrong with it.

The respondent's pages, the builder's preview and the entry of paper answers all show `surveys/answering/_question.html`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse

from medverka.questionnaires.answering import asked, pages
from medverka.questionnaires.document import (
    Condition,
    Kind,
    Option,
    Picture,
    Question,
    Questionnaire,
    Section,
    Text,
    in_language,
)
from medverka.questionnaires.problems import Problem
from medverka.surveys import pictures, tongues
from medverka.surveys.words import told

FACES: Final = {"very_sad": "angry", "sad": "frown", "neutral": "meh", "happy": "smile", "very_happy": "laugh"}
PREFIX: Final = "q."
KEY: Final = 100  # No key of an option, and no number, is longer.


@dataclass(frozen=True)
class Shown:
    """A picture: a drawn sign, or an uploaded file."""

    icon: str
    address: str
    alt: str


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    value: str
    label: str
    description: str
    face: str
    picture: Shown | None
    chosen: bool
    apart: bool
    alone: bool


@dataclass(frozen=True)
class Row:
    """A row of a matrix, which is a question of its own to whoever answers."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Asked:
    """A question on a page. `follows` says of which answer it is a follow-up on the same page, as `name=key,key`."""

    key: str
    kind: str
    name: str
    number: int
    text: str
    help: str
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    value: str
    unit: str
    longest: int
    required: bool
    at_most: int | None
    picture: Shown | None
    problem: str
    waits: bool
    follows: str

    @property
    def has_pictures(self) -> bool:
        return any(choice.picture for choice in self.choices)


def languages_of(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The languages to choose between: tag, and what it calls itself."""
    return [(tag, tongues.own_name(tag)) for tag in questionnaire.languages]


def of_page(
    questionnaire: Questionnaire,
    section: Section,
    answers: Mapping[str, Any],
    language: str,
    problems: Iterable[Problem] = (),
) -> list[Asked]:
    """The questions of a section. Follow-ups that nobody has asked for yet are among them, and wait."""
    put = [question.key for question in asked(questionnaire, answers)]
    wrong = {problem.place[0].key: told(problem) for problem in problems if not problem.caution and problem.place}
    here = {question.key for question in section.questions}
    say = _speaker(questionnaire, language)
    shown = []
    for question in section.questions:
        is_put = question.key in put
        follows = question.asked_if if question.asked_if and question.asked_if.question in here else None
        if is_put or follows:
            number = put.index(question.key) + 1 if is_put else 0
            shown.append(_asked(question, answers.get(question.key), say, number, wrong.get(question.key, ""), follows))
    return shown


def minutes(questionnaire: Questionnaire) -> int:
    """About how long it takes: a third of a minute a question, one and a half where somebody writes."""
    seconds = sum(90 if question.kind == Kind.TEXT else 18 for question in asked(questionnaire, {}))
    return max(1, round(seconds / 60))


def page_of(questionnaire: Questionnaire, answers: Mapping[str, Any], key: str) -> Section | None:
    """The section with this key, if anything in it is put."""
    return next((page.section for page in pages(questionnaire, answers) if page.section.key == key), None)


def read(section: Section, data: QueryDict) -> dict[str, Any]:
    """What a form of this section holds, as it was typed, by the questions' keys. What was not on the page is left out."""
    found: dict[str, Any] = {}
    seen = set(data.getlist("seen"))
    for question in section.questions:
        if question.key not in seen:
            continue
        name = f"{PREFIX}{question.key}"
        if question.kind == Kind.MATRIX:
            rows = {row.key: data.get(f"{name}.{row.key}", "")[:KEY] for row in question.rows}
            found[question.key] = {key: value for key, value in rows.items() if value}
        elif question.kind == Kind.MULTIPLE:
            chosen = data.getlist(name)[: 2 * len(question.options)]
            found[question.key] = [value[:KEY] for value in chosen if value]
        elif question.kind == Kind.TEXT:
            found[question.key] = data.get(name, "")
        else:
            found[question.key] = data.get(name, "")[:KEY]
    return found


def to_keep(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a draft keeps them: of a text that is much too long the beginning. The page gives it all back to be shortened."""
    most = {one.key: 2 * one.longest + 1000 for one in section.questions if one.kind == Kind.TEXT}
    return {key: answer[: most[key]] if key in most else answer for key, answer in answers.items()}


def in_words(question: Question, answer: Any, questionnaire: Questionnaire, language: str) -> list[str]:
    """An answer as it is read through before it is sent: a line for each thing chosen, none where there is none."""
    say = _speaker(questionnaire, language)
    options = {option.key: say(option.text) for option in question.options}
    if question.kind == Kind.MATRIX:
        given = answer if isinstance(answer, Mapping) else {}
        return [f"{say(row.text)}: {options[given[row.key]]}" for row in question.rows if given.get(row.key) in options]
    if question.kind in (Kind.TEXT, Kind.NUMBER):
        unit = say(question.unit)
        return [f"{answer} {unit}".strip()] if answer else []
    chosen = answer if isinstance(answer, list) else [answer]
    return [options[key] for key in chosen if key in options]


@dataclass(frozen=True)
class Answer:
    """A question with its answer in words, a line for each thing chosen; `is_wrong` where it needs to be mended."""

    question: str
    lines: list[str]
    is_wrong: bool


@dataclass(frozen=True)
class Part:
    """A section as it is read through; `number` is its page's."""

    number: int
    title: str
    answers: list[Answer]


def read_through(
    questionnaire: Questionnaire, answers: Mapping[str, Any], language: str, wrong: Collection[str] = ()
) -> list[Part]:
    """Everything that was asked, with its answer, section by section. ``wrong`` are the keys of what needs to be mended."""
    say = _speaker(questionnaire, language)
    return [
        Part(
            number,
            say(page.section.title),
            [
                Answer(
                    say(question.text),
                    in_words(question, answers.get(question.key), questionnaire, language),
                    question.key in wrong,
                )
                for question in page.questions
            ],
        )
        for number, page in enumerate(pages(questionnaire, answers), 1)
    ]


def say(questionnaire: Questionnaire, text: Text, language: str) -> str:
    """The words of a questionnaire in a language."""
    return in_language(text, language, questionnaire.languages[0] if questionnaire.languages else "sv")


def _speaker(questionnaire: Questionnaire, language: str) -> Any:
    first = questionnaire.languages[0] if questionnaire.languages else "sv"

    def say(text: Text) -> str:
        return in_language(text, language, first)

    return say


def _asked(question: Question, answer: Any, say: Any, number: int, problem: str, follows: Condition | None) -> Asked:
    name = f"{PREFIX}{question.key}"
    is_matrix = question.kind == Kind.MATRIX
    given = answer if isinstance(answer, Mapping) else {}
    rows = tuple(
        Row(f"{name}.{row.key}", say(row.text), _choices(question.options, [given.get(row.key)], say))
        for row in question.rows
    )
    chosen = answer if isinstance(answer, list) else [answer]
    return Asked(
        key=question.key,
        kind=question.kind.value,
        name=name,
        number=number,
        text=say(question.text),
        help=say(question.help),
        choices=() if is_matrix else _choices(question.options, chosen, say),
        rows=rows,
        value=answer if isinstance(answer, str) else "",
        unit=say(question.unit),
        longest=question.longest,
        required=question.required,
        at_most=question.at_most,
        picture=_picture(question.picture, say),
        problem=problem,
        waits=not number,
        follows=f"{PREFIX}{follows.question}={','.join(follows.options)}" if follows else "",
    )


def _choices(options: Iterable[Option], chosen: Iterable[Any], say: Any) -> tuple[Choice, ...]:
    keys = set(map(str, chosen))
    return tuple(
        Choice(
            option.key,
            say(option.text),
            say(option.description),
            FACES.get(option.face, ""),
            _picture(option.picture, say),
            option.key in keys,
            option.apart,
            option.alone,
        )
        for option in options
    )


def _picture(picture: Picture | None, say: Any) -> Shown | None:
    if picture is None:
        return None
    address = reverse("surveys:image", args=[picture.file]) if picture.file else ""
    icon = picture.icon if picture.icon and pictures.is_sign(picture.icon) else ""
    return Shown(icon, address, say(picture.alt)) if icon or address else None
