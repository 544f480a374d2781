"""Words in a picture: SVG breaks no lines, so they are measured, broken and shortened here.

Widths are in em of Inter, rounded up, so that what fits here fits in the browser, in another font too.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from medverka.foundation.charts.basis import Words

SMALL = 0.8333  # rem: the size of all text in pictures, --size-s.
LINE = 1.15  # rem from one line to the next.
NARROW_SIGNS = set("iljtfrI.,:;'!|()[]-–·’\N{NO-BREAK SPACE} ")
WIDE_SIGNS = set("mwMWÆŒæœ@%&—→←…")
JOINERS = "\u200c\u200d"
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
SPACES = re.compile("[ \\t\\r\\n\\f\\v\\u2028\\u2029]+")


def clean(words: Words) -> str:
    """One line without what cannot be seen: control signs, and marks that would turn the text around them.

    What joins an emoji or a letter of another script to the next stays, and so do spaces that hold words together.
    """
    spaced = SPACES.sub(" ", str(words))
    return "".join(s for s in spaced if s in JOINERS or unicodedata.category(s) not in UNSEEN).strip(" ")


def wide(text: str) -> float:
    """About how many em a text takes, rather too many than too few."""
    return sum(map(_wide, text))


def _wide(sign: str) -> float:
    if unicodedata.combining(sign) or sign in JOINERS or 0xFE00 <= ord(sign) <= 0xFE0F:
        return 0.0
    if sign in NARROW_SIGNS:
        return 0.36
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.3
    if sign in WIDE_SIGNS:
        return 0.96
    return 0.72 if sign.isupper() else 0.62


def broken(words: Words, room: float, most: int = 3) -> list[str]:
    """The words in at most ``most`` lines of ``room`` rem; what is too much ends in an ellipsis."""
    lines, room = [""], room / SMALL
    for piece in _pieces(clean(words), room):
        longer = f"{lines[-1]} {piece}" if lines[-1] else piece
        if wide(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], room - 1) + "…"]
    return lines


def _pieces(text: str, room: float) -> Iterator[str]:
    """Words; one that is longer than a line falls into several."""
    for word in text.split(" "):
        rest = word
        while wide(rest) > room and (first := _cut(rest, room)) and first != rest:
            yield first
            rest = rest[len(first) :]
        yield rest


def _cut(text: str, room: float) -> str:
    """As much from the beginning as has room, never between the parts of one sign; at least one sign."""
    taken, end = 0.0, 0
    for place, sign in enumerate(text):
        taken += _wide(sign)
        if taken > room and end:
            break
        after = text[place + 1 : place + 2]
        if sign not in JOINERS and not (after and _wide(after) == 0):
            end = place + 1
    return text[:end].rstrip() or text[:1]


def lettered(lines: list[str], x: str, y: float, kind: str = "", anchor: str = "start") -> SafeString:
    """Lines of text below each other; ``y`` is the first one's base line in rem."""
    spans = format_html_join(
        "", '<tspan x="{}" y="{}rem">{}</tspan>', ((x, f"{y + LINE * row:.2f}", line) for row, line in enumerate(lines))
    )
    return format_html('<text class="{}" text-anchor="{}">{}</text>', kind, anchor, spans)
