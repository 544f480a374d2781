"""The plan of an import: everything that would come in, and everything that would not, before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from medverka.registers import duplicates, references
from medverka.registers.duplicates import Merge
from medverka.registers.headings import SheetMap
from medverka.registers.rows import ContributionRow, PersonRow, Place, Problem, Reading, RequestRow, Skipped
from medverka.registers.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Figures:
    """The four counts, as they stand at the end of a day."""

    persons: int  # All that the plan holds, whenever they joined or left.
    in_pool: int
    requests: int  # Received by then.
    contributions: int  # Made by then.
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that does not come in: its cells as they stand, and the reasons."""

    place: Place
    cells: Sequence[Cell]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    persons: tuple[PersonRow, ...]  # With the chosen merges made.
    requests: tuple[RequestRow, ...]
    contributions: tuple[ContributionRow, ...]
    merged: tuple[Merge, ...]  # Chosen.
    proposed: tuple[Merge, ...]  # Found and not chosen.
    problems: tuple[Problem, ...]  # In the order of the file.
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    not_held: tuple[Skipped, ...]
    maps: tuple[SheetMap, ...]

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """Problems whose rows come in all the same."""
        return tuple(problem for problem in self.problems if not problem.rejects)

    def figures(self, day: date) -> Figures:
        """The counts at the end of `day`."""
        made = [row for row in self.contributions if row.on <= day]
        return Figures(
            persons=len(self.persons),
            in_pool=sum(person.in_pool(day) for person in self.persons),
            requests=sum(request.received_on <= day for request in self.requests),
            contributions=len(made),
            hours=sum((row.hours for row in made if row.hours is not None), Decimal(0)),
        )


def plan(
    reading: Reading,
    sheets: Sequence[Sheet],
    maps: Sequence[SheetMap],
    *,
    merges: Iterable[Merge] = (),
    known: references.Known | None = None,
) -> ImportPlan:
    """The plan for what has been read, with the chosen `merges` made.

    `known`: the numbers of persons and requests that are in Medverka since before, so that a
    file of contributions alone finds them.
    """
    chosen, known = tuple(merges), known or references.Known()
    found = duplicates.find(reading.persons)
    persons, same = duplicates.apply(reading.persons, chosen)
    _each, surely = duplicates.apply(reading.persons, [*chosen, *(merge for merge in found if merge.sure)])
    people = references.People(persons, known, surely)
    contributions, lost = _looked_up(reading, people, maps, known)
    doubles = [*_same_number(persons), *_same_number(reading.requests), *_noted_twice(contributions)]
    problems = _in_order([*reading.problems, *lost, *doubles], sheets)
    return ImportPlan(
        persons=tuple(persons),
        requests=tuple(reading.requests),
        contributions=tuple(contributions),
        merged=chosen,
        proposed=tuple(merge for merge in found if len({same[key] for key in merge.keys}) > 1),
        problems=tuple(problems),
        rejected=tuple(_rejected(problems, sheets)),
        skipped=tuple(reading.skipped),
        not_held=tuple(reading.not_held),
        maps=tuple(maps),
    )


def _looked_up(
    reading: Reading, people: references.People, maps: Sequence[SheetMap], known: references.Known
) -> tuple[list[ContributionRow], list[Problem]]:
    """The contributions with whom and which request they mean, and the problems of those that mean nobody."""
    requests = references.Requests(reading.requests, known)
    headings = {each.sheet: {column.index: column.heading for column in each.columns} for each in maps}
    return references.look_up(reading.contributions, people, requests, headings)


def _same_number(rows: Iterable[PersonRow | RequestRow]) -> Iterator[Problem]:
    """A remark on every row whose number another row has already."""
    first: dict[str, Place] = {}
    for row in rows:
        numbers = row.numbers if isinstance(row, PersonRow) else (row.number,)
        place = row.places[0] if isinstance(row, PersonRow) else row.place
        for number in filter(None, map(references.number_of, numbers)):
            if first.setdefault(number, place) != place:
                message = _("Numret står också på rad %(row)s, så insatser med det numret kan inte kopplas.")
                yield Problem(place, "", "", number, message % {"row": first[number].row}, rejects=False)


def _noted_twice(contributions: Iterable[ContributionRow]) -> Iterator[Problem]:
    """A remark on every contribution that stands in the file once more, the same in everything."""
    first: dict[tuple[object, ...], Place] = {}
    for row in contributions:
        same = (row.person_key, row.on, row.request_key, row.kind, row.hours, row.unit, row.notes)
        place = first.setdefault(same, row.place)
        if place != row.place:
            message = _("Samma insats står också på rad %(row)s i %(sheet)s. Båda läses in.")
            yield Problem(row.place, "", "", "", message % {"row": place.row, "sheet": place.sheet}, rejects=False)


def _in_order(problems: Iterable[Problem], sheets: Sequence[Sheet]) -> list[Problem]:
    """Problems as they stand in the file: by sheet, row and column."""
    order = {sheet.key: index for index, sheet in enumerate(sheets)}
    return sorted(problems, key=lambda each: (order[each.place.sheet], each.place.row, len(each.column), each.column))


def _rejected(problems: Iterable[Problem], sheets: Sequence[Sheet]) -> Iterator[Rejected]:
    """The rows that problems keep out, each once, with all its reasons."""
    by_key = {sheet.key: sheet for sheet in sheets}
    reasons: dict[Place, list[str]] = {}
    for problem in problems:
        if problem.rejects:
            about = f"{problem.heading}: " if problem.heading else ""
            reasons.setdefault(problem.place, []).append(about + f"{problem.message} {problem.accepted}".strip())
    for place, texts in reasons.items():
        yield Rejected(place, by_key[place.sheet].rows[place.row - 1], tuple(texts))
