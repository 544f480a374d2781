"""Looks up whom and which request each contribution means.

A person is named by number, by e-mail address or by name; exactly one must fit, or the row is
reported and does not come in, since hours on the wrong person are worse than none. A request is
named by number or title; where none or several fit, the contribution comes in by itself, with a
remark, since it was made whatever it was for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from medverka.registers import names, values
from medverka.registers.rows import ContributionRow, PersonRow, Problem, RequestRow, Said
from medverka.registers.sheets import Cell, letters
from medverka.registers.words import fold


@dataclass(frozen=True, slots=True)
class Known:
    """What is in Medverka already: numbers as `number_key` gives them, to the keys of what they meant in earlier imports.

    `reached`: by the key of a contribution's row, the keys of all persons with its name and its address or phone.
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    requests: Mapping[str, str] = field(default_factory=dict)
    reached: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Index:
    """Keys by the words they may be called by; a word that means several keys is known to."""

    def __init__(self) -> None:
        self._keys: dict[str, list[str]] = {}

    def add(self, word: str, key: str) -> None:
        """Let `word` mean `key`, too."""
        if word and key not in self._keys.setdefault(word, []):
            self._keys[word].append(key)

    def find(self, word: str) -> list[str]:
        """All keys that `word` means."""
        return self._keys.get(word, [])


def number_of(written: Cell) -> str:
    """The running number in a cell as `values.number_key` gives it, or nothing."""
    try:
        return values.number_key(written)
    except values.Unreadable:
        return ""


def email_of(said: Said) -> str:
    """The e-mail address by which a row names its person, in a column of its own or instead of the name."""
    text = values.text(said.person)
    return said.email or (text.lower() if "@" in text else "")


def name_of(said: Said) -> str:
    """The name by which a row names its person, without a number beside it."""
    text = values.text(said.person)
    name = "" if "@" in text else re.sub(r"\S*\d\S*", " ", text).strip(" ().,:#")
    return name or f"{said.given_name} {said.family_name}".strip()


class People:
    """Finds persons by what a register calls them.

    `surely`: for each key the key of the person it surely is, so that a name standing on two rows
    of one person means that person also where the rows are not merged.
    """

    def __init__(self, persons: Iterable[PersonRow], known: Known, surely: Mapping[str, str]) -> None:
        self._surely, self._reached = surely, known.reached
        self._written, self._numbers, self._emails, self._names = Index(), Index(), Index(), Index()
        for person in persons:
            self._add(person)
        for number, key in known.persons.items():
            if not self._numbers.find(number):
                self._numbers.add(number, key)

    def _add(self, person: PersonRow) -> None:
        for number in person.numbers:
            self._written.add(fold(number).replace(" ", ""), person.key)
            self._numbers.add(number_of(number), person.key)
        for email in person.emails:
            self._emails.add(email, person.key)
        self._names.add(names.key(person.given_name, person.family_name), person.key)

    def find(self, row: ContributionRow) -> list[str]:
        """The keys of all persons that a row may mean; several where its number means one and its address another."""
        return self._one_each(list(dict.fromkeys([*self._called(row.said), *self._reached.get(row.key, ())])))

    def _called(self, said: Said) -> list[str]:
        text = values.text(said.person)
        found: list[str] = []
        if email := email_of(said):
            found = self._emails.find(email)
        if not found and text:
            found = self._by_text(said.person, text)
        if not found and (said.given_name or said.family_name):
            found = self._names.find(names.key(said.given_name, said.family_name))
        return found

    def _by_text(self, cell: Cell, text: str) -> list[str]:
        """By number as written, by number, by name, or by number and name that agree (”12 Nils Tallkotte”)."""
        if re.search(r"\d", text) and (number := number_of(cell)):
            return self._written.find(fold(text).replace(" ", "")) or self._numbers.find(number)
        numbers = [number_of(word.strip("().,:#")) for word in text.split() if re.search(r"\d", word)]
        by_name = self._names.find(names.key(re.sub(r"\S*\d\S*", " ", text), ""))
        if len(numbers) == 1:
            return [key for key in self._numbers.find(numbers[0]) if key in by_name]
        return by_name

    def _one_each(self, keys: list[str]) -> list[str]:
        return keys[:1] if len({self._surely.get(key, key) for key in keys}) == 1 else keys


class Requests:
    """Finds requests by what a register calls them."""

    def __init__(self, requests: Iterable[RequestRow], known: Known) -> None:
        self._written, self._numbers, self._titles = Index(), Index(), Index()
        for request in requests:
            self._written.add(fold(request.number).replace(" ", ""), request.key)
            self._numbers.add(number_of(request.number), request.key)
            self._titles.add(fold(request.purpose), request.key)
            self._titles.add(fold(f"{request.kind} {request.unit}"), request.key)
        for number, key in known.requests.items():
            if not self._numbers.find(number):
                self._numbers.add(number, key)

    def find(self, cell: Cell) -> list[str]:
        """The keys of all requests that a cell may mean."""
        text = values.text(cell)
        return (
            self._written.find(fold(text).replace(" ", ""))
            or (self._numbers.find(number) if (number := number_of(cell)) else [])
            or self._titles.find(fold(text))
        )


def look_up(
    contributions: Iterable[ContributionRow],
    people: People,
    requests: Requests,
    headings: Mapping[str, Mapping[int, str]],
) -> tuple[list[ContributionRow], list[Problem]]:
    """The contributions with their person and request, and problems for those without.

    `headings`: by sheet and column, for the problems' words.
    """
    found, problems = [], []
    for row in contributions:
        keys = people.find(row)
        if len(keys) != 1:
            problems.append(_no_person(row, several=bool(keys), headings=headings))
            continue
        request_keys = requests.find(row.said.request)
        if len(request_keys) != 1 and not values.says_nothing(row.said.request):
            problems.append(_no_request(row, several=bool(request_keys), headings=headings))
        request_key = request_keys[0] if len(request_keys) == 1 else ""
        found.append(replace(row, person_key=keys[0], request_key=request_key))
    return found, problems


def _no_person(row: ContributionRow, *, several: bool, headings: Mapping[str, Mapping[int, str]]) -> Problem:
    said = row.said
    shown = values.text(said.person) or said.email or f"{said.given_name} {said.family_name}".strip()
    if not shown:
        message = _("Personen saknas.")
    elif several:
        message = _("Flera personer i registret kan vara den som menas.")
    else:
        message = _("Personen finns inte bland dem som har lästs in.")
    accepted = _(
        "Skriv personens nummer, e-postadress eller hela namn som det står i registret. Den som redan finns i Medverka "
        "känns igen på namn och e-post eller telefon."
    )
    return _problem(row, said.person_column, shown, message, accepted, headings, rejects=True)


def _no_request(row: ContributionRow, *, several: bool, headings: Mapping[str, Mapping[int, str]]) -> Problem:
    said = row.said
    if several:
        message = _("Flera förfrågningar kan vara den som menas. Insatsen läses in utan förfrågan.")
    else:
        message = _("Förfrågan finns inte i registret. Insatsen läses in utan förfrågan.")
    accepted = _("Skriv förfrågans nummer som det står i dess lista.")
    return _problem(row, said.request_column, values.text(said.request), message, accepted, headings, rejects=False)


def _problem(
    row: ContributionRow,
    column: int,
    shown: str,
    message: str,
    accepted: str,
    headings: Mapping[str, Mapping[int, str]],
    *,
    rejects: bool,
) -> Problem:
    heading = headings.get(row.place.sheet, {}).get(column, "")
    return Problem(row.place, letters(column) if column >= 0 else "", heading, shown, message, accepted, rejects)
