"""Changes of a questionnaire. Each gives a new document; what is left keeps its keys, so that years can be laid beside each other."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any, Final, TypeAlias

from medverka.questionnaires.answering import HAS_CHOICES
from medverka.questionnaires.document import Condition, Option, Question, Questionnaire, Section, Text

Edit: TypeAlias = Callable[[Questionnaire], Questionnaire]
KEY_LENGTH: Final = 40


@dataclass(frozen=True)
class Dependent:
    """A question or section that is put only to those who answered something else; by its words."""

    key: str
    text: Text
    condition: Condition
    is_section: bool = False


class StillAsked(Exception):
    """The change would leave conditions that ask about what is not there, or not yet."""

    def __init__(self, dependents: list[Dependent]) -> None:
        super().__init__(", ".join(one.key for one in dependents))
        self.dependents = dependents


class NotThere(Exception):
    """What was to be changed is gone."""


class Overtaken(Exception):
    """What was to be changed has been changed by somebody else since the page was opened."""


# --- Keys ------------------------------------------------------------------------------------


def fresh_key(words: str, taken: Collection[str], otherwise: str = "fraga") -> str:
    """A key made of words, once: whoever rewords a question keeps it. `otherwise` where the words hold no letter of ours."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:KEY_LENGTH].rstrip("-")
    if not stem or not stem[0].isalpha():
        stem = f"{otherwise}-{stem}"[:KEY_LENGTH].rstrip("-") if stem else otherwise
    return next(key for key in _numbered(stem) if key not in taken)


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    for number in count(2):
        yield f"{stem[: KEY_LENGTH - 4]}-{number}"


def fingerprint(thing: Any) -> str:
    """Whether a part is as it was when somebody opened its page: the same parts have the same fingerprint."""
    plain = asdict(thing) if hasattr(thing, "__dataclass_fields__") else thing
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:16]


# --- Finding ---------------------------------------------------------------------------------


def section(whole: Questionnaire, key: str) -> Section:
    """The section with this key. Raises `NotThere`."""
    for one in whole.sections:
        if one.key == key:
            return one
    raise NotThere(key)


def question(whole: Questionnaire, key: str) -> Question:
    """The question with this key. Raises `NotThere`."""
    try:
        return whole.question(key)
    except KeyError:
        raise NotThere(key) from None


def section_of(whole: Questionnaire, key: str) -> Section:
    """The section in which a question stands. Raises `NotThere`."""
    for one in whole.sections:
        if any(inner.key == key for inner in one.questions):
            return one
    raise NotThere(key)


def earlier(whole: Questionnaire, key: str, *, is_section: bool = False) -> list[Question]:
    """The questions that a condition of this question, or section, may ask about: those put before it."""
    found: list[Question] = []
    for one in whole.sections:
        if is_section and one.key == key:
            return found
        for inner in one.questions:
            if not is_section and inner.key == key:
                return found
            if inner.kind in HAS_CHOICES:
                found.append(inner)
    raise NotThere(key)


def dependents(whole: Questionnaire) -> list[Dependent]:
    """All that is put to some alone, in order."""
    found = []
    for one in whole.sections:
        if one.asked_if:
            found.append(Dependent(one.key, one.title, one.asked_if, is_section=True))
        found += [Dependent(inner.key, inner.text, inner.asked_if) for inner in one.questions if inner.asked_if]
    return found


def left_hanging(whole: Questionnaire) -> list[Dependent]:
    """Those whose condition asks about a question that is not put before them, or an option that is not there."""
    return [one for one in dependents(whole) if not _holds(whole, one)]


def _holds(whole: Questionnaire, one: Dependent) -> bool:
    for before in earlier(whole, one.key, is_section=one.is_section):
        if before.key == one.condition.question:
            return set(one.condition.options) <= {option.key for option in before.options}
    return False


def checked(before: Questionnaire, after: Questionnaire) -> Questionnaire:
    """`after`, unless it leaves a condition hanging that held before: then `StillAsked`."""
    already = {(one.is_section, one.key) for one in left_hanging(before)}
    if hanging := [one for one in left_hanging(after) if (one.is_section, one.key) not in already]:
        raise StillAsked(hanging)
    return after


# --- Changing --------------------------------------------------------------------------------


def put_section(whole: Questionnaire, new: Section, was: str = "") -> Questionnaire:
    """Change the words of a section, or add it last. `was` is the fingerprint of the words as they were seen."""
    if not was:
        return replace(whole, sections=(*whole.sections, new))
    now = section(whole, new.key)
    if fingerprint(words_of(now)) != was:
        raise Overtaken
    kept = replace(new, questions=now.questions, asked_if=now.asked_if)
    return _with_section(whole, kept)


def words_of(one: Section) -> list[Text | str]:
    """What the page of a section changes."""
    return [dict(one.title), dict(one.text), one.level]


def _with_section(whole: Questionnaire, new: Section) -> Questionnaire:
    return replace(whole, sections=tuple(new if one.key == new.key else one for one in whole.sections))


def add_questions(whole: Questionnaire, into: str, new: Iterable[Question]) -> Questionnaire:
    """Add questions last in a section."""
    one = section(whole, into)
    return _with_section(whole, replace(one, questions=(*one.questions, *new)))


def put_question(whole: Questionnaire, new: Question, was: str) -> Questionnaire:
    """Change a question; its condition and pictures have pages of their own and stay."""
    now = question(whole, new.key)
    if fingerprint(body_of(now)) != was:
        raise Overtaken
    pictures = {option.key: option.picture for option in (*now.options, *now.rows)}
    options, rows = (
        tuple(replace(option, picture=pictures.get(option.key)) for option in group)
        for group in (new.options, new.rows)
    )
    new = replace(new, options=options, rows=rows, picture=now.picture, asked_if=now.asked_if)
    return checked(whole, swap_question(whole, new))


def body_of(one: Question) -> Question:
    """What the page of a question changes."""
    options, rows = (tuple(replace(option, picture=None) for option in group) for group in (one.options, one.rows))
    return replace(one, options=options, rows=rows, picture=None, asked_if=None)


def swap_question(whole: Questionnaire, new: Question) -> Questionnaire:
    """The same with this question in the place of the one with its key."""
    sections = tuple(
        replace(one, questions=tuple(new if inner.key == new.key else inner for inner in one.questions))
        for one in whole.sections
    )
    return replace(whole, sections=sections)


def option(one: Question, key: str) -> Option | None:
    """The option or row of a question with this key: ``svar-bra``, ``rad-moten``."""
    what, _dash, name = key.partition("-")
    group = {"svar": one.options, "rad": one.rows}.get(what, ())
    return next((inner for inner in group if inner.key == name), None)


def put_in_question(whole: Questionnaire, key: str, option_key: str, new: Question | Option, was: str) -> Questionnaire:
    """Change a question, or an option or row of it, in place, if it is as it was seen."""
    one = question(whole, key)
    now = option(one, option_key) if option_key else one
    if now is None:
        raise NotThere(option_key)
    if fingerprint(now) != was:
        raise Overtaken
    if isinstance(new, Question):
        return swap_question(whole, new)
    options, rows = (tuple(new if inner is now else inner for inner in group) for group in (one.options, one.rows))
    return swap_question(whole, replace(one, options=options, rows=rows))


def set_condition(
    whole: Questionnaire, key: str, condition: Condition | None, *, is_section: bool = False
) -> Questionnaire:
    """Put a question, or section, to those alone who answered something earlier; or to everybody."""
    if is_section:
        return checked(whole, _with_section(whole, replace(section(whole, key), asked_if=condition)))
    return checked(whole, swap_question(whole, replace(question(whole, key), asked_if=condition)))


def depend_on(whole: Questionnaire, key: str, *, is_section: bool = False) -> list[Dependent]:
    """What would hang if a question, or a section with all in it, were removed."""
    try:
        checked(whole, _without(whole, key, is_section))
    except StillAsked as found:
        return found.dependents
    return []


def remove(whole: Questionnaire, key: str, *, is_section: bool = False) -> Questionnaire:
    """Remove a question, or a section with all in it. What was asked of some because of it is asked of everybody."""
    free = whole
    for one in depend_on(whole, key, is_section=is_section):
        free = set_condition(free, one.key, None, is_section=one.is_section)
    return _without(free, key, is_section)


def _without(whole: Questionnaire, key: str, is_section: bool) -> Questionnaire:
    if is_section:
        gone = section(whole, key)
        return replace(whole, sections=tuple(one for one in whole.sections if one is not gone))
    home = section_of(whole, key)
    return _with_section(whole, replace(home, questions=tuple(one for one in home.questions if one.key != key)))


def move_section(whole: Questionnaire, key: str, step: int) -> Questionnaire:
    """Move a section one place up (-1) or down (1); at the end it stays."""
    keys = [one.key for one in whole.sections]
    place = keys.index(section(whole, key).key)
    target = min(max(place + step, 0), len(keys) - 1)
    moved = list(whole.sections)
    moved.insert(target, moved.pop(place))
    return checked(whole, replace(whole, sections=tuple(moved)))


def move_question(whole: Questionnaire, key: str, step: int) -> Questionnaire:
    """Move a question one place up or down; from the end of its section into the next one."""
    one, home = question(whole, key), section_of(whole, key)
    place = home.questions.index(one)
    rest = [inner for inner in home.questions if inner.key != key]
    if 0 <= place + step <= len(rest):
        rest.insert(place + step, one)
        return checked(whole, _with_section(whole, replace(home, questions=tuple(rest))))
    number = whole.sections.index(home) + step
    if not 0 <= number < len(whole.sections):
        return whole
    other = whole.sections[number]
    others = (one, *other.questions) if step > 0 else (*other.questions, one)
    moved = _with_section(whole, replace(home, questions=tuple(rest)))
    return checked(whole, _with_section(moved, replace(other, questions=others)))


def copy_question(whole: Questionnaire, key: str) -> Questionnaire:
    """The same question once more, right after, with a key of its own."""
    one, home = question(whole, key), section_of(whole, key)
    twin = replace(one, key=fresh_key(key, keys_of(whole)))
    place = home.questions.index(one) + 1
    return _with_section(whole, replace(home, questions=(*home.questions[:place], twin, *home.questions[place:])))


def copy_section(whole: Questionnaire, key: str) -> Questionnaire:
    """The same section once more, right after; what is asked within it because of it follows."""
    one, taken = section(whole, key), keys_of(whole)
    renamed: dict[str, str] = {}
    for inner in one.questions:
        renamed[inner.key] = fresh_key(inner.key, taken)
        taken.add(renamed[inner.key])
    questions = tuple(
        replace(inner, key=renamed[inner.key], asked_if=_renamed(inner.asked_if, renamed)) for inner in one.questions
    )
    twin = replace(one, key=fresh_key(key, taken), questions=questions)
    place = whole.sections.index(one) + 1
    return replace(whole, sections=(*whole.sections[:place], twin, *whole.sections[place:]))


def _renamed(condition: Condition | None, renamed: Mapping[str, str]) -> Condition | None:
    return condition and replace(condition, question=renamed.get(condition.question, condition.question))


def keys_of(whole: Questionnaire) -> set[str]:
    """All keys of sections and questions: none may stand twice."""
    return {one.key for one in whole.sections} | {inner.key for inner in whole.questions}
