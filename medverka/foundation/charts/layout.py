"""Two ways to lay out the same picture: with names to the left of what is drawn, and with names above it.

The page shows the one that has room, by the width of what the picture stands in (`pictures.css`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from medverka.foundation.charts.basis import Words
from medverka.foundation.charts.lettering import LINE, broken, lettered

BAR = 1.5
WIDTHS = (18, 22, 28, 36, 46, 60)  # rem: a number stands where its bar is wide enough; see `.from-18` and so on.


@dataclass(frozen=True)
class Layout:
    """``width`` is the least room that the picture gets, in rem; what is drawn begins ``beside`` per cent from the left."""

    kind: str
    ending: str
    width: float
    beside: float

    @property
    def room_beside(self) -> float:
        """Rem for words where the bars stand."""
        return self.width * (1 - self.beside / 100)

    def row(self, label: Words, more: str, top: float, bar: float = BAR) -> tuple[SafeString, float, float]:
        """A row's name, and ``more`` in quiet; where its bar begins; how tall the row is with a bar of ``bar`` rem."""
        if self.beside:
            lines = broken(label, self.width * self.beside / 100 - 1.2)
            name = lettered(lines, "0", top + 1.05)
            below = lettered([more], "0", top + 1.05 + LINE * len(lines), "axis-text") if more else SafeString("")
            return name + below, top, max(bar, LINE * (len(lines) + bool(more)) + 0.2) + 0.7
        lines = broken(label, self.width - (4.5 if more else 0))
        name = lettered(lines, "0", top + 0.85)
        right = lettered([more], "100%", top + 0.85, "axis-text", "end") if more else SafeString("")
        tall = LINE * len(lines) + 0.15
        return name + right, top + tall, tall + bar + 0.85


NARROW = Layout("narrow", "-narrow", 15.5, 0)
WIDE = Layout("wide", "", 40, 28)


def roomy(needed: float, per_cent: float) -> str | None:
    """The class of words that take ``needed`` rem in something ``per_cent`` wide: from which width they stand there; None for never."""
    least = 100 * needed / per_cent
    if least <= NARROW.width:
        return ""
    return next((f" from-{width}" for width in WIDTHS if least <= width), None)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """One piece of markup after the other."""
    return format_html_join("", "{}", ((piece,) for piece in pieces))
