"""A questionnaire as a file: read from anybody, with everything that is wrong told at once.

The format stands in docs/questionnaires.md; `writing` writes it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from medverka.questionnaires import carrying, checks
from medverka.questionnaires.carrying import dumps
from medverka.questionnaires.document import (
    LONGEST,
    Condition,
    Option,
    Picture,
    Question,
    Questionnaire,
    Section,
)
from medverka.questionnaires.parts import MOST_PROBLEMS, PICTURES, Part, unfold
from medverka.questionnaires.problems import Problem, stopping
from medverka.questionnaires.writing import FORMAT, FORMAT_VERSION, write

__all__ = [
    "FORMAT",
    "FORMAT_VERSION",
    "MOST_MEGABYTES",
    "Unreadable",
    "dumps",
    "load",
    "read",
    "read_with_problems",
    "write",
]

MOST_MEGABYTES: Final = 2


class Unreadable(Exception):
    """A file that makes no questionnaire: `problems`, all of them, in the order they stand."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


# --- Reading ----------------------------------------------------------------------------------


def read(data: bytes | Mapping[str, Any]) -> Questionnaire:
    """A finished questionnaire out of a file from anywhere. Raises `Unreadable` with all that is wrong."""
    questionnaire, problems = read_with_problems(data)
    if questionnaire is None or stopping(problems):
        raise Unreadable(stopping(problems))
    return questionnaire


def load(data: Mapping[str, Any]) -> Questionnaire:
    """What `write` wrote, finished or not: what lies in the database. Raises `Unreadable` when it is no such thing."""
    questionnaire, problems = _built(data)
    if questionnaire is None or problems:
        raise Unreadable(problems)
    return questionnaire


def read_with_problems(data: bytes | Mapping[str, Any]) -> tuple[Questionnaire | None, list[Problem]]:
    """What the file holds as far as it can be read, and all that is wrong with it, cautions too."""
    if isinstance(data, bytes):
        unfolded = _unfolded(data)
        if isinstance(unfolded, Problem):
            return None, [unfolded]
        data = unfolded
    questionnaire, problems = _built(data)
    if questionnaire is None or len(problems) >= MOST_PROBLEMS:
        return questionnaire, problems
    return questionnaire, problems + list(_besides(problems, checks.problems(questionnaire)))


def _unfolded(data: bytes) -> Any:
    """What the file says, or the `Problem` that hinders it. Pictures may take more room than words."""
    if f'"{PICTURES}"'.encode() not in data:
        return unfold(data, MOST_MEGABYTES)
    found = unfold(data, carrying.MOST_MEGABYTES)
    packed = found.get(PICTURES) if isinstance(found, Mapping) else None
    room = sum(len(one) for one in packed.values() if isinstance(one, str)) if isinstance(packed, Mapping) else 0
    if len(data) - room > MOST_MEGABYTES * 1_000_000:
        return found if isinstance(found, Problem) else Problem((), "too_large", str(MOST_MEGABYTES))
    return found


def _besides(unread: list[Problem], found: list[Problem]) -> Iterator[Problem]:
    """What was found besides what could not be read, without what may be wrong only because something there was not read."""
    told = {(one.place, one.detail) for one in unread}
    places = {one.place for one in unread}
    above = {place[:length] for place in places for length in range(len(place))}
    for one in found:
        inside = any(one.place[:length] in places for length in range(2, len(one.place) + 1))
        if not inside and (one.place, one.detail) not in told and (len(one.place) < 2 or one.place not in above):
            yield one


def _built(data: object) -> tuple[Questionnaire | None, list[Problem]]:
    """What is written there, and what cannot be read."""
    if not isinstance(data, Mapping):
        return None, [Problem((), "not_an_object")]
    if data.get("format") != FORMAT:
        named = data.get("format")
        return None, [Problem((), "not_this_format", named[:60] if isinstance(named, str) else "")]
    version = data.get("format_version")
    if type(version) is not int or version < 1:
        return None, [Problem((), "missing_field" if version is None else "not_a_number", "format_version")]
    if version > FORMAT_VERSION:
        return None, [Problem((), "newer_version", str(version)[:20])]
    part = Part(data, ())
    questionnaire = _questionnaire(part)
    return questionnaire, part.problems


def _questionnaire(part: Part) -> Questionnaire:
    part.pass_over("format", "format_version")
    part.carried()
    made = Questionnaire(
        title=part.text("title", required=True),
        languages=part.languages(),
        intro=part.text("intro"),
        sections=tuple(_section(one) for one in part.parts("sections", "section", required=True)),
        thanks=part.text("thanks"),
        words=part.words("words"),
    )
    part.end()
    return made


def _section(part: Part) -> Section:
    made = Section(
        key=part.key(),
        title=part.text("title"),
        text=part.text("text"),
        level=part.string("level"),
        asked_if=_condition(part),
        questions=tuple(_question(one) for one in part.parts("questions", "question")),
    )
    part.end()
    return made


def _question(part: Part) -> Question:
    made = Question(
        key=part.key(),
        kind=part.kind("kind"),
        text=part.text("text", required=True),
        help=part.text("help"),
        options=tuple(_option(one) for one in part.parts("options", "option")),
        rows=tuple(_option(one) for one in part.parts("rows", "row")),
        required=part.flag("required"),
        at_most=part.whole("at_most"),
        least=part.number("least"),
        most=part.number("most"),
        unit=part.text("unit"),
        longest=part.whole("longest") or LONGEST,
        picture=_picture(part),
        asked_if=_condition(part),
    )
    part.end()
    return made


def _option(part: Part) -> Option:
    made = Option(
        key=part.key(),
        text=part.text("text", required=True),
        description=part.text("description"),
        face=part.face("face"),
        picture=_picture(part),
        apart=part.flag("apart"),
        alone=part.flag("alone"),
    )
    part.end()
    return made


def _picture(part: Part) -> Picture | None:
    inside = part.inside("picture")
    if inside is None:
        return None
    made = Picture(icon=inside.icon("icon"), file=inside.digest("file"), alt=inside.text("alt"))
    inside.end()
    return made


def _condition(part: Part) -> Condition | None:
    inside = part.inside("asked_if")
    if inside is None:
        return None
    made = Condition(question=inside.key("question"), options=inside.keys("options"))
    inside.end()
    return made
