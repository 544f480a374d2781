"""Accessible PDF (PDF/UA-1): documents of headings, facts, lists and tables, and posters, set by Typst from plain values.

Everything that comes from people is handed over as data, never as markup, so that no text can
become an instruction.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from django.conf import settings

from medverka.foundation.qr import qr_svg

_one_at_a_time = Lock()
NO_FONT_HAS = re.compile(r'the text `"(.+?)"` could not be displayed')
KEPT = "\n\t\u00a0\u00ad\u2009\u202f"
TEMPLATES = Path(__file__).parent / "typst"


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
    """A table with a header row and a caption that says what it shows. With `numbers` all but the first column are numbers."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str
    numbers: bool = False


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


def document(title: str, blocks: Sequence[Block], lang: str = "sv", *, landscape: bool = False) -> bytes:
    """A tagged PDF with `title` and `blocks` on A4, lying down with `landscape` for wide tables. Takes about 0.1 s; a pile of letters is one document."""
    content = {
        "title": _printable(title),
        "lang": lang,
        "sender": "Medverka",
        "landscape": landscape,
        "blocks": [{"kind": type(block).__name__.lower(), **_printable(asdict(block))} for block in blocks],
    }
    return _set("document", content)


# --- Posters ----------------------------------------------------------------------------------

LONGEST_ON_A_POSTER = 280
Paper = Literal["a3", "a4"]


@dataclass(frozen=True)
class Pair:
    """What was said, and what became of it: each a label with its text.

    ``petals`` of the flower before it are open; ``tone`` ("yes", "no", "later") gives the first label of what became its colour.
    """

    said: tuple[str, str]
    became: Sequence[tuple[str, str]]
    petals: int = 5
    tone: str = ""


def poster(
    title: str,
    subtitle: str,
    pairs: Sequence[Pair],
    *,
    paper: Paper = "a3",
    date: str = "",
    footer: str,
    link: str,
    alt: str,
    empty: str,
    lang: str = "sv",
) -> bytes:
    """A tagged PDF for a wall. `footer` stands beside the address `link` and its QR code, which is `alt` in words.

    The type is as large as leaves everything on one page; what is too much for that goes on to a second. Long texts
    are cut short: nobody reads 2,000 signs standing, and the whole of it is where the code leads. Without pairs
    it says `empty`.
    """
    shown = [
        {
            "said": (pair.said[0], _short(pair.said[1])),
            "became": [(label, _short(text)) for label, text in pair.became],
            "petals": pair.petals,
            "tone": pair.tone,
        }
        for pair in pairs
    ]
    content = {"title": title, "subtitle": subtitle, "date": date, "pairs": shown, "empty": empty, "paper": paper}
    way_on = {"footer": footer, "link": link, "qr": qr_svg(link), "alt": alt}
    return _set("poster", _printable({**content, **way_on, "lang": lang}))


def notice(
    title: str,
    subtitle: str,
    *,
    who: str,
    way: str,
    link: str,
    alt: str,
    until: str,
    lines: Sequence[str],
    footer: str,
    paper: Paper = "a4",
    lang: str = "sv",
) -> bytes:
    """A tagged PDF for a wall with one large QR code, which is `alt` in words, and what somebody needs to know to follow it."""
    told = {"title": title, "subtitle": subtitle, "who": who, "way": way, "until": until, "lines": list(lines)}
    code = {"link": link, "qr": qr_svg(link), "alt": alt}
    return _set("notice", _printable({**told, **code, "footer": footer, "paper": paper, "lang": lang}))


def _short(text: str) -> str:
    """At most `LONGEST_ON_A_POSTER` signs on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_ON_A_POSTER:
        return line
    kept = line[:LONGEST_ON_A_POSTER]
    return f"{kept.rpartition(' ')[0].rstrip('.,;:–- ') or kept} …"


# --- Pictures ---------------------------------------------------------------------------------


def png_of_svg(svg: str, width: int) -> bytes:
    """An SVG that stands by itself as a PNG of so many pixels' width."""
    inches = 10  # The page's width: what matters is how many pixels there are to each.
    inputs = {"svg": _printable(svg), "width": f"{inches}in"}
    with _one_at_a_time:
        picture = _compiler("picture").compile(sys_inputs=inputs, format="png", ppi=width / inches)
    assert isinstance(picture, bytes)  # noqa: S101 - there is one page
    return picture


# --- Forms to fill in by hand -------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A drawing, as SVG, and what it shows in words; without words it only adorns."""

    svg: str
    alt: str = ""


@dataclass(frozen=True)
class Box:
    """Something to tick. `face` goes from 0, very sad, to 4, very happy; -1 is none."""

    label: str
    note: str = ""
    face: int = -1
    picture: Drawn | None = None


@dataclass(frozen=True)
class Asked:
    """A question on paper: boxes to tick ("choices"), boxes for each of `rows` ("rows"), or `lines` to write on ("blank").

    The boxes of a scale (`lies`) stand side by side where there is room for that.
    """

    kind: Literal["choices", "rows", "blank"]
    number: str
    label: str
    help: str = ""
    note: str = ""
    options: Sequence[Box] = ()
    rows: Sequence[Box] = ()
    lines: int = 1
    picture: Drawn | None = None
    lies: bool = False


@dataclass(frozen=True)
class FormPart:
    """Questions under a heading of their own; without `title` under none."""

    title: str
    text: str
    questions: Sequence[Asked]


def forms(
    title: str,
    parts: Sequence[FormPart],
    *,
    codes: Sequence[str] = ("",),
    code_label: str = "",
    intro: Sequence[str] = (),
    outro: Sequence[str] = (),
    footer: str = "",
    lang: str = "sv",
    large: bool = False,
) -> bytes:
    """A tagged PDF with the same form for each code, which stands on every page of it; each form counts its own pages."""
    content = {
        "title": title, "codes": list(codes), "code_label": code_label, "intro": list(intro), "outro": list(outro),
        "footer": footer, "lang": lang, "large": large, "sections": [asdict(part) for part in parts],
    }  # fmt: skip
    return _set("form", _printable(content))


# --- Setting ----------------------------------------------------------------------------------


def _set(template: str, content: dict[str, Any], tries: int = 20) -> bytes:
    """Set it. Signs that no font of ours has, such as a smiling face, are left out: PDF/UA does not allow empty boxes."""
    try:
        with _one_at_a_time:
            pdf = _compiler(template).compile(
                sys_inputs={"content": json.dumps(content)}, format="pdf", pdf_standards=["ua-1"], timestamp=0
            )
    except RuntimeError as error:
        missing = NO_FONT_HAS.search(str(error))
        if missing is None or not tries:
            raise
        return _set(template, _without(content, set(missing[1])), tries - 1)
    assert isinstance(pdf, bytes)  # noqa: S101 - Typst gives a list only for pictures
    return pdf


def _without(value: Any, signs: set[str]) -> Any:
    if isinstance(value, str):
        return "".join(sign for sign in value if sign not in signs)
    if isinstance(value, dict):
        return {key: _without(item, signs) for key, item in value.items()}
    return [_without(item, signs) for item in value] if isinstance(value, list | tuple) else value


@lru_cache
def _compiler(template: str) -> Any:
    import typst  # Loaded by the first PDF: no page needs it.

    fonts = str(settings.BUILD_DIR / "fonts")
    return typst.Compiler(str(TEMPLATES / f"{template}.typ"), font_paths=[fonts], ignore_system_fonts=True)


def _printable(value: Any) -> Any:
    """Control characters and lone surrogates would stop the typesetter; leave them out. Spaces that hold numbers together stay."""
    if isinstance(value, str):
        text = value.encode("utf-8", "ignore").decode()
        return "".join(sign for sign in text if sign in KEPT or sign.isprintable())
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
