"""What the parts of an answer are called, in every language of the questionnaire. Pure."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from medverka.questionnaires.answering import Item
from medverka.questionnaires.document import Kind, in_language

NO_ANSWER: Final = {"sv": "inget svar", "en": "no answer"}
OR: Final = {"sv": "eller", "en": "or"}
UNDER: Final = {"sv": "under {0} {unit}", "en": "under {0} {unit}"}
OR_MORE: Final = {"sv": "{0} {unit} eller mer", "en": "{0} {unit} or more"}
BETWEEN: Final = {"sv": "{0} till under {1} {unit}", "en": "{0} to under {1} {unit}"}
ANY: Final = {"sv": "ett svar", "en": "an answer"}


def label(item: Item, options: Sequence[Any], languages: Iterable[str]) -> dict[str, str]:
    """What a part is called: its options, joined, by language."""
    return {language: joined([_word(item, one, language) for one in options], language) for language in languages}


def joined(words: Sequence[str], language: str) -> str:
    """Alternatives as one reads them: "dåligt, varken eller eller inget svar" becomes a list with a last "eller"."""
    if len(words) < 2:
        return "".join(words)
    joint = _in(OR, language)
    if not joint:
        return " / ".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def _word(item: Item, option: Any, language: str) -> str:
    if option is None:
        return no_answer(language)
    if item.kind == Kind.NUMBER:
        return span(option.low, option.high, in_language(item.question.unit, language), language)
    return in_language(item.options[option].text, language)


def no_answer(language: str) -> str:
    """What those are called who gave none."""
    return _in(NO_ANSWER, language) or NO_ANSWER["en"]


def span(low: Any, high: Any, unit: str, language: str) -> str:
    """A class of numbers: from `low` up to, but not including, `high`; None where there is no limit."""
    if low is None and high is None:
        return _in(ANY, language) or ANY["en"]
    form = UNDER if low is None else OR_MORE if high is None else BETWEEN
    ends = [_number(end, language) for end in (low, high) if end is not None]
    return " ".join((_in(form, language) or form["en"]).format(*ends, unit=unit).split())


def span_key(span: Any) -> str:
    """A class of numbers in the published document: "10..20", "..10", "20..", ".." ."""
    return f"{'' if span.low is None else span.low}..{'' if span.high is None else span.high}"


def _number(number: int | Decimal | str, language: str) -> str:
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.replace(".", ",") if language.startswith("sv") else text


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language.split("-", maxsplit=1)[0], "")
