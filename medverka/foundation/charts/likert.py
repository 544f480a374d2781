"""Answers on a scale, group beside group: bars that lie on both sides of a line where opinion turns.

What is negative lies to the left of the line, what is positive to the right, the middle across it; those who
took no side stand to the right of it all. All are drawn to one measure. The negative side is hatched,
the middle is dotted, no answer is an empty frame with a dashed edge: it can be read without colour. Several steps
that are told as one part shade into each other inside one heavy frame.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.foundation.charts.basis import Cells, Chart, Words, count_and_share, framed, in_words, per_cent
from medverka.foundation.charts.layout import BAR, NARROW, WIDE, Layout, joined, roomy
from medverka.foundation.charts.lettering import LINE, SMALL, broken, clean, lettered, wide
from medverka.foundation.charts.marks import Mark, face, marked, patterns

Steps = tuple[int | None, ...]


@dataclass(frozen=True)
class Scale:
    """The steps in order, the most negative first, each in words; ``middle`` is the one that takes no side.

    ``apart`` are the places in ``steps`` that are no step of the scale ("vet inte").
    """

    steps: tuple[Words, ...]
    middle: int | None = None
    apart: tuple[int, ...] = ()
    faces: bool = False

    @property
    def ordered(self) -> list[int]:
        """The places that are steps of the scale."""
        return [place for place in range(len(self.steps)) if place not in self.apart]

    def side(self, step: int | None) -> float | None:
        """-1 to the left of the line, 1 to the right, 0 across it; None for what is no step."""
        if step is None or step in self.apart:
            return None
        place, others = self.ordered.index(step), self.ordered
        turn = others.index(self.middle) if self.middle is not None else (len(others) - 1) / 2
        return float((place > turn) - (place < turn))

    def kind(self, step: int | None) -> str:
        """How a step is drawn: strong at the ends, soft beside the line."""
        side = self.side(step)
        if not side:
            return "silent" if side is None else "middle"
        same = [other for other in self.ordered if self.side(other) == side]
        near = same if side > 0 else same[::-1]
        strength = "-strong" if step == near[-1] else "-soft" if step == near[0] else ""
        return ("plus" if side > 0 else "minus") + strength

    def mood(self, step: int) -> float:
        """From -1 for the first step to 1 for the last."""
        last = len(self.ordered) - 1
        return 2 * self.ordered.index(step) / last - 1 if last else 0.0

    def mark(self, steps: "Steps") -> Mark:
        """How a part that covers these steps is drawn."""
        return Mark(tuple(dict.fromkeys(map(self.kind, steps))), merged=len(steps) > 1)


@dataclass(frozen=True)
class Segment:
    """One part of a group: those who chose one of ``steps``; None among them is those who gave no answer.

    ``share`` is of a hundred, of all in the group. Everybody is in exactly one segment.
    """

    steps: Steps
    label: Words
    count: int
    share: float


@dataclass(frozen=True)
class LikertRow:
    """A group: its name, how many answered, and its parts; None where they may not be shown, and ``why`` not."""

    label: Words
    n: int
    segments: tuple[Segment, ...] | None
    why: Words = ""


def likert_chart(
    title: Words,
    scale: Scale,
    rows: Iterable[LikertRow],
    *,
    what: Words,
    key: str = "",
    sentence: Words = "",
) -> Chart:
    """Diverging bars, one a row, in the order given. ``what`` says what a row is ("Grupp")."""
    known, name = list(rows), key or slugify(str(title))
    parts = _parts(scale, known)
    told = " ".join(_told(row) for row in known)
    pictures = [
        framed(
            name + layout.ending, title, told, *_drawn(name + layout.ending, scale, known, parts, layout), layout.kind
        )
        for layout in (WIDE, NARROW)
    ]
    heads = (_("Svar"), *(clean(row.label) for row in known))
    return Chart(name, str(title), pictures[0], heads, _table(known, parts), pictures[1], str(sentence))


# --- In words ---------------------------------------------------------------------------------


def not_shown(row: LikertRow) -> str:
    """Why a row has no bar."""
    return clean(row.why) if row.why else _("visas inte: för få svar")


def answers(number: int) -> str:
    """``20 svar``."""
    return ngettext("%(count)s svar", "%(count)s svar", number) % {"count": in_words(number)}


def _told(row: LikertRow) -> str:
    known = row.segments
    parts = (
        not_shown(row)
        if known is None
        else ", ".join(f"{clean(p.label)} {count_and_share(p.count, p.share)}" for p in known)
    )
    return f"{clean(row.label)}, {answers(row.n)}: {parts}."


def _parts(scale: Scale, rows: Sequence[LikertRow]) -> list[Segment]:
    """Every part that some group has, once, in the order of the scale: what is told singly first, then what is told together."""
    found: dict[Steps, Segment] = {}
    for row in rows:
        for part in row.segments or ():
            found.setdefault(part.steps, part)
    ends = len(scale.steps)

    def order(part: Segment) -> tuple[bool, bool, list[int]]:
        places = [ends if step is None else step for step in part.steps]
        return len(places) > 1, all(scale.side(step) is None for step in part.steps), places

    return sorted(found.values(), key=order)


def _table(rows: Sequence[LikertRow], parts: Sequence[Segment]) -> Cells:
    lines: Cells = [(_("Antal svar"), *(in_words(row.n) for row in rows))]
    return lines + [(clean(part.label), *(_cell(row, part.steps) for row in rows)) for part in parts]


def _cell(row: LikertRow, steps: Steps) -> str:
    if row.segments is None:
        return _("visas inte")
    own = {part.steps: part for part in row.segments}
    if steps in own:
        return count_and_share(own[steps].count, own[steps].share)
    return _("på annan rad") if any(set(steps) & set(part) for part in own) else "–"


# --- The geometry -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A segment on the axis: per cent of the group from ``start`` on, where 0 is the line; or beside the axis."""

    segment: Segment
    start: float
    beside: bool


def placed(scale: Scale, segments: Sequence[Segment]) -> list[Placed]:
    """Where each segment lies. What covers steps on both sides of the line lies across it, step for step an equal share."""
    on_axis = [part for part in segments if any(scale.side(step) is not None for step in part.steps)]
    beside = [part for part in segments if part not in on_axis]
    found, start, right = [], -sum(left_share(scale, part) for part in on_axis), 0.0
    for part in sorted(on_axis, key=lambda part: _centre(scale, part)):
        found.append(Placed(part, start, beside=False))
        start += part.share
    for part in beside:
        found.append(Placed(part, right, beside=True))
        right += part.share
    return found


def left_share(scale: Scale, part: Segment) -> float:
    """How much of a segment lies to the left of the line."""
    sides = [side for step in part.steps if (side := scale.side(step)) is not None]
    return part.share * sum((1 - side) / 2 for side in sides) / len(sides)


def _centre(scale: Scale, part: Segment) -> float:
    steps = [step for step in part.steps if step is not None and scale.side(step) is not None]
    return sum(steps) / len(steps)


@dataclass(frozen=True)
class Axis:
    """What all rows share: per cent to the left and right of the line and beside it, and where that is in the picture."""

    left: float
    right: float
    beside: float
    start: float
    gap: float = 3.0

    @property
    def scale(self) -> float:
        """Per cent of the picture's width for each per cent of a group."""
        gap = self.gap if self.beside else 0
        return (100 - self.start - gap) / ((self.left + self.right + self.beside) or 1)

    @property
    def line(self) -> float:
        """Where the line stands."""
        return self.start + self.left * self.scale

    def at(self, place: Placed) -> tuple[float, float]:
        """Where a segment begins, and how wide it is."""
        zero = 100 - self.beside * self.scale if place.beside else self.line
        return zero + place.start * self.scale, place.segment.share * self.scale


def axis_of(scale: Scale, rows: Sequence[LikertRow], start: float) -> Axis:
    """The axis that has room for every row."""
    spots = [placed(scale, row.segments) for row in rows if row.segments is not None]
    on, off = ([[p for p in row if p.beside is beside] for row in spots] for beside in (False, True))
    left = max((-min((p.start for p in row), default=0.0) for row in on), default=0.0)
    right = max((max((p.start + p.segment.share for p in row), default=0.0) for row in on), default=0.0)
    beside = max((sum(p.segment.share for p in row) for row in off), default=0.0)
    return Axis(max(left, 0.0), max(right, 0.0), beside, start)


# --- The drawing ------------------------------------------------------------------------------


def _drawn(
    name: str, scale: Scale, rows: Sequence[LikertRow], parts: Sequence[Segment], layout: Layout
) -> tuple[SafeString, str]:
    """The picture and how tall it is."""
    axis = axis_of(scale, rows, layout.beside)
    pieces, top = [patterns(name, [scale.mark(part.steps) for part in parts])], 0.0
    bars = []
    for row in rows:
        bar, height = _row(name, scale, row, axis, layout, top)
        bars.append(bar)
        top += height
    drawn = [part for part in parts if any(_is_drawn(part.steps, row) for row in rows)]
    legend, height = _legend(name, scale, drawn, layout, top + 0.6)
    return joined([*pieces, *bars, legend]), f"{top + 0.6 + height:.2f}rem"


def _is_drawn(steps: Steps, row: LikertRow) -> bool:
    return any(part.count for part in row.segments or () if part.steps == steps)


def _row(name: str, scale: Scale, row: LikertRow, axis: Axis, layout: Layout, top: float) -> tuple[SafeString, float]:
    """One group at ``top``, and how tall it is."""
    lines, bar, height = layout.row(row.label, f"n = {in_words(row.n)}", top)
    if row.segments is None:
        text = lettered(broken(not_shown(row), layout.room_beside), f"{layout.beside}%", bar + 1.05, "axis-text")
        return joined([lines, text]), height
    if not any(part.share for part in row.segments):
        return joined([lines, lettered([_("inga svar")], f"{layout.beside}%", bar + 1.05, "axis-text")]), height
    spots = [place for place in placed(scale, row.segments) if place.segment.share]
    boxes, words = zip(*(_segment(name, scale, place, axis, bar) for place in spots), strict=True)
    line = _upright("turn", axis.line, bar, 0.3)
    partings = [
        _upright("parting", axis.at(after)[0], bar, 0.1)
        for before, after in pairwise(spots)
        if before.beside is after.beside
    ]
    return joined([lines, line, *boxes, *partings, *words]), height


def _upright(kind: str, x: float, top: float, over: float) -> SafeString:
    """A line across a bar: where opinion turns, or paper between two neighbours."""
    line = '<line class="{0}" x1="{1}%" x2="{1}%" y1="{2}rem" y2="{3}rem"/>'
    return format_html(line, kind, f"{x:.2f}", f"{top - over:.2f}", f"{top + BAR + over:.2f}")


def _segment(name: str, scale: Scale, place: Placed, axis: Axis, top: float) -> tuple[SafeString, SafeString]:
    """A part of a bar, and the words on it where there is room."""
    part = place.segment
    mark = scale.mark(part.steps)
    start, width = axis.at(place)
    box = marked(name, mark, f"{start:.2f}%", f"{top:.2f}rem", f"{width:.2f}%", f"{BAR}rem")
    words = per_cent(part.share)
    seen = roomy(wide(words) * SMALL + 0.5, width)
    if seen is None:
        return box, SafeString("")
    label = '<text class="value on-{}{}" x="{}%" y="{}rem" text-anchor="middle">{}</text>'
    return box, format_html(label, mark.under, seen, f"{start + width / 2:.2f}", f"{top + 1.05:.2f}", words)


def _legend(name: str, scale: Scale, parts: Sequence[Segment], layout: Layout, top: float) -> tuple[SafeString, float]:
    """What each mark means, in as many lines as it takes, and how tall that is."""
    pieces, x, y, tallest = [], 0.0, top, 1
    for part in parts:
        faces = [step for step in part.steps if step is not None and step not in scale.apart] if scale.faces else []
        before = 2.1 + 1.6 * len(faces)
        lines = broken(part.label, layout.width - before)
        width = before + max(map(wide, lines)) * SMALL + 1.4
        if x and x + width - 1.4 > layout.width:
            x, y, tallest = 0.0, y + LINE * tallest + 0.45, 1
        pieces.append(marked(name, scale.mark(part.steps), f"{x + 0.05:.2f}rem", f"{y + 0.1:.2f}rem", "1.6rem", "1rem"))
        pieces += [face(scale.mood(step), x + 2.1 + 1.6 * at, y - 0.05) for at, step in enumerate(faces)]
        pieces.append(lettered(lines, f"{x + before:.2f}rem", y + 0.85))
        x, tallest = x + width, max(tallest, len(lines))
    return joined(pieces), y - top + LINE * tallest + 0.3
