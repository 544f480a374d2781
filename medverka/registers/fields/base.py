"""What a field is: the words it stands under in the wild, and how its cells look.

Each list of words is in Swedish and English as it stands in the wild; `words.likeness` takes care
of capitals, abbreviations and misspellings. `weight` says how strongly a field tells what kind of
sheet it stands in: an e-mail address speaks for persons, hours for contributions.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from medverka.registers import choices, dates, values
from medverka.registers.sheets import Cell
from medverka.registers.words import fold

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Reader = Callable[[Cell], object]


class Kind(StrEnum):
    """What the rows of a sheet are."""

    PERSONS = "persons"
    REQUESTS = "requests"
    CONTRIBUTIONS = "contributions"


KIND_LABELS = {
    Kind.PERSONS: _("personer"),
    Kind.REQUESTS: _("förfrågningar"),
    Kind.CONTRIBUTIONS: _("insatser"),
}
KIND_NAMES = {
    Kind.PERSONS: "personer person intressebank register deltagare medlemmar kontakter medverkande namnlista invånare "
    "representanter brukarrepresentanter personregister people persons members contributors participants",
    Kind.REQUESTS: "förfrågningar förfrågan uppdrag beställningar aktiviteter uppdragslista inkomna requests assignments",
    Kind.CONTRIBUTIONS: "insatser insats medverkan timmar tidrapport genomförda deltagande närvaro arvoden tid "
    "contributions hours attendance participation",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a column can hold. `reads` tells by content whether a column may be this field."""

    code: str
    label: "_StrPromise"
    words: tuple[str, ...]
    weight: float = 1.0
    many: bool = False  # Several columns may hold it: ”Telefon” and ”Mobil”.
    reads: Reader | None = None
    folded: tuple[str, ...] = ()


def field(
    code: str, label: "_StrPromise", words: str, *, weight: float = 1.0, many: bool = False, reads: Reader | None = None
) -> Field:
    """A field from its words, parted by upright strokes."""
    each = tuple(word.strip() for word in words.split("|"))
    return Field(code, label, each, weight, many, reads, tuple(dict.fromkeys(fold(word) for word in each)))


def a_date(cell: Cell) -> object:
    """For telling dates by their look alone; the year that a cell leaves out may stand in a row above."""
    return values.day(cell, dates.Habit(today=date(2100, 1, 1), year=2000), year_will_do=True)


def a_status(cell: Cell) -> object:
    """For telling a person's status by its look alone."""
    return choices.standing(cell, dates.Habit(today=date(2100, 1, 1)))


def a_told_back(cell: Cell) -> object:
    """For telling by its look alone whether a cell speaks of an answer told back."""
    return values.told_back(cell, dates.Habit(today=date(2100, 1, 1)))


def a_postcode(cell: Cell) -> None:
    """For telling a Swedish postcode by its look alone."""
    if not re.match(r"(SE?-?\s?)?\d{3}\s?\d{2}\b", values.text(cell), re.IGNORECASE):
        raise values.Unreadable("", "")


def a_distance(cell: Cell) -> object:
    """For telling a distance by its look alone, whatever its unit."""
    return values.kilometres(cell, unit="km")


def an_exact_age(cell: Cell) -> None:
    """Somebody's age in years, or the year they were born: a number alone."""
    if not re.match(r"\d{1,4}(\s*år)?\Z", values.text(cell)):
        raise values.Unreadable("", "")


def a_civic_number(cell: Cell) -> None:
    """A Swedish personal identity number or date of birth: six or more digits."""
    if len([sign for sign in values.text(cell) if sign.isdigit()]) < 6:
        raise values.Unreadable("", "")
