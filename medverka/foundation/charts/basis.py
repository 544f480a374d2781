"""What every picture is made of: its frame, its table twin, numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

Words = str | Promise
Number = int | float
Row = tuple[Words, Number | None]
Cells = list[tuple[str, ...]]
NOTHING = SafeString("")


@dataclass(frozen=True)
class Chart:
    """A picture and its table twin, ready for ``<c-chart>``.

    ``narrow`` is the same picture drawn for where ``svg`` has no room; ``sentence`` says what it shows.
    """

    key: str
    title: str
    svg: SafeString
    headings: tuple[str, ...]
    rows: Cells
    narrow: SafeString = NOTHING
    sentence: str = ""


def in_words(value: Number | None, unit: Words = "") -> str:
    """A number as it is read (``1 524,5 %``), or that it is not shown."""
    if value is None:
        return _("visas inte")
    whole = float(value).is_integer()
    number = number_format(int(value) if whole else round(value, 1), force_grouping=True)
    return measured(number, unit)


def measured(number: str, unit: Words) -> str:
    """A number that is already written, with its unit."""
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


def per_cent(share: float) -> str:
    """A share of a hundred in whole numbers; only nobody is 0 % and only everybody 100 %."""
    if 0 < share < 0.5:
        return _("under 1 %")
    return in_words(99 if 99.5 <= share < 100 else round(share), "%")


def count_and_share(count: int, share: float) -> str:
    """``3 (38 %)``."""
    return f"{in_words(count)} ({per_cent(share)})"


def framed(name: str, title: Words, told: Words, picture: SafeString, height: str, kind: str = "") -> SafeString:
    """The picture as an image with a name and a description; ``name`` is an id of its own on the page."""
    return format_html(
        '<svg class="{kind}" role="img" height="{height}" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>{picture}</svg>',
        kind=kind,
        height=height,
        name=name,
        title=title,
        told=told,
        picture=picture,
    )


def picture_of(
    title: Words,
    picture: SafeString,
    height: str,
    headings: Sequence[Words],
    rows: Cells,
    key: str,
    description: Words,
    kind: str = "",
) -> Chart:
    """A picture that is the same at every width, with the table's rows for its description."""
    name = key or slugify(str(title))
    told = description or "; ".join(f"{label}: {value}" for label, *_, value in rows)
    svg = framed(name, title, told, picture, height, kind)
    return Chart(name, str(title), svg, tuple(map(str, headings)), rows)
