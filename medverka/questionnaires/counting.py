"""What one group answered, counted. It is for the county's own computer: what may be told of it is `disclosure`'s matter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, compress, repeat
from typing import Any, TypeAlias

from medverka.questionnaires.answering import Item, items
from medverka.questionnaires.document import Answers, Condition, Kind, Question, Questionnaire

Asked: TypeAlias = Mapping[str, Sequence[bool] | None]
"""For each question, which of the sheets it was put to; None: all of them."""


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How one question, or row of a matrix, was answered.

    `asked` is how many it was put to and `answered` how many of them answered, `options` how many chose each (also 0),
    in the order of the question. `values` are the numbers that were given, smallest first; only of a number.
    """

    asked: int
    answered: int
    options: Mapping[str, int] = field(default_factory=dict)
    values: tuple[Decimal, ...] = ()


def count(questionnaire: Questionnaire, sheets: Iterable[Answers]) -> dict[str, ItemCount]:
    """All that is counted, by the item's key, in the questionnaire's order. The sheets are as `answering.clean` keeps them."""
    sheets = list(sheets)
    asked = _asked(questionnaire, sheets)
    return {item.key: _count(item, sheets, asked[item.question.key]) for item in items(questionnaire)}


def texts(questionnaire: Questionnaire, sheets: Iterable[Answers]) -> Iterator[tuple[str, str]]:
    """The question's key and the words of every free text: question by question, and alphabetically in each.

    So neither what else somebody answered nor who was first can be told from the order.
    """
    sheets = list(sheets)
    asked = _asked(questionnaire, sheets)
    for question in questionnaire.questions:
        if question.kind == Kind.TEXT:
            written = _column(sheets, question.key, asked[question.key])
            yield from ((question.key, words) for words in sorted(one for one in written if _is_words(one)))


def _is_words(answer: object) -> bool:
    return isinstance(answer, str) and bool(answer)


# --- Whom it was put to -----------------------------------------------------------------------


def _asked(questionnaire: Questionnaire, sheets: Sequence[Answers]) -> Asked:
    """Whom each question was put to: a column at a time, for there may be many sheets."""
    asked: dict[str, Sequence[bool] | None] = {}
    earlier: dict[str, Question] = {}
    for section in questionnaire.sections:
        in_section = _those_who(section.asked_if, sheets, asked, earlier)
        for question in section.questions:
            asked[question.key] = _both(in_section, _those_who(question.asked_if, sheets, asked, earlier))
            earlier[question.key] = question
    return asked


def _those_who(
    condition: Condition | None, sheets: Sequence[Answers], asked: Asked, earlier: Mapping[str, Question]
) -> Sequence[bool] | None:
    """Who was put the question that this depends on, and chose one of these options."""
    if condition is None:
        return None
    options = frozenset(condition.options)
    column = (sheet.get(condition.question) for sheet in sheets)
    if earlier[condition.question].kind == Kind.MULTIPLE:
        chose = [isinstance(answer, list) and not options.isdisjoint(answer) for answer in column]
    else:
        chose = [isinstance(answer, str) and answer in options for answer in column]
    return _both(asked[condition.question], chose)


def _both(one: Sequence[bool] | None, other: Sequence[bool] | None) -> Sequence[bool] | None:
    if one is None or other is None:
        return other if one is None else one
    return [first and second for first, second in zip(one, other, strict=True)]


# --- What they answered -----------------------------------------------------------------------


def _column(sheets: Sequence[Answers], key: str, asked: Sequence[bool] | None) -> Iterable[Any]:
    """The answers to one question of all whom it was put to; None where there is none."""
    column = [sheet.get(key) for sheet in sheets]
    return column if asked is None else list(compress(column, asked))


def _count(item: Item, sheets: Sequence[Answers], asked: Sequence[bool] | None) -> ItemCount:
    column = _column(sheets, item.question.key, asked)
    if item.row is not None:
        row = item.row.key
        column = [answer.get(row) if isinstance(answer, dict) else None for answer in column]
    how_many = len(sheets) if asked is None else sum(asked)
    keys = [option.key for option in item.options]
    known = frozenset(keys)
    if item.kind == Kind.NUMBER:
        numbers = Counter(one for one in column if one is not None)  # Many are alike, so each is read but once.
        values = sorted((Decimal(one), times) for one, times in numbers.items())
        return ItemCount(how_many, numbers.total(), values=tuple(chain.from_iterable(repeat(*one) for one in values)))
    if item.kind == Kind.MULTIPLE:
        chosen = Counter(tuple(one) for one in column if one is not None)
        options = {key: sum(times for some, times in chosen.items() if key in some) for key in keys}
        return ItemCount(how_many, sum(times for some, times in chosen.items() if not known.isdisjoint(some)), options)
    tally = Counter(column)
    options = {key: tally[key] for key in keys}
    return ItemCount(how_many, sum(options.values()), options)
