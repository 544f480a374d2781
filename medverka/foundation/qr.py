"""QR codes as SVG text: for pages, and for what is set in PDF."""

from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET_ZONE = 4  # Modules of white around the code; fewer, and telephones do not find it.


def qr_svg(text: str, *, label: str = "") -> SafeString:
    """A QR code that reads as `text`, black on white. `label` tells those who do not see it what it is.

    Level M bears that a seventh of it is worn or splashed, which is enough on a wall and keeps the modules large.
    Raises ``ValueError`` where the text is longer than a code can hold (some 2,300 signs).
    """
    rows = segno.make(text, error="m", boost_error=False, micro=False).matrix_iter(border=QUIET_ZONE)
    runs, side = [], 0
    for side, row in enumerate(rows, start=1):
        column = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{column} {side - 1}h{length}v1h-{length}z")
            column += length
    picture = mark_safe("".join(runs))  # noqa: S308 (numbers of our own)
    alternative = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {0} {0}" shape-rendering="crispEdges" {1}>'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{2}"/></svg>',
        side,
        alternative,
        picture,
    )
