"""Organisations beside levels as a picture to put in a presentation. The page itself shows them as a table."""

from dataclasses import replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverka.foundation.charts import Chart
from medverka.foundation.charts.basis import picture_of
from medverka.foundation.charts.lettering import broken, lettered
from medverka.mappings import told
from medverka.mappings.results import Board

NAMES, ROW, HEAD = 25, 3.2, 2.4  # Per cent for the names; rem.
ROOM = 13  # rem: a cell's words are broken to this.
BLUE = (0.0, 0.05, 0.11, 0.18, 0.26, 0.35)  # The further, the bluer; no step has a colour that scolds.


def levels(board: Board) -> Chart:
    """The heat map, with the same table as the page has."""
    heads, rows = told.levels(board), told.table(board)
    wide = (100 - NAMES) / max(len(heads), 1)
    top = format_html_join(
        "",
        "{}",
        ((lettered([head], f"{NAMES + wide * place}%", 1.2, "axis-text"),) for place, head in enumerate(heads)),
    )
    drawn = format_html_join("", "{}", ((_row(row, HEAD + ROW * place, wide),) for place, row in enumerate(rows)))
    table = [(str(row.organisation), *(f"{one.word} {one.change}".strip() for one in row.cells)) for row in rows]
    title = f"{board.mapping}: {_('Organisationernas steg på varje nivå')}"
    height = f"{HEAD + ROW * len(rows):.1f}rem"
    chart = picture_of(title, top + drawn, height, (_("Organisation"), *heads), table, "levels", "")
    if not (board.follows and board.mapping.follows):
        return chart
    words = _("Under steget står hur det har rört sig sedan %(before)s.") % {"before": board.mapping.follows}
    return replace(chart, sentence=words)


def _row(row: told.ToldRow, top: float, wide: float) -> SafeString:
    name = lettered(broken(str(row.organisation), ROOM, most=2), "0", top + 1.2)
    cells = ((_cell(one, NAMES + wide * place, top, wide),) for place, one in enumerate(row.cells))
    return name + format_html_join("", "{}", cells)


def _cell(one: told.ToldCell, left: float, top: float, wide: float) -> SafeString:
    box = format_html(
        '<rect class="bar" x="{}%" y="{}rem" width="{}%" height="{}rem" rx="5" fill-opacity="{}"/>',
        f"{left:.2f}", f"{top:.2f}", f"{wide - 0.5:.2f}", f"{ROW - 0.25:.2f}", BLUE[one.step or 0],
    )  # fmt: skip
    number = f"{one.step}. {one.word}" if one.step else one.word
    return box + lettered([number, *([one.change] if one.change else [])], f"{left + 1:.2f}%", top + 1.2)
