"""The picture of a question with options or numbers: for each answer the groups' bars under each other."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.foundation.charts import Answered as Bar
from medverka.foundation.charts import Chart, Compared, grouped_bars
from medverka.questionnaires.document import Kind
from medverka.surveys import part_words, told
from medverka.surveys.published import Answered, Part, Question

Line: TypeAlias = tuple[str, list[Bar | None]]
Ends: TypeAlias = tuple[str, str]


def bars_of(question: Question, title: str, rows: Sequence[Any], sentence: str) -> Chart:
    """Per cent of those asked, an answer at a time. A group that is told an answer only with others has no bar for it.

    Groups of which nothing is shown are left out.
    """
    rows = [row for row in rows if row.answered.parts is not None]
    groups = [row.answered for row in rows]
    lines = _of_numbers(question, groups) if question.kind == Kind.NUMBER else _of_options(question, groups)
    compared = [Compared(row.label, row.answered.asked or row.answered.group.n, row.earlier) for row in rows]
    key = "bild-" + question.key.replace(".", "-")
    return grouped_bars(title, compared, list(lines), what=_("Svar"), key=key, sentence=sentence)


def _bar(one: Answered, count: int) -> Bar:
    return Bar(count, 100 * count / (one.asked or 1))


# --- Options ----------------------------------------------------------------------------------


def _of_options(question: Question, groups: Sequence[Answered]) -> Iterator[Line]:
    """Every option, and whatever is told together in some group. What a group tells singly is added up beside that."""
    labels: dict[tuple[str | None, ...], str] = {(option.key,): option.label for option in question.options}
    exactly = question.kind in (Kind.MULTIPLE, Kind.NUMBER)
    for one in groups:
        labels |= {part.options: part.label for part in one.parts or () if not _is_the_rest(part, one)}
    for options, label in labels.items():
        yield label, [_of_group(one, options, exactly=exactly) for one in groups]


def _is_the_rest(part: Part, one: Answered) -> bool:
    """Whether a part is all but the answers that nobody gave: those say it better."""
    return len(part.options) > 1 and part.count == one.asked


def _of_group(one: Answered, options: Sequence[str | None], *, exactly: bool) -> Bar | None:
    if one.parts is None:
        return None
    if exactly:
        own = [part.count for part in one.parts if part.options == tuple(options)]
        return _bar(one, own[0]) if own else None
    found = told.known(one, options)
    return _bar(one, found.count) if found else None


# --- Numbers ----------------------------------------------------------------------------------


def _of_numbers(question: Question, groups: Sequence[Answered]) -> Iterator[Line]:
    """Classes that all groups have in common: each group's own are added up to them. Where there are none, each group's own."""
    shown = [one for one in groups if one.parts is not None]
    edges = set.intersection(*({high for _low, high in _classes(one)} for one in shown)) if shown else set()
    if edges <= {""}:
        yield from _of_options(question, groups)
        return
    silent_first = any(None in part.options and len(part.options) > 1 for one in shown for part in one.parts or ())
    low = ""
    for high in sorted(edges, key=_value):
        with_silent = silent_first and not low
        yield _label(question, low, high, with_silent), [_between(one, low, high, with_silent) for one in groups]
        low = high
    if not silent_first:
        silent = [None if one.parts is None else _bar(one, _silent(one)) for one in groups]
        yield part_words.no_answer(get_language() or "sv"), silent


def _classes(one: Answered) -> Mapping[Ends, int]:
    """A group's classes, by where they begin and end, with how many are in each."""
    return {_ends(key): part.count for part in one.parts or () for key in part.options if key is not None}


def _ends(key: str) -> Ends:
    low, _dots, high = key.partition("..")
    return low, high


def _value(edge: str) -> Decimal:
    return Decimal(edge) if edge else Decimal("Infinity")


def _silent(one: Answered) -> int:
    return sum(part.count for part in one.parts or () if part.options == (None,))


def _between(one: Answered, low: str, high: str, with_silent: bool) -> Bar | None:
    if one.parts is None:
        return None
    start = Decimal(low) if low else Decimal("-Infinity")
    count = sum(
        many
        for (begins, ends), many in _classes(one).items()
        if _begins(begins) >= start and _value(ends) <= _value(high)
    )
    return _bar(one, count + (_silent(one) if with_silent else 0))


def _begins(edge: str) -> Decimal:
    return Decimal(edge) if edge else Decimal("-Infinity")


def _label(question: Question, low: str, high: str, with_silent: bool) -> str:
    language = get_language() or "sv"
    words = part_words.span(low or None, high or None, question.unit, language)
    return part_words.joined([words, part_words.no_answer(language)], language) if with_silent else words
