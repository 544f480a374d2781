"""Sample questions for the gallery: each kind of answer field in every state, with words like the real ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from medverka.questionnaires.answering import clean
from medverka.questionnaires.document import Condition, Kind, Option, Picture, Question, Questionnaire, Section
from medverka.surveys import asking
from medverka.surveys.ladders import DONT_KNOW, LADDERS

_QUALITY: Final = (*LADDERS["bra"].options(faces=False, dont_know=False), DONT_KNOW)
_FACES: Final = LADDERS["bra"].options(faces=True, dont_know=True)


def _said(key: str, text: str, **more: Any) -> Option:
    return Option(key, {"sv": text}, **more)


_SIGNS: Final = tuple(_said(sign, text, picture=Picture(icon=sign)) for sign, text in (("bus", "Resan"), ("coffee", "Fikat"), ("ear", "Att bli hörd")))  # fmt: skip
_WAYS: Final = (_said("brev", "Brev"), _said("mejl", "Mejl"), _said("inget", "Inget av dessa", alone=True))
_ROWS: Final = (_said("tid", "Tiden"), _said("lokal", "Lokalen"))


def _asked(key: str, kind: Kind, text: str, **more: Any) -> Question:
    return Question(key, kind, {"sv": text}, required=True, **more)


_QUESTIONS: Final = (
    _asked("skala", Kind.SCALE, "Hur var mötet?", options=_QUALITY),
    _asked("ansikten", Kind.SCALE, "Hur blev du bemött?", options=_FACES, help={"sv": "Tänk på det senaste mötet."}),
    _asked("val", Kind.SINGLE, "Vad var bäst?", options=_SIGNS),
    _asked("flera", Kind.MULTIPLE, "Hur vill du ha besked?", options=_WAYS),
    _asked("tabell", Kind.MATRIX, "Vad tycker du om det här?", options=_QUALITY, rows=_ROWS),
    _asked("tal", Kind.NUMBER, "Hur många gånger var du med?", unit={"sv": "gånger"}),
    _asked("ord", Kind.TEXT, "Vad kan bli bättre?", longest=40),
)
_FOLLOW_UP: Final = _asked("foljd", Kind.TEXT, "Vad hände?", asked_if=Condition("skala", (_QUALITY[0].key,)))

_ANSWERED: Final[Mapping[str, Any]] = {
    "skala": _QUALITY[0].key, "ansikten": _FACES[3].key, "val": "ear", "flera": ["brev", "mejl"],
    "tabell": {"tid": _QUALITY[4].key, "lokal": DONT_KNOW.key}, "tal": "3", "ord": "Kortare möten.",
}  # fmt: skip
_WRONG: Final[Mapping[str, Any]] = {"flera": ["brev", "inget"], "tal": "några", "ord": "Det var " + "mycket " * 12}


@dataclass(frozen=True)
class State:
    """A state with every question in it; `new` are the keys of those that have just come."""

    name: str
    questions: list[asking.Asked]
    new: tuple[str, ...] = ()


def states() -> Iterator[State]:
    """Nothing chosen, chosen, and wrong."""
    yield State("Tomma", _shown("tom", {}, told=False))
    yield State("Ifyllda, med en följdfråga som just kom", _shown("ifylld", _ANSWERED, told=False), ("ifylld-foljd",))
    yield State("Med fel", _shown("fel", _WRONG, told=True))


def _shown(state: str, answers: Mapping[str, Any], *, told: bool) -> list[asking.Asked]:
    """The questions under keys of this state's own, for no name stands twice on a page."""
    first, *rest = (replace(one, key=f"{state}-{one.key}") for one in _QUESTIONS)
    condition = Condition(first.key, (_QUALITY[0].key,))
    follow_up = replace(_FOLLOW_UP, key=f"{state}-{_FOLLOW_UP.key}", asked_if=condition)
    section = Section("alla", {}, questions=(first, follow_up, *rest))
    whole = Questionnaire({}, sections=(section,))
    given = {f"{state}-{key}": answer for key, answer in answers.items()}
    return asking.of_page(whole, section, given, "sv", clean(whole, given)[1] if told else ())
