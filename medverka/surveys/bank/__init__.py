"""The question bank: whole questionnaires and single questions of our own, which the builder offers to begin from.

Each file beside this one is a questionnaire (docs/questionnaires.md). What both sides are asked has the same key in
each, so that their answers can be laid side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.questionnaires.document import Question, Questionnaire
from medverka.questionnaires.files import read

FOLDER: Final = Path(__file__).parent

WHOM: Final[dict[str, Promise]] = {
    "tjanstepersoner": _("tjänstepersoner"),
    "medverkande": _("människor med egen erfarenhet som har medverkat"),
    "narstaende": _("närstående"),
    "motesdeltagare": _("deltagare i ett möte"),
    "uppdrag-medverkande": _("dem som har medverkat i ett uppdrag"),
    "uppdrag-uppdragsgivare": _("uppdragsgivare, efter ett uppdrag"),
    "brukarrorelsen": _("föreningar i brukarrörelsen"),
}


@dataclass(frozen=True)
class Ready:
    """A whole questionnaire to begin from. `whom` says who it is put to: ”till …”."""

    key: str
    whom: Promise
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Item:
    """One question of the bank, as those in `ready` are asked it. The key finds it again: `item(key)`."""

    key: str
    question: Question
    ready: Ready


def ready() -> list[Ready]:
    """All whole questionnaires."""
    return [Ready(key, whom, _file(key)) for key, whom in WHOM.items()]


def questionnaire(key: str) -> Questionnaire:
    """The whole questionnaire with this key. Raises `KeyError`."""
    if key not in WHOM:
        raise KeyError(key)
    return _file(key)


def items() -> Iterator[Item]:
    """All single questions, each once: what is asked of several in the same words is the first one's."""
    seen: list[Question] = []
    for one in ready():
        for question in one.questionnaire.questions:
            if question not in seen:
                seen.append(question)
                yield Item(f"{one.key}.{question.key}", question, one)


def item(key: str) -> Question:
    """The question ”medverkande.bemotande”, put to everybody wherever it lands. Raises `KeyError`."""
    which, _dot, name = key.partition(".")
    return replace(questionnaire(which).question(name), asked_if=None)


@cache
def _file(key: str) -> Questionnaire:
    return read((FOLDER / f"{key}.json").read_bytes())
