"""Bars, columns and curves of one series of numbers."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation.charts.basis import Cells, Chart, Number, Row, Words, in_words, measured, picture_of


def bar_chart(
    title: Words,
    rows: Iterable[Row],
    *,
    what: Words,
    measure: Words,
    unit: Words = "",
    key: str = "",
    description: Words = "",
) -> Chart:
    """Lying bars, one a row, in the order given.

    ``what`` and ``measure`` head the table's two columns ("Kommun", "Insatser"); ``unit`` follows
    each number; a bar of 100 is full where the unit is per cent, else the longest one is.
    """
    known = list(rows)
    top = 100 if unit == "%" else _top(value for _label, value in known)
    bars = format_html_join(
        "", "{}", ((_bar(row, label, value, top, unit),) for row, (label, value) in enumerate(known))
    )
    return picture_of(title, bars, f"{len(known) * 2.9:.1f}rem", (what, measure), _table(known, unit), key, description)


def _bar(row: int, label: Words, value: Number | None, top: float, unit: Words) -> SafeString:
    start = row * 2.9
    name = format_html('<text y="{}rem" dy="1em">{}</text>', f"{start:.2f}", label)
    if value is None:
        silence = '<text class="axis-text" y="{}rem">{}</text>'
        return name + format_html(silence, f"{start + 2.1:.2f}", in_words(value))
    return name + format_html(
        '<rect class="groove" y="{y}rem" width="78%" height="0.7rem" rx="3"/>'
        '<rect class="bar" y="{y}rem" width="{width}%" height="0.7rem" rx="3"/>'
        '<text class="value" x="100%" y="{base}rem" text-anchor="end">{number}</text>',
        y=f"{start + 1.35:.2f}",
        width=f"{78 * value / top:.2f}",
        base=f"{start + 2:.2f}",
        number=in_words(value, unit),
    )


def year_chart(
    title: Words,
    rows: Iterable[Row],
    *,
    measure: Words,
    what: Words = "",
    unit: Words = "",
    key: str = "",
    description: Words = "",
) -> Chart:
    """Standing columns, one a year (or another even period), oldest first."""
    known = list(rows)
    top = _top(value for _label, value in known)
    axis = format_html('<line class="axis" x2="100%" y1="{0}" y2="{0}"/>', "11.5rem")
    heads = (what or _("År"), measure)
    return picture_of(title, _columns(known, top) + axis, "13.2rem", heads, _table(known, unit), key, description)


def _columns(rows: Sequence[Row], top: float, said: Callable[[Number], str] = in_words) -> SafeString:
    wide = 100 / max(len(rows), 1)
    return format_html_join(
        "",
        "{}",
        (
            (_column(wide * place, wide, (label, value), top, said, (len(rows) - place) % 2 == 0),)
            for place, (label, value) in enumerate(rows)
        ),
    )


def _column(start: float, wide: float, row: Row, top: float, said: Callable[[Number], str], second: bool) -> SafeString:
    label, value = row
    tall = 0 if value is None else 100 * value / top
    return format_html(
        '<svg y="1.5rem" height="10rem" overflow="visible">'
        '<rect class="bar" x="{x}%" y="{y}%" width="{width}%" height="{tall}%"/>'
        '<text class="{kind}{every}" x="{middle}%" y="{y}%" dy="-0.4em" text-anchor="middle">{number}</text></svg>'
        '<text class="axis-text{every}" x="{middle}%" y="12.8rem" text-anchor="middle">{label}</text>',
        x=f"{start + wide * 0.18:.2f}",
        y=f"{100 - tall:.2f}",
        width=f"{wide * 0.64:.2f}",
        tall=f"{tall:.2f}",
        middle=f"{start + wide / 2:.2f}",
        kind="axis-text" if value is None else "value",
        number="–" if value is None else said(value),
        every=" every-other" if second else "",
        label=label,
    )


def level_chart(
    title: Words,
    rows: Iterable[tuple[Words, Number]],
    *,
    level: Number,
    level_label: Words,
    ends: tuple[Words, Words],
    what: Words,
    measure: Words,
    unit: Words = "",
    said: Callable[[Number], str] = in_words,
    key: str = "",
    description: Words = "",
) -> Chart:
    """Standing columns beside one level that they are compared with, a dashed line; ``level_label`` tells what it is.

    ``ends`` say what the first and the last column are of the axis; ``said`` writes a number.
    """
    known = list(rows)
    top = max(_top(value for _label, value in known), level)
    lines = format_html(
        '<line class="axis" x2="100%" y1="11.5rem" y2="11.5rem"/>'
        '<text class="axis-text" y="14.1rem">← {3}</text>'
        '<text class="axis-text" x="100%" y="14.1rem" text-anchor="end">{4} →</text>'
        '<line class="even" x2="100%" y1="{0}rem" y2="{0}rem"/><text class="axis-text" y="15.9rem">– – {1}: {2}</text>',
        f"{11.5 - 10 * level / top:.2f}",
        level_label,
        measured(said(level), unit),
        *ends,
    )
    table: Cells = [(str(label), measured(said(value), unit)) for label, value in (*known, (level_label, level))]
    return picture_of(title, _columns(known, top, said) + lines, "16.3rem", (what, measure), table, key, description)


def spread_chart(
    title: Words,
    counts: Sequence[int],
    even: Sequence[int] = (1,),
    *,
    people: Words,
    things: Words,
    key: str = "",
    description: Words = "",
) -> Chart:
    """How evenly something is spread over persons: those with least first, beside an even share.

    ``counts`` has one number a person, and so has ``even`` where whole things cannot be shared out alike; ``people``
    and ``things`` name the axes ("personerna", "insatserna"). The table tells what each fifth of the persons has.
    """
    heights = [100 * share for share in _shares(counts)]
    picture = format_html(
        '<svg y="1.5rem" height="13rem" viewBox="0 0 100 100" preserveAspectRatio="none" overflow="visible">'
        '<path class="under" d="M{0}L100 100Z"/>'
        '<path class="even" d="M{3}" vector-effect="non-scaling-stroke"/>'
        '<path class="curve" d="M{0}" vector-effect="non-scaling-stroke"/></svg>'
        '<line class="axis" x2="100%" y1="14.5rem" y2="14.5rem"/>'
        '<text class="axis-text" dy="1em">{1}</text>'
        '<text class="axis-text" x="100%" y="15.8rem" text-anchor="end">{2}</text>',
        _curve(heights),
        _("Andel av %(things)s") % {"things": things},
        capfirst(_("%(people)s, de med minst först") % {"people": people}),
        _curve([100 * share for share in _shares(even)]),
    )
    rows: Cells = [(word, in_words(share, "%")) for word, share in _fifths(heights)]
    heads = (_("Av %(people)s") % {"people": people}, _("Del av %(things)s") % {"things": things})
    return picture_of(title, picture, "16.2rem", heads, rows, key, description, "spread")


def _curve(heights: Sequence[float]) -> str:
    """The points of a path across a square of a hundred by a hundred."""
    steps = len(heights) - 1
    return "L".join(f"{100 * place / steps:.2f} {100 - y:.2f}" for place, y in enumerate(heights))


def _shares(counts: Sequence[int]) -> list[float]:
    """The share of all that the first 0, 1, 2 … persons have, those with least first."""
    total = sum(counts)
    if not total:
        return [0.0, 1.0]
    return [running / total for running in accumulate(sorted(counts), initial=0)]


def _fifths(heights: Sequence[float]) -> list[tuple[str, float]]:
    words = (
        _("femtedelen med minst"),
        _("nästa femtedel"),
        _("femtedelen i mitten"),
        _("nästa femtedel"),
        _("femtedelen med mest"),
    )
    last = len(heights) - 1
    marks = [_between(heights, last * fifth / 5) for fifth in range(6)]
    return [(word, round(marks[place + 1] - marks[place], 1)) for place, word in enumerate(words)]


def _between(heights: Sequence[float], place: float) -> float:
    below = int(place)
    if below >= len(heights) - 1:
        return heights[-1]
    return heights[below] + (place - below) * (heights[below + 1] - heights[below])


def _top(values: Iterable[Number | None]) -> float:
    return max((value for value in values if value is not None), default=0) or 1


def _table(rows: Iterable[Row], unit: Words) -> Cells:
    return [(str(label), in_words(value, unit)) for label, value in rows]
