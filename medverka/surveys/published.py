"""A publication as pages, files and sentences read it: in one language. There is nothing else for them to read.

Choosing groups or questions only leaves out some of what is published; laying a year beside another reads two documents.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from medverka.questionnaires.document import Kind, in_language


@dataclass(frozen=True)
class Group:
    """A group: how many answered, and of how many, in per cent, where that is known."""

    key: str
    name: str
    n: int
    asked: int | None
    rate: float | None
    members: tuple[str, ...] = ()
    """Of a joint group: what those are called that were put together in it."""

    @property
    def full_name(self) -> str:
        """Its name, and of a joint group its members'."""
        return f"{self.name} ({', '.join(self.members)})" if self.members else self.name


@dataclass(frozen=True)
class Part:
    """So many gave one of these answers (None: no answer)."""

    options: tuple[str | None, ...]
    label: str
    count: int
    percent: float


@dataclass(frozen=True)
class Answered:
    """What a group answered to one question; `parts` is None where it is not shown, or where all answers are told together."""

    group: Group
    asked: int | None
    parts: tuple[Part, ...] | None

    def share(self, part: Part) -> float:
        """A part of those who were asked, of a hundred, as exactly as it is known."""
        return 100 * part.count / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Option:
    """One answer that could be given."""

    key: str
    label: str
    apart: bool
    face: str


@dataclass(frozen=True)
class Question:
    """A question, or one row of a matrix."""

    key: str
    original: str
    row: str | None
    kind: str
    text: str
    row_text: str
    section: str
    unit: str
    options: tuple[Option, ...]
    groups: tuple[Answered, ...]

    @property
    def title(self) -> str:
        """What it is called by itself."""
        return f"{self.text} {self.row_text}".strip() if self.row is not None else self.text

    @property
    def is_scale(self) -> bool:
        return self.kind in (Kind.SCALE, Kind.MATRIX)

    @property
    def shown(self) -> tuple[Answered, ...]:
        """The groups whose answers are shown."""
        return tuple(one for one in self.groups if one.parts is not None)

    def of(self, group: str) -> Answered | None:
        """What one group answered, if it was asked."""
        return next((one for one in self.groups if one.group.key == group), None)


@dataclass(frozen=True)
class Results:
    """Everything that is told of a round in figures."""

    survey: str
    title: str
    opens_on: date
    closes_on: date
    counted_on: date
    k: int
    groups: tuple[Group, ...]
    sections: Mapping[str, str]
    questions: tuple[Question, ...]
    texts: Mapping[str, str]
    texts_asked: Mapping[str, Mapping[str, int | None]]
    """Of each question in own words, to how many in each group it was put; None: that cannot be told."""

    def question(self, key: str) -> Question | None:
        """The question with this key."""
        return next((one for one in self.questions if one.key == key), None)


def read(content: Mapping[str, Any], language: str) -> Results:
    """The document in one language."""
    groups = {one["key"]: _group(one) for one in content["groups"]}
    return Results(
        survey=content["survey"],
        title=content["title"],
        opens_on=date.fromisoformat(content["period"]["from"]),
        closes_on=date.fromisoformat(content["period"]["to"]),
        counted_on=date.fromisoformat(content["counted_on"]),
        k=content["k"],
        groups=tuple(groups.values()),
        sections={one["key"]: in_language(one["title"], language) for one in content["sections"]},
        questions=tuple(_question(one, groups, language) for one in content["questions"]),
        texts={one["key"]: in_language(one["text"], language) for one in content["texts"]},
        texts_asked={one["key"]: one["asked"] for one in content["texts"]},
    )


def _group(one: Mapping[str, Any]) -> Group:
    return Group(one["key"], one["name"], one["n"], one["asked"], one["response_rate"], tuple(one.get("members", ())))


def _question(one: Mapping[str, Any], groups: Mapping[str, Group], language: str) -> Question:
    return Question(
        key=one["key"],
        original=one["question"],
        row=one["row"],
        kind=one["kind"],
        text=in_language(one["text"], language),
        row_text=in_language(one["row_text"] or {}, language),
        section=one["section"],
        unit=in_language(one["unit"], language),
        options=tuple(
            Option(option["key"], in_language(option["label"], language), option["apart"], option["face"])
            for option in one["options"]
        ),
        groups=tuple(
            _answered(one["groups"][key], group, language) for key, group in groups.items() if key in one["groups"]
        ),
    )


def _answered(one: Mapping[str, Any], group: Group, language: str) -> Answered:
    parts = tuple(
        Part(tuple(part["options"]), in_language(part["label"], language), part["count"], part["percent"])
        for part in one["distribution"]
    )
    says_something = len(parts) > 1 or any(len(part.options) == 1 for part in parts)
    return Answered(group, one["asked"], parts if says_something else None)


def only(results: Results, groups: Collection[str], questions: Collection[str]) -> Results:
    """Some of what is published; an empty choice is all of it."""
    if groups and (kept := tuple(one for one in results.groups if one.key in groups)):
        names = {one.key for one in kept}
        asked = (
            replace(one, groups=tuple(own for own in one.groups if own.group.key in names)) for one in results.questions
        )
        results = replace(results, groups=kept, questions=tuple(one for one in asked if one.groups))
    if questions and (chosen := tuple(one for one in results.questions if one.original in questions)):
        results = replace(results, questions=chosen)
    return results


@dataclass(frozen=True)
class Before:
    """The same question in the round before, and whether it was worded otherwise then."""

    question: Question
    reworded: bool


def same_before(question: Question, before: Results) -> Before | None:
    """The question in the round before with the same key, kind and options; None where they cannot be laid side by side."""
    for other in before.questions:
        if _identity(other) == _identity(question):
            return Before(other, _words(other) != _words(question))
    return None


def _identity(one: Question) -> tuple[object, ...]:
    return one.original, one.row, one.kind, tuple((option.key, option.apart) for option in one.options)


def _words(one: Question) -> tuple[object, ...]:
    return one.text, one.row_text, tuple(option.label for option in one.options)
