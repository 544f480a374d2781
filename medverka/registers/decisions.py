"""What the uploader has decided about a register, kept as JSON between the pages."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from medverka.registers import headings
from medverka.registers.duplicates import Merge
from medverka.registers.fields import Kind, field_named
from medverka.registers.headings import SheetMap
from medverka.registers.persons import Defaults
from medverka.registers.sheets import Sheet


@dataclass
class SheetChoice:
    """How one sheet is to be read, where that is not as proposed. `kind` empty: not at all."""

    kind: str
    header_row: int | None = None  # From 0.
    fields: dict[int, str] = field(default_factory=dict)  # By column from 0; empty text: the column is not read.


@dataclass
class Decisions:
    """Everything that can be decided. What is not mentioned is as the importer proposes."""

    sheets: dict[str, SheetChoice] = field(default_factory=dict)
    merges: dict[str, bool] = field(default_factory=dict)  # By `merge_id`.
    words: dict[str, str] = field(default_factory=dict)  # By `vocabulary.Word.id`.
    joined_on: str = ""  # ISO date, for persons whose day is missing.
    perspectives: list[str] = field(default_factory=list)  # For registers that leave them out.
    all_or_none: bool = False  # Nothing comes in unless every row does.

    @property
    def defaults(self) -> Defaults:
        """For registers that leave something out."""
        joined_on = date.fromisoformat(self.joined_on) if self.joined_on else None
        return Defaults(joined_on, tuple(self.perspectives))

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Decisions":
        kept: dict[str, Any] = json.loads(text or "{}")
        sheets = {
            key: SheetChoice(
                sheet["kind"], sheet["header_row"], {int(index): code for index, code in sheet["fields"].items()}
            )
            for key, sheet in kept.pop("sheets", {}).items()
        }
        return cls(sheets=sheets, **kept)


def maps_of(sheets: Sequence[Sheet], decisions: Decisions) -> list[SheetMap]:
    """How each sheet is read: as decided, else as proposed."""
    return [_map_of(sheet, decisions.sheets.get(sheet.key)) for sheet in sheets]


def _map_of(sheet: Sheet, choice: SheetChoice | None) -> SheetMap:
    proposed = headings.propose(sheet)
    if choice is None:
        return proposed
    if not choice.kind:
        return SheetMap(sheet.key, None, proposed.header_row, (), 1.0, used=False)
    kind = Kind(choice.kind)
    found = headings.map_as(sheet, kind, proposed.header_row if choice.header_row is None else choice.header_row)
    if found is None:
        return proposed
    known = {index: code or None for index, code in choice.fields.items() if not code or _is_field(kind, code)}
    return found.choose(known)


def _is_field(kind: Kind, code: str) -> bool:
    try:
        field_named(kind, code)
    except KeyError:
        return False
    return True


def merge_id(merge: Merge) -> str:
    """Names a proposed merge between the pages."""
    return "|".join(merge.keys)


def chosen(merges: Iterable[Merge], decisions: Decisions) -> list[Merge]:
    """The merges to make: those said yes to, and the sure ones that nobody has said no to."""
    return [merge for merge in merges if decisions.merges.get(merge_id(merge), merge.sure)]
