"""A forum's notes as a device sends them: read and cleaned, or refused in words. Pure functions."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medverka.foundation.unseen import without_unseen

LONGEST = 2000  # Signs in a note.
AT_MOST = 300  # Notes in a forum.
AT_ONCE = 50  # Notes in one request.
REVISIONS = 1_000_000  # Nobody changes a note more often.
THEMES = 20


@dataclass(frozen=True)
class Note:
    """One voice as it was written on a device. A higher revision of the same key replaces a lower one."""

    key: UUID
    revision: int
    text: str
    themes: tuple[str, ...] = ()
    urgent: bool = False
    unit_id: int | None = None
    removed: bool = False


def read_notes(data: Any) -> list[Note]:
    """The notes in what was sent: ``{"notes": [{"key": …, "revision": 1, "text": …}]}``. Else `ValidationError`."""
    rows = data.get("notes") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise ValidationError(_("Det som skickades gick inte att läsa."))
    if len(rows) > AT_ONCE:
        raise ValidationError(_("Skicka högst %(count)s synpunkter åt gången.") % {"count": AT_ONCE})
    return [_note(row) for row in rows]


def cleaned(text: str) -> str:
    """A text as it is kept: without signs that nobody sees, with plain line breaks, trimmed."""
    return without_unseen(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _note(row: Any) -> Note:
    if not isinstance(row, dict):
        raise ValidationError(_("Det som skickades gick inte att läsa."))
    removed = _typed(row, "removed", bool, False)
    text = "" if removed else cleaned(_typed(row, "text", str, ""))
    if not text and not removed:
        raise ValidationError(_("En synpunkt saknar text."))
    if len(text) > LONGEST:
        raise ValidationError(_("Texten är för lång. Skriv högst 2 000 tecken."))
    return Note(
        key=_key(row.get("key")),
        revision=_number(row, "revision", 1, REVISIONS),
        text=text,
        themes=_themes(_typed(row, "themes", list, [])),
        urgent=_typed(row, "urgent", bool, False),
        unit_id=None if row.get("unit") is None else _number(row, "unit", 1, 2**63 - 1),
        removed=removed,
    )


def _typed(row: dict[str, Any], name: str, kind: type, default: Any) -> Any:
    value = row.get(name, default)
    if not isinstance(value, kind):
        raise ValidationError(_("Det som skickades gick inte att läsa."))
    return value


def _number(row: dict[str, Any], name: str, least: int, most: int) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValidationError(_("Det som skickades gick inte att läsa."))
    return value


def _key(value: Any) -> UUID:
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        raise ValidationError(_("Det som skickades gick inte att läsa.")) from None


def _themes(values: list[Any]) -> tuple[str, ...]:
    known = [value for value in values if isinstance(value, str) and 0 < len(value) <= 50]
    return tuple(sorted({without_unseen(value) for value in known})[:THEMES])
