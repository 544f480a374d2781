"""Finds the row of headings, what a sheet is about, and which column is which field.

Everything here is a proposal with a confidence from 0 to 1; what the user chooses goes before it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _

from medverka.registers import values
from medverka.registers.fields import FIELDS, KIND_NAMES, NOT_TAKEN, Field, Kind, field_named
from medverka.registers.sheets import Cell, Sheet, is_blank, spread
from medverka.registers.words import abbreviates, fold, likeness, without_brackets

SEARCHED_ROWS = 30
CLOSE_LOOKS = 6  # So many of them are compared word by word.
SAMPLE = 100
LEAST = 0.5  # A weaker likeness is no proposal.
NOT_TAKEN_FROM = 0.7
SURE = 0.8  # From here on a column needs no second look.
_OLD = re.compile(r"\b(gammal\w*|kopia|backup|old|mall|template|utkast|test)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """What is proposed for one column. `field` None: it is not read, and `note` may say why."""

    index: int
    heading: str
    field: str | None
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetMap:
    """How one sheet is to be read. `kind` None, or `used` False: not at all, and `note` says why."""

    sheet: str
    kind: Kind | None
    header_row: int  # From 0; -1 where there is none.
    columns: tuple[Column, ...]
    confidence: float
    used: bool
    note: str = ""

    @property
    def indexes(self) -> dict[str, list[int]]:
        """For each field the columns that hold it, from the left."""
        found: dict[str, list[int]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column.index)
        return found

    def heading(self, index: int) -> str:
        """What stands above a column."""
        return next((column.heading for column in self.columns if column.index == index), "")

    @property
    def doubtful(self) -> tuple[Column, ...]:
        """Columns whose field deserves a second look."""
        return tuple(column for column in self.columns if column.field and column.confidence < SURE)

    def choose(self, fields: Mapping[int, str | None]) -> "SheetMap":
        """The same map with the user's own fields for some columns. Raises `KeyError` for an unknown field."""
        kind = self.kind
        for code in filter(None, fields.values()):
            field_named(kind or Kind.PERSONS, code)
        columns = (
            replace(column, field=fields[column.index], confidence=1.0, note="") if column.index in fields else column
            for column in self.columns
        )
        return replace(self, columns=tuple(columns), used=kind is not None)


def propose(sheet: Sheet) -> SheetMap:
    """What the sheet is about and how its columns are to be read, as far as headings and cells tell."""
    if not any(not is_blank(cell) for row in sheet.rows for cell in row):
        return _unread(sheet, _("Bladet är tomt."))
    maps = sorted(((_weight(sheet, found), found) for kind in Kind if (found := map_as(sheet, kind))), key=_first)
    if not maps:
        return _unread(sheet, _("Ingen rad med rubriker känns igen."))
    score, best = maps[-1]
    second = maps[-2][0] if len(maps) > 1 else 0.0
    best = replace(best, confidence=round(score / (score + second), 2))
    if sheet.hidden:
        return replace(best, used=False, note=_("Bladet är dolt."))
    if _OLD.search(sheet.name):
        return replace(best, used=False, note=_("Bladets namn tyder på att det är gammalt."))
    return best


def map_as(sheet: Sheet, kind: Kind, header_row: int | None = None) -> SheetMap | None:
    """The sheet read as rows of `kind`; the row of headings is searched for unless given. None: nothing fits."""
    row = _header_row(sheet, kind) if header_row is None else header_row
    headings = _headings(sheet, row)
    columns = _columns(sheet, row, headings, kind)
    found = {column.field for column in columns if column.field}
    if header_row is None and not _makes_sense(kind, found):
        return None
    return SheetMap(sheet.key, kind, row, columns, confidence=1.0, used=True)


def _unread(sheet: Sheet, note: str) -> SheetMap:
    return SheetMap(sheet.key, None, -1, (), confidence=0.0, used=False, note=note)


def _first(pair: tuple[float, SheetMap]) -> float:
    return pair[0]


def _makes_sense(kind: Kind, found: set[str]) -> bool:
    """Whether the fields found are enough to be rows of a kind at all."""
    names = found & {"name", "name_family_first", "given_name", "family_name"}
    if kind is Kind.PERSONS:
        return bool(names | (found & {"email"})) and len(found) >= 2
    if kind is Kind.REQUESTS:
        return "received_on" in found and bool(found & {"unit", "kind", "purpose"})
    return "on" in found and bool(names | (found & {"person", "email"}))


def _weight(sheet: Sheet, found: SheetMap) -> float:
    """How strongly the columns, and a little the sheet's name, speak for the kind of the map."""
    assert found.kind  # noqa: S101 - maps by `map_as` have one
    columns = (column for column in found.columns if column.field)
    weight = sum(field_named(found.kind, column.field or "").weight * column.confidence for column in columns)
    words = fold(sheet.name).split()
    known = [fold(word) for word in KIND_NAMES[found.kind].split()]
    return weight + 2.5 * max((likeness(word, name) for word in words for name in known), default=0.0)


def _header_row(sheet: Sheet, kind: Kind) -> int:
    """The row whose texts look most like headings of a kind; the first of equals."""
    rows = [
        (_glance(sheet, row, kind), -row)
        for row in range(min(SEARCHED_ROWS, len(sheet.rows)))
        if sum(isinstance(cell, str) and not is_blank(cell) for cell in sheet.rows[row]) >= 2
    ]
    scores = [(_row_score(sheet, -minus_row, kind), minus_row) for _glanced, minus_row in sorted(rows)[-CLOSE_LOOKS:]]
    return -max(scores)[1] if scores else 0


def _glance(sheet: Sheet, row: int, kind: Kind) -> int:
    """A quick count of the texts in a row that begin as some heading of a kind does."""
    beginnings = _beginnings(kind)
    return sum(fold(cell)[:4] in beginnings for cell in sheet.rows[row] if isinstance(cell, str))


@cache
def _beginnings(kind: Kind) -> frozenset[str]:
    return frozenset(word[:4] for field in FIELDS[kind] for word in field.folded)


def _row_score(sheet: Sheet, row: int, kind: Kind) -> float:
    """The weight of the fields that a row's texts may be headings of. Numbers and dates speak against."""
    best: dict[str, float] = {}
    for heading, band in _headings(sheet, row):
        fits = ((fit(heading, band, field), field) for field in FIELDS[kind])
        closeness, field = max(fits, key=lambda pair: (pair[0], pair[1].weight))
        if closeness >= LEAST:
            best[field.code] = max(best.get(field.code, 0.0), closeness * (0.5 + field.weight))
    data = any(not isinstance(cell, str) and cell is not None for cell in sheet.rows[row])
    return sum(best.values()) * (0.4 if data else 1.0)


def _headings(sheet: Sheet, row: int) -> list[tuple[str, str]]:
    """For each column its heading, and the heading of the group that it stands under (or nothing)."""
    own = [values.text(cell) for cell in spread(sheet, row)]
    above = _bands(sheet, row) if row else []
    width = max(len(own), len(above))
    own += [""] * (width - len(own))
    above += [""] * (width - len(above))
    return [(word or band, band if word else "") for word, band in zip(own, above, strict=True)]


def _bands(sheet: Sheet, row: int) -> list[str]:
    """The group headings in the row above. A title, alone in its row, is none.

    Text files lose the merging, so there a group reaches to the next one.
    """
    bands = [values.text(cell) for cell in spread(sheet, row - 1)]
    if len({band for band in bands if band}) < 2:
        return []
    if any(top <= row - 1 <= bottom for top, _left, bottom, _right in sheet.merged):
        return bands
    filled, last = [], ""
    width = max(len(bands), len(sheet.rows[row]))
    for band, has_own in zip(bands + [""] * (width - len(bands)), _has_text(sheet.rows[row], width), strict=True):
        last = band or last
        filled.append(last if has_own or band else "")
    return filled


def _has_text(cells: Sequence[Cell], width: int) -> list[bool]:
    return [not is_blank(cell) for cell in cells] + [False] * (width - len(cells))


def fit(heading: str, band: str, field: Field) -> float:
    """How surely a heading means a field: by itself, without its brackets, by one side of a slash, or with its group."""
    if not heading or len(heading) > 60:
        return 0.0
    tries = [(fold(heading), 1.0)]
    if "(" in heading:
        tries.append((fold(without_brackets(heading)), 0.97))
    if "/" in heading:
        tries += [(fold(part), 0.85) for part in heading.split("/")]
    if band:
        tries.append((fold(f"{band} {heading}"), 0.95))
    fits = (factor * likeness(text, word) for text, factor in tries if text for word in field.folded)
    return max(fits, default=0.0)


def _columns(sheet: Sheet, row: int, headings: list[tuple[str, str]], kind: Kind) -> tuple[Column, ...]:
    """One proposal for each column that has a heading or cells."""
    samples = {
        index: sample
        for index in range(_width(sheet, headings))
        if (sample := _sample(sheet, row, index)) or (index < len(headings) and headings[index][0])
    }
    full = {index: headings[index] if index < len(headings) else ("", "") for index in samples}
    not_taken = {index: note for index in samples if (note := _not_taken(full[index][0], samples[index]))}
    candidates = [
        (confidence, field.weight, -index, field)
        for index, sample in samples.items()
        if index not in not_taken
        for field in FIELDS[kind]
        if (confidence := _confidence(*full[index], field, sample)) >= LEAST
    ]
    chosen = _assign(candidates)
    columns = []
    for index in samples:
        field, confidence = chosen.get(index, (None, 0.0))
        columns.append(Column(index, full[index][0], field, confidence, not_taken.get(index, "")))
    return tuple(columns)


def _width(sheet: Sheet, headings: list[tuple[str, str]]) -> int:
    return max([len(headings), *(len(row) for row in sheet.rows[:SAMPLE])])


def _sample(sheet: Sheet, row: int, column: int) -> list[Cell]:
    """Some cells below the headings, enough to see what a column holds."""
    cells = (sheet.cell(below, column) for below in range(row + 1, min(row + 1 + SAMPLE, len(sheet.rows))))
    return [cell for cell in cells if not is_blank(cell)]


def _confidence(heading: str, band: str, field: Field, sample: list[Cell]) -> float:
    """The heading's likeness, less where the cells do not look like the field.

    A heading beyond doubt stays what it says: then its cells are reported, not its column passed over.
    """
    closeness = fit(heading, band, field)
    if closeness < LEAST:
        return _by_content(heading, field, sample)
    factor = 0.95 if field.reads is None else 0.4 + 0.6 * values.readable(sample, field.reads)
    return max(closeness * factor, 0.55) if closeness >= 0.9 else closeness * factor


def _by_content(heading: str, field: Field, sample: list[Cell]) -> float:
    """Addresses and phone numbers are known by their look, under any heading or none."""
    if field.code not in ("email", "phone") or field.reads is None or len(sample) < 3:
        return 0.0
    return 0.6 if values.readable(sample, field.reads) >= 0.8 else 0.0


def _not_taken(heading: str, sample: list[Cell]) -> str:
    """Why a column must not be read, or nothing. A misspelling counts, a word that may be short for another does not."""
    text = fold(heading)
    for field in NOT_TAKEN:
        closeness = max((likeness(text, word) for word in field.folded if not abbreviates(text, word)), default=0.0)
        if closeness >= NOT_TAKEN_FROM and (field.reads is None or values.readable(sample, field.reads) >= 0.5):
            return str(field.label)
    return ""


def _assign(candidates: Iterable[tuple[float, float, int, Field]]) -> dict[int, tuple[str, float]]:
    """Give each column one field, the surest first; a field goes to one column unless it can be in many."""
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for confidence, _weight, minus_index, field in sorted(candidates, key=lambda each: each[:3], reverse=True):
        if -minus_index in chosen or (field.code in taken and not field.many):
            continue
        chosen[-minus_index] = (field.code, round(confidence, 2))
        taken.add(field.code)
    return chosen
