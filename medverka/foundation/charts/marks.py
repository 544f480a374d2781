"""How parts are told apart without colour: hatched, dotted, plain, framed; what is merged shades from one to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from medverka.foundation.charts.layout import joined


@dataclass(frozen=True)
class Mark:
    """The kinds of the steps in one part: ``minus-strong``, ``minus``, ``minus-soft``, ``middle``, ``plus-soft`` … ``silent``."""

    kinds: tuple[str, ...]
    merged: bool = False

    @property
    def under(self) -> str:
        """What words on it stand on."""
        return "blend" if self.merged else self.kinds[0]

    @property
    def key(self) -> str:
        """The ending of its id."""
        return "-".join(("blend", *self.kinds))

    @property
    def over(self) -> str:
        """The pattern that lies over the colour; empty for none."""
        if any(kind.startswith("minus") for kind in self.kinds):
            return "hatch-strong" if self.kinds == ("minus-strong",) else "hatch"
        return "dots" if self.kinds == ("middle",) else ""


def patterns(name: str, marks: Iterable[Mark]) -> SafeString:
    """The patterns and shades that the marks of one picture need; ``name`` is the picture's own."""
    known = list(dict.fromkeys(marks))
    hatches = dict.fromkeys(mark.over for mark in known if mark.over)
    drawn = [_pattern(name, over) for over in hatches]
    return format_html("<defs>{}</defs>", joined([*drawn, *(_shade(name, mark) for mark in known if mark.merged)]))


def _pattern(name: str, over: str) -> SafeString:
    inside = (
        '<circle class="dot" cx="2" cy="2" r="1"/>' if over == "dots" else '<line class="{1}" x1="1" x2="1" y2="7"/>'
    )
    turned = "" if over == "dots" else ' patternTransform="rotate(45)"'
    size = 6 if over == "dots" else 7
    return format_html(
        '<pattern id="{0}-{1}" width="{2}" height="{2}" patternUnits="userSpaceOnUse"'
        + turned
        + ">"
        + inside
        + "</pattern>",
        name,
        over,
        size,
    )


def _shade(name: str, mark: Mark) -> SafeString:
    last = max(len(mark.kinds) - 1, 1)
    stops = format_html_join(
        "",
        '<stop class="{}" offset="{}%"/>',
        ((kind, round(20 + 60 * place / last)) for place, kind in enumerate(mark.kinds)),
    )
    return format_html('<linearGradient id="{}-{}">{}</linearGradient>', name, mark.key, stops)


def marked(name: str, mark: Mark, x: str, y: str, width: str, height: str) -> SafeString:
    """A box with the mark's colour and pattern."""
    kind = "blend" if mark.merged else mark.kinds[0]
    shade = format_html(' fill="url(#{}-{})"', name, mark.key) if mark.merged else ""
    place = format_html('x="{}" y="{}" width="{}" height="{}"', x, y, width, height)
    box = format_html('<rect class="step {}"{} {}/>', kind, shade, place)
    return box + (format_html('<rect fill="url(#{}-{})" {}/>', name, mark.over, place) if mark.over else SafeString(""))


def face(mood: float, x: float, y: float) -> SafeString:
    """A face of 1.3 rem, from unhappy (-1) to happy (1). Decoration: words stand beside it."""
    return format_html(
        '<svg x="{}rem" y="{}rem" width="1.3rem" height="1.3rem" viewBox="0 0 24 24"><circle class="face" cx="12" cy="12" r="10"/>'
        '<circle class="eye" cx="8.5" cy="9.5" r="1.4"/><circle class="eye" cx="15.5" cy="9.5" r="1.4"/>'
        '<path class="face" d="M7.5 {ends}Q12 {low} 16.5 {ends}"/></svg>',
        f"{x:.2f}",
        f"{y:.2f}",
        ends=f"{15.5 - 1.5 * mood:.1f}",
        low=f"{15.5 + 4 * mood:.1f}",
    )
