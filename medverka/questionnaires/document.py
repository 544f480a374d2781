"""The parts of a questionnaire. What each may hold, and the file they are written to, stands in docs/questionnaires.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

Text: TypeAlias = Mapping[str, str]
"""The same words in several languages, by language tag. An easy-read twin is a language of its own (`EASY`)."""

Answer: TypeAlias = str | list[str] | dict[str, str]
"""An option's key; several of them; of a matrix each row's option; a number as it is written in JSON; or free words."""

Answers: TypeAlias = Mapping[str, Answer]

EASY: Final = "sv-x-lattlast"
NOTHING: Final[Text] = {}
FACES: Final = ("very_sad", "sad", "neutral", "happy", "very_happy")
LONGEST: Final = 2000
"""Characters of a text, where a question does not say."""


class Kind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"
    NUMBER = "number"
    TEXT = "text"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class Picture:
    """Support for those who read pictures rather than words: a drawn sign by name, or an uploaded file by its digest."""

    icon: str = ""
    file: str = ""
    alt: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: a step of a scale, an alternative, or the row of a matrix.

    `apart` stands beside a scale without being a step of it ("vet inte"). `face` is the sign of a step: one of
    `very_sad`, `sad`, `neutral`, `happy`, `very_happy`. `description` says what it means at more length. `alone` shuts out all
    others where several may be chosen ("inget av dessa").
    """

    key: str
    text: Text
    description: Text = field(default_factory=dict)
    face: str = ""
    picture: Picture | None = None
    apart: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A question or section that is put only to those who chose one of these options of an earlier question."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its key is the same in every version, so that years can be laid beside each other.

    `options` are the steps of a scale or matrix, worst first, or what there is to choose; `rows` those of a matrix.
    `at_most` limits how many are chosen, `least` and `most` a number, `longest` a text in characters.
    """

    key: str
    kind: Kind
    text: Text
    help: Text = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    required: bool = False
    at_most: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    unit: Text = field(default_factory=dict)
    longest: int = LONGEST
    picture: Picture | None = None
    asked_if: Condition | None = None

    @property
    def steps(self) -> tuple[Option, ...]:
        """The options that are steps of a scale, worst first."""
        return tuple(option for option in self.options if not option.apart)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together: a page of its own on a small screen. `level` is used by mappings alone."""

    key: str
    title: Text
    questions: tuple[Question, ...] = ()
    text: Text = field(default_factory=dict)
    level: str = ""
    asked_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire. `languages` are those it is written in, the first one the language of what is missing.

    `words` holds the buttons' words in languages that the interface itself does not speak.
    """

    title: Text
    languages: tuple[str, ...] = ("sv",)
    sections: tuple[Section, ...] = ()
    intro: Text = field(default_factory=dict)
    thanks: Text = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, in the order they are asked."""
        return (question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question with this key. Raises `KeyError`."""
        for question in self.questions:
            if question.key == key:
                return question
        raise KeyError(key)


def in_language(text: Text, language: str, fallback: str = "sv") -> str:
    """The words in a language, or in the nearest there is: easy read falls back on Swedish, all else on `fallback`."""
    for tag in (language, language.split("-", maxsplit=1)[0], fallback, *text):
        if text.get(tag):
            return text[tag]
    return ""
