"""Finds persons who stand twice in a register, and makes one row of several.

Rows are compared only where they share an address, a phone number or a name, so that the work
grows with the number of persons and not with its square. A shared address or phone alone proves
nothing: relatives share both. The names must be alike as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from django.utils.translation import gettext as _

from medverka.registers import names
from medverka.registers.rows import PersonRow

SURE = 0.9
_MOST_NAMES = 20  # Different names behind one phone: a switchboard, no household. They are not compared.


@dataclass(frozen=True, slots=True)
class Merge:
    """A proposal that several rows are one person. `sure`: the same name and the same address or phone."""

    keys: tuple[str, ...]
    reason: str
    confidence: float

    @property
    def sure(self) -> bool:
        """Whether it may be merged without a look at each."""
        return self.confidence >= SURE


class _Groups:
    """Keys that belong together."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def find(self, key: str) -> str:
        root = key
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while (parent := self._parents.get(key, key)) != root:
            self._parents[key], key = root, parent
        return root

    def join(self, one: str, other: str) -> None:
        self._parents[self.find(other)] = self.find(one)


def find(persons: Sequence[PersonRow]) -> list[Merge]:
    """All merges to propose: first the sure, each with all rows of the person, then those to look at, pair by pair."""
    order = {person.key: index for index, person in enumerate(persons)}
    pairs: dict[tuple[str, str], tuple[float, str]] = {}
    for one, other, confidence, reason in _pairs(persons):
        pair = (one.key, other.key) if order[one.key] < order[other.key] else (other.key, one.key)
        if confidence > pairs.get(pair, (0.0, ""))[0]:
            pairs[pair] = (confidence, reason)
    groups = _Groups()
    sure = {pair: found for pair, found in pairs.items() if found[0] >= SURE}
    for one_key, other_key in sure:
        groups.join(one_key, other_key)
    members: dict[str, dict[str, None]] = defaultdict(dict)
    for pair in sure:
        members[groups.find(pair[0])].update(dict.fromkeys(pair))
    merges = [_merge(sorted(keys, key=order.__getitem__), sure) for keys in members.values()]
    unsure = {pair: found for pair, found in pairs.items() if groups.find(pair[0]) != groups.find(pair[1])}
    return merges + [Merge(pair, reason, confidence) for pair, (confidence, reason) in unsure.items()]


def _merge(keys: Sequence[str], sure: Mapping[tuple[str, str], tuple[float, str]]) -> Merge:
    """One merge of all rows of a person, as sure as its weakest link."""
    links = [sure[pair] for pair in combinations(keys, 2) if pair in sure] if len(keys) < 50 else list(sure.values())
    confidence, reason = min(links)
    return Merge(tuple(keys), reason, confidence)


def _pairs(persons: Sequence[PersonRow]) -> Iterator[tuple[PersonRow, PersonRow, float, str]]:
    """Pairs that may be one person, with confidence and reason; a pair may come more than once."""
    for block in _blocks((email, person) for person in persons for email in person.emails):
        for one, other, likeness in _alike_in(block):
            yield one, other, (0.98 if likeness == 1 else 0.8), _email_reason(likeness)
    for block in _blocks((phone, person) for person in persons for phone in person.phones):
        for one, other, likeness in _alike_in(block):
            differ = one.emails and other.emails and not set(one.emails) & set(other.emails)
            confidence = (0.7 if differ else 0.95) if likeness == 1 else (0.5 if differ else 0.7)
            yield one, other, confidence, _phone_reason(likeness)
    for block in _blocks((names.key(person.given_name, person.family_name), person) for person in persons):
        yield from _same_name_and_place(block)


def _blocks(words: Iterable[tuple[str, PersonRow]]) -> Iterable[list[PersonRow]]:
    """The persons of each word that more than one person has."""
    blocks: dict[str, list[PersonRow]] = defaultdict(list)
    for word, person in words:
        if word:
            blocks[word].append(person)
    return (block for block in blocks.values() if len(block) > 1)


def _alike_in(block: list[PersonRow]) -> Iterator[tuple[PersonRow, PersonRow, float]]:
    """Links between persons of a block whose names are alike: within a name as a chain, between names in pairs."""
    by_name: dict[str, list[PersonRow]] = defaultdict(list)
    for person in block:
        by_name[names.key(person.given_name, person.family_name)].append(person)
    for same in by_name.values():
        if same[0].name:
            yield from ((one, other, 1.0) for one, other in pairwise(same))
    if len(by_name) > _MOST_NAMES:
        return
    for (one, *_rest), (other, *_others) in combinations(by_name.values(), 2):
        likeness = names.alike((one.given_name, one.family_name), (other.given_name, other.family_name))
        if likeness:
            yield one, other, likeness


def _same_name_and_place(block: list[PersonRow]) -> Iterator[tuple[PersonRow, PersonRow, float, str]]:
    """Namesakes in one place of whom one has no address and no phone. Worth a look, never sure."""
    reason = _("Samma namn och kommun, och en av raderna saknar e-post och telefon.")
    by_place: dict[str, list[PersonRow]] = defaultdict(list)
    for person in block:
        by_place[(person.municipality or person.town).casefold()].append(person)
    for place, people in by_place.items():
        if place and 1 < len(people) <= _MOST_NAMES:
            for one, other in combinations(people, 2):
                if not (one.emails or one.phones) or not (other.emails or other.phones):
                    yield one, other, 0.5, reason


def _email_reason(likeness: float) -> str:
    if likeness == 1:
        return _("Samma e-postadress och samma namn.")
    return _("Samma e-postadress och liknande namn. Det kan vara två personer i samma familj.")


def _phone_reason(likeness: float) -> str:
    if likeness == 1:
        return _("Samma telefonnummer och samma namn.")
    return _("Samma telefonnummer och liknande namn. Det kan vara två personer i samma familj.")


def apply(persons: Sequence[PersonRow], merges: Iterable[Merge]) -> tuple[list[PersonRow], dict[str, str]]:
    """The persons with the merges made, and for every row's key the key of the person it now belongs to."""
    groups = _Groups()
    for merge in merges:
        for key in merge.keys[1:]:
            groups.join(merge.keys[0], key)
    members: dict[str, list[PersonRow]] = {}
    for person in persons:
        members.setdefault(groups.find(person.key), []).append(person)
    merged = [union(rows) for rows in members.values()]
    return merged, {key: person.key for person in merged for key in person.keys}


def union(rows: Sequence[PersonRow]) -> PersonRow:
    """One person of several rows: everything that any of them says, the earliest day, the best-written name.

    Status and day of leaving are those of the row that came last, for whoever joined again is in.
    """
    if len(rows) == 1:
        return rows[0]
    dated = [row for row in rows if row.joined_on]
    first = min(dated, key=_joined, default=rows[0])
    latest = max((row for row in rows if row.status), key=_joined, default=rows[0])
    best = max(rows, key=_written_well)
    lists: dict[str, Any] = {name: _all(rows, name) for name in _LISTS}
    words: dict[str, Any] = {name: _first_filled(rows, name) for name in _WORDS}
    return replace(
        rows[0],
        **lists,
        **words,
        given_name=best.given_name,
        family_name=best.family_name,
        joined_on=first.joined_on,
        joined_precision=first.joined_precision,
        status=latest.status,
        status_since=latest.status_since,
        left_on=latest.left_on,
        protected=any(row.protected for row in rows),
        notes="\n".join(dict.fromkeys(row.notes for row in rows if row.notes)),
    )


_LISTS = (
    *("keys", "places", "numbers", "emails", "phones", "perspectives", "areas", "ways", "forms", "languages"),
    *("access_needs", "channels"),
)
_WORDS = ("street", "postcode", "town", "municipality", "age_band")


def _all(rows: Sequence[PersonRow], name: str) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(each for row in rows for each in getattr(row, name)))


def _first_filled(rows: Sequence[PersonRow], name: str) -> str:
    return next((value for row in rows if (value := getattr(row, name))), "")


def _joined(row: PersonRow) -> date:
    return row.joined_on or date.min


def _written_well(row: PersonRow) -> tuple[bool, int]:
    """A name in capitals and small letters before one in capitals alone; then the fuller one."""
    return (row.name.title() == row.name or not (row.name.isupper() or row.name.islower())), len(row.name)
