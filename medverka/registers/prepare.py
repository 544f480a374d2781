"""From uploaded files to everything that an import would do. Nothing is written.

The preview and the import itself go through here, so what was shown is what comes in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.foundation import bulk, clock
from medverka.organisations.models import Organisation
from medverka.registers import decisions as choices
from medverka.registers import duplicates, known, vocabulary
from medverka.registers.decisions import Decisions
from medverka.registers.duplicates import Merge
from medverka.registers.files import read_file
from medverka.registers.headings import SheetMap
from medverka.registers.known import KnownRows
from medverka.registers.preview import ImportPlan, Rejected, plan
from medverka.registers.progress import Tell, to_nobody
from medverka.registers.reading import read_sheets
from medverka.registers.rows import ContributionRow, PersonRow, Place, Reading, RequestRow
from medverka.registers.sheets import Sheet, UnreadableFile
from medverka.registers.vocabulary import List
from medverka.registers.wordlist import Lists, county_words, lists_for


@dataclass(frozen=True)
class Prepared:
    """What an import would do."""

    sheets: list[Sheet]
    maps: list[SheetMap]
    reading: Reading
    plan: ImportPlan
    known: KnownRows
    lists: Lists
    county: vocabulary.County
    proposed: list[Merge]  # Merges that can be chosen, chosen or not.
    out_of_reach: list[Rejected]  # Rows of municipalities and units outside the importer's sub-area.
    digests: Mapping[str, str] = field(default_factory=dict)  # Of the rows of persons, by their keys.
    since: int = 0  # The last trace when this was worked out.

    @cached_property
    def persons(self) -> list[PersonRow]:
        """Those who would come in."""
        away = self._away
        return [
            row
            for row in self.plan.persons
            if self.known.person(row) is None and not any(place in away for place in row.places)
        ]

    @cached_property
    def persons_known(self) -> int:
        """How many are in Medverka already."""
        return sum(self.known.person(row) is not None for row in self.plan.persons)

    @cached_property
    def requests(self) -> list[RequestRow]:
        """Those that would come in."""
        return [row for row in self.plan.requests if row.key not in self.known.requests and row.place not in self._away]

    @cached_property
    def contributions(self) -> list[ContributionRow]:
        """Those that would come in: new, and of a person who is in or comes in."""
        coming = {row.key for row in self.persons}
        return [
            row
            for row in self.plan.contributions
            if row.key not in self.known.contributions
            and row.place not in self._away
            and (row.person_key in coming or self.known.contributor_id(row.person_key))
        ]

    @cached_property
    def rejected(self) -> list[Rejected]:
        """All rows that do not come in because of a problem."""
        return [*self.plan.rejected, *self.out_of_reach]

    @cached_property
    def _away(self) -> set[Place]:
        return {row.place for row in self.out_of_reach}


@bulk.without_collecting()
def prepare(files: Sequence[tuple[str, bytes]], decisions: Decisions, *, by: Any, tell: Tell = to_nobody) -> Prepared:
    """Read the files, (name, content) each, and work out what would come in. Raises `UnreadableFile`."""
    sheets = list(_open(files, tell))
    maps = choices.maps_of(sheets, decisions)
    if not any(found.used for found in maps):
        decided = any(sheet.key in decisions.sheets for sheet in sheets)
        if not decided:
            raise no_headings()
    reading = read_sheets(
        sheets,
        maps,
        today=clock.today(),
        defaults=decisions.defaults,
        progress=lambda done, total: tell("reading", done / max(total, 1)),
    )
    tell("comparing", 0)
    return _compare(sheets, maps, reading, decisions, by)


def no_headings() -> UnreadableFile:
    """The message for files in which no sheet looks like a register."""
    return UnreadableFile(
        _("Vi hittar inga rubriker som vi känner igen. ")
        + _(
            "Kontrollera att det finns en rad med rubriker, till exempel Förnamn, Efternamn, E-post och Anmälningsdatum."
        )
    )


def _open(files: Sequence[tuple[str, bytes]], tell: Tell) -> Iterable[Sheet]:
    """The sheets of all files; two files of the same name are told apart."""
    seen: dict[str, int] = {}
    for index, (name, data) in enumerate(files):
        tell("opening", index / len(files))
        seen[name] = seen.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        unlike = name if seen[name] == 1 else f"{stem} {seen[name]}{dot}{ending}"
        try:
            yield from read_file(unlike, data)
        except UnreadableFile as error:
            raise UnreadableFile(f"{name}: {error}" if len(files) > 1 else str(error)) from error


def _compare(sheets: list[Sheet], maps: list[SheetMap], reading: Reading, decisions: Decisions, by: Any) -> Prepared:
    """What has been read, beside what there is."""
    since = known.latest()
    digests = {row.key: known.person_digest(row) for row in reading.persons}
    rows_known = known.persons(reading.persons, digests)
    forced, proposed = _merges(reading.persons, rows_known)
    merges = [*forced, *choices.chosen(proposed, decisions)]
    planned = plan(reading, sheets, maps, merges=merges, known=known.referred_to(reading, by=by))
    county = county_words(by)
    lists = lists_for(vocabulary.understand(vocabulary.words_of(planned), county, decisions.words))
    there = KnownRows(rows_known, known.requests(planned.requests))
    there = KnownRows(there.persons, there.requests, known.contributions(planned.contributions, there, lists))
    away = list(_out_of_reach(planned, sheets, lists, by))
    return Prepared(sheets, maps, reading, planned, there, lists, county, proposed, away, digests, since)


def _merges(persons: Sequence[PersonRow], rows_known: dict[str, int]) -> tuple[list[Merge], list[Merge]]:
    """Merges that are settled since earlier imports, and those to be decided on."""
    rows_of: dict[int, list[str]] = {}
    for key, contributor in rows_known.items():
        if contributor != known.GONE:
            rows_of.setdefault(contributor, []).append(key)
    forced = [
        Merge(tuple(keys), _("Samma person finns i Medverka sedan tidigare."), 1.0)
        for keys in rows_of.values()
        if len(keys) > 1
    ]
    proposed = [
        merge
        for merge in duplicates.find(persons)
        if len({rows_known.get(key) for key in merge.keys} - {None}) < 2 and not _all_known(merge, rows_known)
    ]
    return forced, proposed


def _all_known(merge: Merge, rows_known: dict[str, int]) -> bool:
    return all(key in rows_known for key in merge.keys)


def _out_of_reach(planned: ImportPlan, sheets: Sequence[Sheet], lists: Lists, by: Any) -> Iterable[Rejected]:
    """Rows that belong to places where the importer is no coordinator."""
    cells = {sheet.key: sheet.rows for sheet in sheets}
    reason = _("Kommunen eller verksamheten ligger utanför ditt område. Be samordnaren där läsa in raden.")

    def reject(place: Place) -> Rejected:
        return Rejected(place, cells[place.sheet][place.row - 1], (reason,))

    for person in planned.persons:
        if not _reaches(by, "pool.edit", lists.place(List.MUNICIPALITY, person.municipality)):
            yield from map(reject, person.places)
    for request in planned.requests:
        if not _reaches(by, "requests.handle", lists.place(List.UNIT, request.unit)):
            yield reject(request.place)
    for contribution in planned.contributions:
        if not _reaches(by, "contributions.record", lists.place(List.UNIT, contribution.unit)):
            yield reject(contribution.place)


def _reaches(by: Any, permission: str, place: Organisation | None) -> bool:
    return place is None or may(by, permission, place)
