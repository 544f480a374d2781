"""A picture as a file: SVG that stands by itself, and PNG. Colours are those of the light pages, read from the style sheets."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.utils.html import escape

from medverka.foundation import pdf
from medverka.foundation.charts.basis import Chart
from medverka.foundation.charts.lettering import broken

REM: Final = 18  # px: as on a page.
EDGE: Final = 2  # rem of paper around the picture.
TITLE, SENTENCE, LINE = 1.25, 0.9167, 1.4  # rem
SHEETS: Final = Path(__file__).parent.parent / "static" / "medverka"

_ROOT = re.compile(r'<svg class="([^"]*)" role="img" height="([\d.]+)rem"[^>]*>')
_LENGTH = re.compile(r'(?<==")(-?\d+(?:\.\d+)?)rem(?=")')
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@(?:media|container)[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_FROM = re.compile(r"\.from-(\d+)")


def standalone_svg(chart: Chart, width: int = 1040, source: str = "") -> str:
    """The picture with its title, what it says and where it comes from, `width` px wide: a file that needs no page, style sheet or font of ours."""
    found = _ROOT.search(chart.svg)
    if found is None:
        raise ValueError("Not a picture of ours.")
    inner, height = chart.svg[found.end() :].rstrip().removesuffix("</svg>"), float(found.group(2))
    room = width / REM - 2 * EDGE
    top, words = _words(chart, room)
    below, foot = _lines(source, SENTENCE, "source", top + height + 0.6, room)
    whole = (below + EDGE) * REM
    size = f'width="{width}" height="{whole:.0f}" viewBox="0 0 {width} {whole:.0f}"'
    name = f"title-of-{escape(chart.key)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{name}"><title id="{name}">{escape(chart.title)}</title><style>{_sheet(room)}</style>'
        f'<rect width="100%" height="100%" fill="{_colours()["--paper"]}"/>{words}'
        f'<svg class="{found.group(1)}" x="{EDGE * REM}" y="{top * REM:.0f}" width="{room * REM:.0f}" height="{height * REM:.0f}" overflow="visible">'
        f"{_in_px(inner)}</svg>{foot}</svg>"
    )


def png(chart: Chart, width: int = 1600, source: str = "") -> bytes:
    """The same as a PNG, `width` px wide."""
    return pdf.png_of_svg(standalone_svg(chart, source=source), width)


def _words(chart: Chart, room: float) -> tuple[float, str]:
    """The title and the sentence above the picture; where the picture begins, in rem."""
    y, title = _lines(chart.title, TITLE, "title", float(EDGE), room)
    y, sentence = _lines(chart.sentence, SENTENCE, "sentence", y, room)
    return y + 0.7, title + sentence


def _lines(text: str, size: float, kind: str, y: float, room: float) -> tuple[float, str]:
    """A text from `y` on, in as many lines as it takes; where it ends, in rem."""
    if not text:
        return y, ""
    lines = []
    for line in broken(text, room * 0.8333 / size, most=12):
        y += LINE * size
        lines.append(f'<text class="{kind}" x="{EDGE * REM}" y="{(y - 0.3 * size) * REM:.1f}">{escape(line)}</text>')
    return y + 0.3, "".join(lines)


def _in_px(markup: str) -> str:
    return _LENGTH.sub(lambda length: f"{float(length.group(1)) * REM:.2f}", markup)


@lru_cache(maxsize=8)
def _sheet(room: float) -> str:
    """The rules of `pictures.css` for what is inside a picture, with colours and lengths for values."""
    css = re.sub(r"/\*.*?\*/", "", (SHEETS / "pictures.css").read_text(), flags=re.DOTALL)
    narrow = [
        f".from-{least}{{display:none}}" for least in sorted(set(map(int, _FROM.findall(css)))) if room < int(least)
    ]
    own = [
        (selector.strip().removeprefix(".chart "), body)
        for selector, body in _RULE.findall(_NESTED.sub("", css))
        if selector.strip().startswith(".chart ") and ">" not in selector and "figcaption" not in selector
    ]
    rules = [f"{selector}{{{_valued(body)}}}" for selector, body in own]
    base = f"text{{font-family:Inter,Arial,sans-serif;font-size:{0.8333 * REM:.1f}px}}"
    ours = (
        f".title{{font-size:{TITLE * REM:.1f}px;font-weight:600}}.sentence,.source{{font-size:{SENTENCE * REM:.1f}px}}"
    )
    quiet = f".source{{fill:{_colours()['--quiet']}}}"
    return "".join([base, *rules, ours, quiet, *narrow])


def _valued(body: str) -> str:
    colours = _colours()
    known = _VARIABLE.sub(lambda one: colours[one.group(1)], " ".join(body.split()))
    return re.sub(r"([\d.]+)rem", lambda length: f"{float(length.group(1)) * REM:.1f}px", known)


@lru_cache(maxsize=1)
def _colours() -> dict[str, str]:
    """What the custom properties stand for on light pages."""
    css = (SHEETS / "tokens.css").read_text()
    light = css[css.index(":root") : css.index("@media (prefers-color-scheme: dark)")]
    return {name: value.strip() for name, value in re.findall(r"(--[\w-]+):\s*([^;]+);", light)}
