"""From what was counted to what is told: the document of a publication. Pure: it knows neither database nor request.

Everything that is told of answers passes through `medverka.disclosure` here, and nowhere else. The format is described in
docs/surveys.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from medverka.disclosure import answers as protection
from medverka.questionnaires.answering import Item, conditions_of, items
from medverka.questionnaires.counting import ItemCount
from medverka.questionnaires.document import Condition, Kind, Question, Questionnaire, Section
from medverka.surveys import part_words

FORMAT: Final = "medverka-survey-results"
FORMAT_VERSION: Final = 1
BETWEEN_WORDINGS: Final = " / "

Parts = Sequence[Any]
Json = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """A group as it was counted: who they are, what they were asked, how many answered, and what."""

    key: str
    name: str
    questionnaire: Questionnaire
    n: int
    asked: int | None
    items: Mapping[str, ItemCount]
    members: tuple[str, ...] = ()
    """Of a joint group: what those are called that were put together in it."""


@dataclass(frozen=True)
class Head:
    """What stands above the figures."""

    survey: str
    title: str
    opens_on: date
    closes_on: date
    counted_on: date
    k: int


@dataclass(frozen=True)
class Told:
    """What may be told of one item in one group: to how many it was put (None: that cannot be told), and its parts."""

    asked: int | None
    parts: Parts | None
    several: tuple[int | None, ...] = ()


def document(head: Head, groups: Sequence[Counted]) -> Json:
    """All that is published of a round."""
    questions = _laid_together(groups, head.k)
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "survey": head.survey,
        "title": head.title,
        "period": {"from": head.opens_on.isoformat(), "to": head.closes_on.isoformat()},
        "counted_on": head.counted_on.isoformat(),
        "k": head.k,
        "languages": list(dict.fromkeys(language for group in groups for language in group.questionnaire.languages)),
        "groups": [_group(group) for group in groups],
        "sections": _sections(groups),
        "questions": questions,
        "texts": _texts(groups, head.k),
    }


def _group(group: Counted) -> Json:
    joint = {"members": list(group.members)} if group.members else {}
    return {
        "key": group.key,
        "name": group.name,
        "n": group.n,
        "asked": group.asked,
        "response_rate": percent(group.n, group.asked) if group.asked and group.n <= group.asked else None,
        **joint,
    }


def percent(count: int, of: int) -> float:
    """A share in per cent with one decimal, halves upwards."""
    return (2000 * count + of) // (2 * of) / 10 if of else 0.0


# --- What was asked ---------------------------------------------------------------------------


def _sections(groups: Sequence[Counted]) -> list[Json]:
    found: dict[str, Json] = {}
    for group in groups:
        for section in group.questionnaire.sections:
            found.setdefault(section.key, {"key": section.key, "title": dict(section.title)})
    return list(found.values())


def _texts(groups: Sequence[Counted], k: int) -> list[Json]:
    """The questions that were answered in own words, and of each group how many it was put to, where that can be told.

    What was written is told apart from all figures. But a text that follows on an answer says that its writer gave it.
    """
    found: dict[str, Json] = {}
    for group in groups:
        told = told_of(group, k)
        for section in group.questionnaire.sections:
            for question in section.questions:
                if question.kind == Kind.TEXT:
                    text = {"key": question.key, "text": dict(question.text), "section": section.key, "asked": {}}
                    asked = _met_all(group, question, told)
                    known = found.setdefault(question.key, text)
                    known["asked"][group.key] = asked
                    known["text"] = _both_wordings(known["text"], question.text)
    return list(found.values())


def _both_wordings(known: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """A heading for what was asked in several wordings: all of them, so that no answer stands under words its writer never saw."""
    told = dict(known)
    for language, words in other.items():
        if words not in told.get(language, "").split(BETWEEN_WORDINGS):
            told[language] = BETWEEN_WORDINGS.join(filter(None, [told.get(language), words]))
    return told


def _laid_together(groups: Sequence[Counted], k: int) -> list[Json]:
    """The questions of all groups in order: what has the same key, kind and options lies together, else apart."""
    found: list[tuple[tuple[Any, ...], Json]] = []
    taken: set[str] = set()
    for group in groups:
        told = told_of(group, k)
        place = 0
        for item in items(group.questionnaire):
            same = _identity(item, group.questionnaire.languages[0])
            at = next((number for number, (identity, _json) in enumerate(found) if identity == same), None)
            if at is None:
                alike = [number for number, (identity, _json) in enumerate(found) if identity[0] == item.key]
                at = alike[-1] + 1 if alike else place or len(found)
                found.insert(at, (same, _question(group.questionnaire, item, taken)))
            known = found[at][1]
            known["text"] = _both_wordings(known["text"], item.question.text)
            if item.row:
                known["row_text"] = _both_wordings(known["row_text"], item.row.text)
            known["groups"][group.key] = _of_group(item, group, told[item.key])
            place = at + 1
    return [question for _identity, question in found]


def _identity(item: Item, language: str) -> tuple[Any, ...]:
    """What two groups' questions have in common when they may lie together: key, kind and answers, in the same words."""
    options = tuple((option.key, option.apart, option.text.get(language)) for option in item.options)
    return item.key, item.question.kind, options


def _question(questionnaire: Questionnaire, item: Item, taken: set[str]) -> Json:
    question = item.question
    told: Json = {
        "key": _free(item.key, taken),
        "question": question.key,
        "row": item.row.key if item.row else None,
        "kind": str(question.kind),
        "text": dict(question.text),
        "row_text": dict(item.row.text) if item.row else None,
        "section": _section_of(questionnaire, question).key,
        "unit": dict(question.unit),
        "options": [
            {"key": option.key, "label": dict(option.text), "apart": option.apart, "face": option.face}
            for option in item.options
        ],
        "groups": {},
    }
    return told


def _free(key: str, taken: set[str]) -> str:
    free = next(name for name in (key, *(f"{key}.{number}" for number in range(2, 1000))) if name not in taken)
    taken.add(free)
    return free


def _section_of(questionnaire: Questionnaire, question: Question) -> Section:
    return next(section for section in questionnaire.sections if question in section.questions)


# --- What may be told -------------------------------------------------------------------------


def _of_group(item: Item, group: Counted, told: Told) -> Json:
    parts = told.parts
    if parts is None or not told.asked:
        return {"n": group.n, "asked": told.asked, "suppressed": True, "distribution": []}
    languages = group.questionnaire.languages
    return {
        "n": group.n,
        "asked": told.asked,
        "suppressed": False,
        "distribution": [
            {
                "options": [_option(item, option) for option in part.options],
                "label": part_words.label(item, part.options, languages),
                "count": part.count,
                "percent": percent(part.count, told.asked),
            }
            for part in parts
        ],
    }


def _option(item: Item, option: Any) -> str | None:
    if option is None:
        return None
    return part_words.span_key(option) if item.kind == Kind.NUMBER else item.options[option].key


def told_of(group: Counted, k: int) -> dict[str, Told]:
    """What may be told of each item in one group. A follow-up question comes after the one that it depends on."""
    found: dict[str, Told] = {}
    for item in items(group.questionnaire):
        asked = _asked(group, item, found)
        found[item.key] = _protected(item, group.items[item.key], asked, k)
    return found


def _asked(group: Counted, item: Item, found: Mapping[str, Told]) -> int | None:
    """To how many the question was put; None where that cannot be told without telling more of another question."""
    asked = _met_all(group, item.question, found)
    return asked if asked == group.items[item.key].asked else None


def _met_all(group: Counted, question: Question, found: Mapping[str, Told]) -> int | None:
    conditions = conditions_of(_section_of(group.questionnaire, question), question)
    if not conditions:
        return group.n
    if len(conditions) > 1:  # Two that cut across each other would lay two questions' answers over each other.
        return None
    return _met(group.questionnaire, conditions[0], found)


def _met(questionnaire: Questionnaire, condition: Condition, found: Mapping[str, Told]) -> int | None:
    """How many of a group met a condition, as far as what is told of the earlier question tells it."""
    told = found.get(condition.question)
    if told is None:
        return None
    parent = questionnaire.question(condition.question)
    places = [place for place, option in enumerate(parent.options) if option.key in condition.options]
    if parent.kind == Kind.MULTIPLE:
        return protection.asked_of_several(told.several, told.asked, places)
    return protection.asked(told.parts, places)


def _protected(item: Item, count: ItemCount, asked: int | None, k: int) -> Told:
    if asked is None:
        return Told(None, None, (None,) * len(item.options))
    if item.kind == Kind.NUMBER:
        return Told(asked, protection.numbers(count.values, asked, k=k, edges=_edges(item.question)))
    counts = [count.options[option.key] for option in item.options]
    if item.kind == Kind.MULTIPLE:
        question = item.question
        alone = [place for place, option in enumerate(item.options) if option.alone] or None
        limits: dict[str, Any] = {"required": question.required, "at_most": question.at_most, "alone": alone}
        told = protection.multiple(counts, asked, k=k, **limits)
        parts = [protection.Part((place,), many) for place, many in enumerate(told) if many is not None]
        return Told(asked, parts or None, told)
    if item.kind == Kind.SCALE:
        apart = [place for place, option in enumerate(item.options) if option.apart]
        return Told(asked, protection.steps(counts, asked, k=k, apart=apart))
    return Told(asked, protection.choice(counts, asked, k=k))


def _edges(question: Question) -> Sequence[Any] | None:
    """Where classes may begin: from how the question limits its numbers, never from what was answered."""
    if question.least is None or question.most is None or question.least >= question.most:
        return None
    return protection.round_edges(question.least, question.most)


# --- Counted again ----------------------------------------------------------------------------


def same_figures(before: Json, after: Json) -> bool:
    """Whether two documents tell the same figures, whatever the groups are called by now."""
    return bool(_figures(before) == _figures(after))


def _figures(told: Json) -> Any:
    numbers = [(group["key"], group["n"]) for group in told["groups"]]
    return numbers, [(question["key"], question["groups"]) for question in told["questions"]]


def counted_again(head: Head, groups: Sequence[Counted], published: Json) -> Json:
    """The document as it would be today, with what was known of those asked when it was published."""
    asked = {group["key"]: group["asked"] for group in published["groups"]}
    return document(head, [replace(group, asked=asked.get(group.key)) for group in groups])
