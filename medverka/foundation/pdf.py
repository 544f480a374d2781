"""Accessible PDF (PDF/UA-1): headings, facts, lists and tables from plain values, set by Typst.

Everything that comes from people is handed over as data, never as markup, so that no text can
become an instruction.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings

_one_at_a_time = Lock()
TEMPLATE = Path(__file__).parent / "typst" / "document.typ"


@dataclass(frozen=True)
class Heading:
    """A heading under the document's title."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; line breaks are kept."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Labels with values, one below the other."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with a header row and a caption that says what it shows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str


@dataclass(frozen=True)
class Address:
    """A letter's address, placed for a window envelope."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Code:
    """A code or number to be read and typed: large, with room between the signs."""

    label: str
    text: str


@dataclass(frozen=True)
class Choices:
    """A question of a paper form with boxes to tick."""

    label: str
    help: str
    items: Sequence[str]


@dataclass(frozen=True)
class Blank:
    """A question of a paper form with lines to write on."""

    label: str
    help: str
    lines: int = 1


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Facts | Bullets | Table | Address | Code | Choices | Blank | PageBreak


def document(title: str, blocks: Sequence[Block], lang: str = "sv") -> bytes:
    """A tagged PDF with `title` and `blocks` on A4. Takes about 0.1 s; a pile of letters is one document."""
    content = {
        "title": _printable(title),
        "lang": lang,
        "sender": "Medverka",
        "blocks": [{"kind": type(block).__name__.lower(), **_printable(asdict(block))} for block in blocks],
    }
    with _one_at_a_time:
        pdf = _compiler().compile(
            sys_inputs={"content": json.dumps(content)}, format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    assert isinstance(pdf, bytes)  # noqa: S101 - Typst gives a list only for pictures
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> Any:
    import typst  # Loaded by the first PDF: no page needs it.

    return typst.Compiler(str(TEMPLATE), font_paths=[str(settings.BUILD_DIR / "fonts")], ignore_system_fonts=True)


def _printable(value: Any) -> Any:
    """Control characters and lone surrogates would stop the typesetter; leave them out."""
    if isinstance(value, str):
        text = value.encode("utf-8", "ignore").decode()
        return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable() or sign == "\u00ad")
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
