"""For each answer the groups' bars under each other, or the years': the same answer is compared, never a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.foundation.charts.basis import Cells, Chart, Words, count_and_share, framed, in_words, per_cent
from medverka.foundation.charts.layout import NARROW, WIDE, Layout, joined
from medverka.foundation.charts.lettering import broken, clean, lettered

PITCH = 1.4  # rem from one group's bar to the next.


@dataclass(frozen=True)
class Answered:
    """How many of a group, or in a year, gave an answer; ``share`` is of a hundred, of all who were asked."""

    count: int
    share: float


@dataclass(frozen=True)
class Compared:
    """Whom the bars are about, and how many they are. ``earlier``: the time before, drawn as a frame."""

    label: Words
    n: int
    earlier: bool = False


def grouped_bars(
    title: Words,
    groups: Sequence[Compared],
    options: Iterable[tuple[Words, Sequence[Answered | None]]],
    *,
    what: Words,
    key: str = "",
    sentence: Words = "",
) -> Chart:
    """Bars of per cent, an option at a time, one for each of ``groups``; None is what may not be shown.

    ``what`` heads the table's first column ("Svar"). Years beside each other are drawn the same way.
    """
    known, name = [(label, list(found)) for label, found in options], key or slugify(str(title))
    told = " ".join(_told(label, found, groups) for label, found in known)
    drawn = [framed(name + way.ending, title, told, *_drawn(known, groups, way), way.kind) for way in (WIDE, NARROW)]
    heads = (str(what), *(f"{clean(one.label)} (n = {in_words(one.n)})" for one in groups))
    rows: Cells = [(clean(label), *map(_words, found)) for label, found in known]
    return Chart(name, str(title), drawn[0], heads, rows, drawn[1], str(sentence))


def _words(found: Answered | None) -> str:
    return _("visas inte") if found is None else count_and_share(found.count, found.share)


def _told(label: Words, found: Sequence[Answered | None], groups: Sequence[Compared]) -> str:
    each = (f"{clean(one.label)} {_words(value)}" for one, value in zip(groups, found, strict=True))
    return f"{clean(label)}: {', '.join(each)}."


def _drawn(
    options: Sequence[tuple[Words, Sequence[Answered | None]]], groups: Sequence[Compared], layout: Layout
) -> tuple[SafeString, str]:
    pieces, top = [], 0.0
    for label, found in options:
        lines = broken(label, layout.width)
        pieces.append(lettered(lines, "0", top + 0.85))
        top += 1.15 * len(lines) + 0.25
        for group, value in zip(groups, found, strict=True):
            bar, height = _bar(group, value, layout, top)
            pieces.append(bar)
            top += height
        top += 0.8
    return joined(pieces), f"{max(top - 0.5, 0.5):.2f}rem"


def _bar(group: Compared, found: Answered | None, layout: Layout, top: float) -> tuple[SafeString, float]:
    """A group's name, and its bar beside it, or under it where that is too narrow."""
    called = broken(f"{clean(group.label)}, n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}{in_words(group.n)}", _room(layout))
    name, lines = lettered(called, "0", top + 0.8, "axis-text"), len(called)
    bar_top = top if layout.beside else top + 1.15 * lines
    height = max(PITCH, 1.15 * lines + 0.25) if layout.beside else 1.15 * lines + PITCH
    start, full = layout.beside, 100 - layout.beside - (9 if layout.beside else 22)
    if found is None:
        return name + lettered([_("visas inte")], f"{start}%", bar_top + 0.8, "axis-text"), height
    box = '<rect class="{kind}" x="{x}%" y="{y}rem" width="{width}%" height="0.8rem"/>'
    bars = [
        format_html(box, kind=kind, x=start, y=f"{bar_top + 0.1:.2f}", width=f"{full * part / 100:.2f}")
        for kind, part in (("groove", 100.0), ("bar earlier" if group.earlier else "bar", found.share))
    ]
    number = lettered([per_cent(found.share)], "100%", bar_top + 0.8, "value", "end")
    return joined([name, *bars, number]), height


def _room(layout: Layout) -> float:
    return layout.width * layout.beside / 100 - 1 if layout.beside else layout.width
