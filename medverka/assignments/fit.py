"""Who fits a request, and why not: pure rules over plain values.

`fitting` says the same in SQL, for a pool of any size; a test holds the two against each other.
What somebody has not said never counts against them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ON_SITE = "pa-plats"  # The form in which it matters where somebody lives.
HALF_YEAR = timedelta(days=182)
YEAR = timedelta(days=365)
FAR = 2
LONG = 6  # From so many days after the first day on, what lies between says nothing of which days are meant.

# Why somebody does not fit, in the order in which one reason is given. Where people of the same unit are kept apart,
# "apart" is that and "limit" in one: alone it would tell where somebody has been (ADR 0020).
REASONS: dict[str, Promise] = {
    "asked": _("redan med i den här förfrågan"),
    "new": _("nya, inte välkomnade än"),
    "paused": _("har paus"),
    "perspective": _("har ett annat perspektiv"),
    "experience": _("har erfarenhet av annat"),
    "way": _("vill medverka på andra sätt"),
    "form": _("vill vara med i en annan form"),
    "language": _("har sagt andra språk"),
    "access": _("behöver något som inte går att ordna"),
    "weekday": _("kan inte den veckodagen"),
    "same_day": _("är tillfrågade eller med i annat samma dag"),
    "apart": _("har så många uppdrag som de vill ha, eller passar inte ihop med någon som är tillfrågad eller med"),
    "limit": _("har så många uppdrag på ett halvår som de vill ha"),
}
# What a request can ask for at least one of, whoever else comes.
MIX: dict[str, Promise] = {
    "own": _("minst en brukare eller patient"),
    "relative": _("minst en närstående"),
}
# All that a request can ask of the group as a whole.
MIXED = MIX | {"units": _("inte två med erfarenhet av samma verksamhet")}
REMARKS: dict[str, Promise] = {
    "experience_unknown": _("Har inte sagt vilken erfarenhet"),
    "far": _("Bor i en annan del av länet"),
    "access_unknown": _("Fråga om det går att ordna: %(needs)s"),
    "access_impossible": _("Går inte att ordna: %(needs)s"),
}
# What keeps somebody from being proposed, and is a remark where something else put them first, such as a draw.
CLASHES: dict[str, Promise] = {
    "same_day": _("Har redan något annat samma dag, eller en fråga om det"),
    "apart": _(
        "Har så många uppdrag som personen vill ha, eller passar inte ihop med någon som är tillfrågad eller med"
    ),
    "limit": _("Har redan så många uppdrag på ett halvår som personen vill ha"),
}


@dataclass(frozen=True)
class Wish:
    """What a request asks of people. Empty means that anything goes."""

    perspectives: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    way: int | None = None
    form: int | None = None
    language: int | None = None
    weekdays: frozenset[int] = frozenset()  # The days on which it happens, 0 = Monday; empty: not known.
    on_site: bool = False
    municipality: int | None = None
    sub_area: int | None = None
    can_arrange: frozenset[int] = frozenset()
    cannot_arrange: frozenset[int] = frozenset()  # What is in neither is not known, and keeps nobody out.
    apart: bool = False  # Whether two with experience of the same unit are one too many.


@dataclass(frozen=True)
class Person:
    """What matters of a contributor. Empty means that they have not said, or that it is not known."""

    status: str = "active"
    perspectives: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()
    ways: frozenset[int] = frozenset()
    forms: frozenset[int] = frozenset()
    languages: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()  # To be able to take part.
    weekdays: frozenset[int] = frozenset()
    most: int | None = None  # Assignments in half a year, at most.
    busy: int = 0  # Assignments and open invitations of the last half-year.
    municipality: int | None = None  # Unknown for a protected person: never held against anybody.
    sub_area: int | None = None
    already: bool = False  # Has a part in this request.
    same_day: bool = False  # Has a part in another one on a day of this one.
    same_unit: bool = False  # Has experience of a unit that somebody with a part in this one has.


def _has_enough(person: Person) -> bool:
    return person.most is not None and person.busy >= person.most


_MISFITS: dict[str, Callable[[Wish, Person], bool]] = {
    "asked": lambda _wish, person: person.already,
    "new": lambda _wish, person: person.status == "new",
    "paused": lambda _wish, person: person.status == "paused",
    "perspective": lambda wish, person: bool(wish.perspectives) and wish.perspectives.isdisjoint(person.perspectives),
    "experience": lambda wish, person: bool(wish.areas and person.areas) and wish.areas.isdisjoint(person.areas),
    "way": lambda wish, person: wish.way is not None and bool(person.ways) and wish.way not in person.ways,
    "form": lambda wish, person: wish.form is not None and bool(person.forms) and wish.form not in person.forms,
    "language": lambda wish, person: (
        wish.language is not None and bool(person.languages) and wish.language not in person.languages
    ),
    "access": lambda wish, person: not wish.cannot_arrange.isdisjoint(person.needs),
    "weekday": lambda wish, person: (
        bool(wish.weekdays and person.weekdays) and wish.weekdays.isdisjoint(person.weekdays)
    ),
    "same_day": lambda _wish, person: person.same_day,
    "apart": lambda wish, person: wish.apart and (person.same_unit or _has_enough(person)),
    "limit": lambda wish, person: not wish.apart and _has_enough(person),
}


def why_not(wish: Wish, person: Person) -> list[str]:
    """The keys of `REASONS` for which a person does not fit; empty where they do."""
    return [reason for reason in REASONS if _MISFITS[reason](wish, person)]


def fits(wish: Wish, person: Person) -> bool:
    """Whether there is no reason why not."""
    return not any(misfit(wish, person) for misfit in _MISFITS.values())


def remarks(wish: Wish, person: Person) -> list[str]:
    """The keys of `REMARKS`: what to know about somebody."""
    found = []
    if wish.areas and not person.areas:
        found.append("experience_unknown")
    if distance(wish, person) == FAR:
        found.append("far")
    return [*found, *(key for key in ("access_unknown", "access_impossible") if needs_for(key, wish, person))]


def needs_for(remark: str, wish: Wish, person: Person) -> frozenset[int]:
    """The needs that a remark speaks of: those that nobody has said anything about, or those that cannot be met."""
    if remark == "access_unknown":
        return person.needs - wish.can_arrange - wish.cannot_arrange
    return person.needs & wish.cannot_arrange if remark == "access_impossible" else frozenset()


def distance(wish: Wish, person: Person) -> int:
    """How far from home somebody goes: 0 within the municipality, or not known; 1 within the sub-area; 2 (`FAR`)."""
    if not wish.on_site or wish.municipality is None or person.municipality is None:
        return 0
    if wish.municipality == person.municipality:
        return 0
    return 1 if wish.sub_area is not None and wish.sub_area == person.sub_area else FAR


def tags(perspectives: Collection[str]) -> frozenset[str]:
    """Which keys of `MIX` somebody with these perspectives counts for."""
    found = {"own"} if {"user", "patient"} & set(perspectives) else set()
    return frozenset(found | ({"relative"} & set(perspectives)))


def days_of(starts_on: date | None, ends_on: date | None) -> frozenset[date]:
    """The days of one occasion, or of a few in a row. Which days of a week or more are meant is not known: none."""
    if starts_on is None:
        return frozenset()
    length = ((ends_on or starts_on) - starts_on).days
    return frozenset() if length >= LONG else frozenset(starts_on + timedelta(days=day) for day in range(length + 1))


def weekdays_between(starts_on: date | None, ends_on: date | None) -> frozenset[int]:
    """The weekdays of one occasion or a period; a week or more is every day, which says nothing."""
    return frozenset(day.weekday() for day in days_of(starts_on, ends_on))


def asked_in_words(last_asked_on: date | None, times_in_a_year: int, today: date) -> Promise | str:
    """How much somebody has been asked, as it stands beside them."""
    if last_asked_on is None:
        return _("Inte tillfrågad än")
    if times_in_a_year == 0:
        months = round((today - last_asked_on).days / 30.4)
        if months < 2:  # Not through Medverka: they took part, as a register says.
            return _("Tillfrågad nyligen")
        return _("Inte tillfrågad på %(months)s månader") % {"months": months}
    if times_in_a_year == 1:
        return _("Tillfrågad en gång det senaste året")
    return _("Tillfrågad %(times)s gånger det senaste året") % {"times": times_in_a_year}
