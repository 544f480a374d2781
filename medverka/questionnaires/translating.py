"""The texts of a questionnaire one by one, each with the place it stands at: what is translated, and what is left."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from medverka.questionnaires.document import Option, Picture, Question, Questionnaire, Section, Text

Path: TypeAlias = tuple[str, ...]
"""Where a text stands: ``("question", "helhet", "option", "bra", "text")``."""

Change: TypeAlias = Callable[[Path, Text], Text]


@dataclass(frozen=True)
class Progress:
    """How many of the texts that there are in the first language there are in another."""

    done: int
    of: int

    @property
    def percent(self) -> int:
        """Rounded down, so that only what is done is a hundred."""
        return 100 * self.done // self.of if self.of else 100


def mapped(whole: Questionnaire, change: Change) -> Questionnaire:
    """The questionnaire with every text changed."""
    return replace(
        whole,
        title=change(("title",), whole.title),
        intro=change(("intro",), whole.intro),
        thanks=change(("thanks",), whole.thanks),
        sections=tuple(_section(one, change) for one in whole.sections),
    )


def _section(one: Section, change: Change) -> Section:
    path = ("section", one.key)
    return replace(
        one,
        title=change((*path, "title"), one.title),
        text=change((*path, "text"), one.text),
        questions=tuple(question_mapped(inner, change) for inner in one.questions),
    )


def question_mapped(one: Question, change: Change) -> Question:
    """A question with every text in it changed."""
    path = ("question", one.key)
    return replace(
        one,
        text=change((*path, "text"), one.text),
        help=change((*path, "help"), one.help),
        unit=change((*path, "unit"), one.unit),
        rows=tuple(_option(row, (*path, "row", row.key), change) for row in one.rows),
        options=tuple(_option(option, (*path, "option", option.key), change) for option in one.options),
        picture=_picture(one.picture, path, change),
    )


def _option(one: Option, path: Path, change: Change) -> Option:
    return replace(
        one,
        text=change((*path, "text"), one.text),
        description=change((*path, "description"), one.description),
        picture=_picture(one.picture, path, change),
    )


def _picture(one: Picture | None, path: Path, change: Change) -> Picture | None:
    return one and replace(one, alt=change((*path, "alt"), one.alt))


def texts(whole: Questionnaire) -> Iterator[tuple[Path, Text]]:
    """All texts that say something, in the order they are read."""
    found: list[tuple[Path, Text]] = []

    def look(path: Path, text: Text) -> Text:
        found.append((path, text))
        return text

    mapped(whole, look)
    return ((path, text) for path, text in found if any(text.values()))


def progress(whole: Questionnaire, language: str) -> Progress:
    """How far a language has come."""
    needed = [text for _path, text in texts(whole) if text.get(whole.languages[0])]
    return Progress(sum(1 for text in needed if text.get(language)), len(needed))


def written(whole: Questionnaire, language: str, words: Mapping[Path, str]) -> Questionnaire:
    """The questionnaire with these words in a language, each at its place; empty words are none."""

    def change(path: Path, text: Text) -> Text:
        if path not in words:
            return text
        rest = {tag: other for tag, other in text.items() if tag != language}
        return {**rest, language: words[path]} if words[path] else rest

    return mapped(whole, change)


def with_language(whole: Questionnaire, language: str) -> Questionnaire:
    """The same, to be written in one more language."""
    if language in whole.languages:
        return whole
    return replace(whole, languages=(*whole.languages, language))


def without_language(whole: Questionnaire, language: str) -> Questionnaire:
    """The same without a language and all that is written in it. The first language stays."""
    if language == whole.languages[0]:
        return whole
    kept = replace(
        whole,
        languages=tuple(tag for tag in whole.languages if tag != language),
        words={tag: words for tag, words in whole.words.items() if tag != language},
    )
    return mapped(kept, lambda _path, text: {tag: words for tag, words in text.items() if tag != language})


def spoken(one: Question, languages: Collection[str], first: str) -> Question:
    """A question from elsewhere in these languages; what is not written in the first one is what there is."""

    def change(_path: Path, text: Text) -> Text:
        kept = {tag: words for tag, words in text.items() if tag in languages}
        return kept if first in kept or not text else {first: next(iter(text.values())), **kept}

    return question_mapped(one, change)


def pictures(whole: Questionnaire) -> Iterator[tuple[str, Picture]]:
    """All pictures, each with the key of the question it stands in."""
    for one in whole.questions:
        for picture in (one.picture, *(option.picture for option in (*one.options, *one.rows))):
            if picture:
                yield one.key, picture


def files_in(whole: Questionnaire) -> set[str]:
    """The digests of the uploaded pictures that a questionnaire shows."""
    return {picture.file for _key, picture in pictures(whole) if picture.file}
