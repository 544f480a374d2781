"""Which rows of a register are in Medverka since before, so that a second import adds nothing.

A row leaves a trace when it comes in. Persons are also known by e-mail or phone with their name,
and contributions by person, day, hours and kind, as often as they stand there already: two equal
rows are two contributions only where the register has two and Medverka has fewer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from medverka.contributions.models import Contribution
from medverka.foundation import crypto
from medverka.pool.models import Contributor
from medverka.pool.recognition import Seen, recognise, who_may_be_meant
from medverka.registers import names, references
from medverka.registers.models import Trace
from medverka.registers.rows import ContributionRow, PersonRow, Reading, RequestRow, Said
from medverka.registers.vocabulary import List
from medverka.registers.wordlist import Lists
from medverka.registers.words import fold

Kind = Trace.Kind
_CHUNK = 400
NewTrace = tuple[str, str, int]  # The values of `TRACE`.
TRACE = ("kind", "digest", "subject_id")
GONE = 0  # Instead of a contributor's id: somebody who has been disposed of.


@dataclass(frozen=True)
class KnownRows:
    """What the rows of a register are in Medverka already, by the keys of the rows."""

    persons: dict[str, int] = field(default_factory=dict)  # Contributor ids; GONE for those disposed of.
    requests: dict[str, int] = field(default_factory=dict)
    contributions: frozenset[str] = frozenset()

    def person(self, row: PersonRow) -> int | None:
        """The contributor that a (perhaps merged) row is, or None for somebody new."""
        return next((self.persons[key] for key in row.keys if key in self.persons), None)

    def contributor_id(self, person_key: str) -> int | None:
        """The contributor that a contribution names, where it is somebody known."""
        if person_key.startswith("contributor:"):
            return int(person_key.removeprefix("contributor:"))
        return self.persons.get(person_key)


def person_digest(row: PersonRow) -> str:
    """Knows one row of a person again; for merged rows use the rows before the merging."""
    numbers = [references.number_of(number) for number in row.numbers]
    said = [*sorted(numbers), names.key(row.given_name, row.family_name), *sorted(row.emails), *sorted(row.phones)]
    return _digest(Kind.PERSON, *said, fold(row.municipality), row.joined_on)


def request_digest(row: RequestRow) -> str:
    """Knows a request again: by number and day where it has a number, else by day, unit and what it is about."""
    if number := references.number_of(row.number):
        return _digest(Kind.REQUEST, number, row.received_on)
    return _digest(Kind.REQUEST, row.received_on, fold(row.unit), fold(row.kind), fold(row.purpose))


def contribution_digest(contributor_id: int, row: ContributionRow) -> str:
    """Knows a contribution again."""
    return _digest(Kind.CONTRIBUTION, contributor_id, row.on, row.hours, fold(row.kind))


def number_digest(kind: str, number: str) -> str:
    """Knows a register's number of a person or request again."""
    return _digest(kind, references.number_of(number))


def persons(rows: Sequence[PersonRow], digests: Mapping[str, str]) -> dict[str, int]:
    """The contributors that rows (not merged) are, by the keys of the rows; so are their digests."""
    traced = _subjects(Kind.PERSON, digests.values())
    gone = set(Contributor.objects.exclude(disposed_on=None).values_list("pk", flat=True)) if traced else set()
    known: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        digest = digests[row.key]
        if subjects := traced.get(digest):
            subject = subjects[min(seen[digest], len(subjects) - 1)]
            seen[digest] += 1
            known[row.key] = GONE if subject is None or subject in gone else subject
    left = [row for row in rows if row.key not in known]
    for row, contributor_id in zip(left, recognise([_seen(row) for row in left]), strict=True):
        if contributor_id is not None:
            known[row.key] = contributor_id
    return known


def requests(rows: Sequence[RequestRow]) -> dict[str, int]:
    """The requests that rows are, by the keys of the rows."""
    digests = [request_digest(row) for row in rows]
    traced = _subjects(Kind.REQUEST, digests)
    known: dict[str, int] = {}
    seen: Counter[str] = Counter()
    for row, digest in zip(rows, digests, strict=True):
        subjects = traced.get(digest, [])
        if seen[digest] < len(subjects) and (subject := subjects[seen[digest]]) is not None:
            known[row.key] = subject
        seen[digest] += 1
    return known


def contributions(rows: Iterable[ContributionRow], known: KnownRows, lists: Lists) -> frozenset[str]:
    """The keys of the rows that stand in Medverka already."""
    owned = [(row, owner) for row in rows if (owner := known.contributor_id(row.person_key)) is not None]
    digests = {row.key: contribution_digest(owner, row) for row, owner in owned if owner != GONE}
    traced = _subjects(Kind.CONTRIBUTION, digests.values())
    traced_ids = {subject for subjects in traced.values() for subject in subjects}
    by_hand = _recorded_by_hand({owner for _row, owner in owned if owner != GONE}, traced_ids)
    there: set[str] = set()
    seen: Counter[str] = Counter()
    for row, owner in owned:
        if owner == GONE:
            there.add(row.key)
            continue
        digest = digests[row.key]
        way = lists.term(List.WAY, row.kind)
        same = (owner, row.on, row.hours, way.pk if way else None)
        if seen[digest] < len(traced.get(digest, ())):
            there.add(row.key)
        elif by_hand[same]:
            by_hand[same] -= 1
            there.add(row.key)
        seen[digest] += 1
    return frozenset(there)


def referred_to(reading: Reading, *, by: Any) -> references.Known:
    """What the numbers in a file of contributions alone meant in earlier registers, and whose its addresses are.

    A register with persons (or requests) of its own is not mixed with the numbers of others, and a number
    that has meant several things means nothing.
    """
    people = [] if reading.persons else [references.number_of(row.said.person) for row in reading.contributions]
    asked = [] if reading.requests else [references.number_of(row.said.request) for row in reading.contributions]
    return references.Known(
        _meant(Kind.PERSON_NUMBER, people, "contributor"),
        _meant(Kind.REQUEST_NUMBER, asked, "request"),
        {} if reading.persons else _reached(reading.contributions, by),
    )


def _reached(rows: Iterable[ContributionRow], by: Any) -> dict[str, list[str]]:
    """By row the persons in Medverka with its name and its address or phone, as far as `by` may know of them."""
    seen = {row.key: _described(row.said) for row in rows if row.said.phones or references.email_of(row.said)}
    meant = who_may_be_meant(list(seen.values()), by=by)
    return {key: [f"contributor:{pk}" for pk in sorted(pks)] for key, pks in zip(seen, meant, strict=True)}


def _described(said: Said) -> Seen:
    return Seen(references.name_of(said), tuple(filter(None, [references.email_of(said)])), said.phones)


def _meant(kind: str, written: Iterable[str], what: str) -> dict[str, str]:
    digests = {number: _digest(kind, number) for number in written if number}
    traced = _subjects(kind, digests.values())
    meant = {number: set(traced.get(digest, ())) for number, digest in digests.items()}
    return {
        number: f"{what}:{subject}"
        for number, subjects in meant.items()
        if len(subjects) == 1 and (subject := next(iter(subjects))) is not None
    }


def latest() -> int:
    """The number of the last trace; another one says that a register has come in since."""
    return Trace.objects.aggregate(last=Max("pk"))["last"] or 0


def _seen(row: PersonRow) -> Seen:
    return Seen(row.name, row.emails, row.phones)


def _subjects(kind: str, digests: Iterable[str]) -> dict[str, list[int | None]]:
    """For each digest what has come in under it, in the order in which it came."""
    each = sorted(set(digests))
    found: dict[str, list[int | None]] = defaultdict(list)
    if not each or not Trace.objects.filter(kind=kind).exists():
        return {}
    for start in range(0, len(each), _CHUNK):
        traces = Trace.objects.filter(kind=kind, digest__in=each[start : start + _CHUNK]).order_by("pk")
        for digest, subject in traces.values_list("digest", "subject_id"):
            found[digest].append(subject)
    return dict(found)


def _recorded_by_hand(
    contributor_ids: set[int], traced: set[int | None]
) -> Counter[tuple[int, date, Decimal | None, int | None]]:
    """Contributions of these persons that came by no register, counted by what they say."""
    counts: Counter[tuple[int, date, Decimal | None, int | None]] = Counter()
    each = sorted(contributor_ids)
    for start in range(0, len(each), _CHUNK):
        rows = Contribution.objects.filter(contributor__in=each[start : start + _CHUNK])
        for pk, owner, on, hours, way in rows.values_list("pk", "contributor_id", "on", "hours", "way_id"):
            if pk not in traced:
                counts[owner, on, hours, way] += 1
    return counts


def _digest(kind: str, *said: object) -> str:
    return crypto.blind_index("|".join(map(str, said)), f"registers.{kind}")
