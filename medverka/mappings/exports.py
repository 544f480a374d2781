"""Mappings as files: what all have answered and the development areas, for spreadsheets."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation.csv_files import as_csv, safe
from medverka.mappings import queries, results, shown, told
from medverka.mappings.models import DevelopmentArea, Mapping, SelfAssessment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterator[Sequence[object]]
LONGEST_CELL = 32_000  # A spreadsheet takes 32,767 signs.


def areas_csv(areas: Iterable[DevelopmentArea]) -> bytes:
    """Every development area, one a row."""
    return as_csv(_areas(areas))


def answers_csv(mapping: Mapping) -> bytes:
    """Every answer that was handed in, one a row."""
    return as_csv(_answers(mapping))


def workbook(mapping: Mapping, reader: Any) -> bytes:
    """The same with the levels and the development areas that `reader` may see, a sheet each."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, rows in (
        (_("Nivåer"), levels(mapping)),
        (_("Svar"), _answers(mapping)),
        (_("Utvecklingsområden"), _areas(_areas_of(mapping, reader))),
    ):
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "B2"
        for row in rows:
            sheet.append([_cell(value) for value in row])
    paper = io.BytesIO()
    book.save(paper)
    return paper.getvalue()


def levels(mapping: Mapping) -> Rows:
    """Organisations by name, level beside level: the step's number, its word, and how it has moved."""
    board = results.board(mapping)
    heads = [[one, _("Steg i ord"), _("Sedan förra gången")] for one in told.levels(board)]
    yield [_("Organisation"), *(cell for head in heads for cell in head)]
    for row in told.table(board):
        yield [row.organisation, *(part for one in row.cells for part in (one.step or "", one.word, one.change))]


def _answers(mapping: Mapping) -> Rows:
    yield [
        _("Organisation"),
        _("Nivå"),
        _("Fråga"),
        _("Steg"),
        _("Svar"),
        _("Kommentar"),
        _("Länkar"),
        _("Ifyllt av samordnaren"),
    ]
    rows = sorted(results.board(mapping).rows, key=lambda row: str(row.organisation))
    for row in rows:
        yield from _of_one(mapping, row.assessment)


def _of_one(mapping: Mapping, one: SelfAssessment) -> Rows:
    one.mapping = mapping  # Already at hand; the board has not asked for it again.
    for part in shown.answers_of(one):
        for asked in part.questions:
            behalf = _("Ja") if one.on_behalf else _("Nej")
            links = " ".join(asked.evidence)
            yield [
                one.organisation,
                part.title,
                asked.title,
                asked.step or "",
                asked.answer,
                asked.comment,
                links,
                behalf,
            ]


def _areas_of(mapping: Mapping, reader: Any) -> Iterable[DevelopmentArea]:
    return queries.areas_visible_to(reader).filter(organisation__in=mapping.assessments.values("organisation"))


def _areas(areas: Iterable[DevelopmentArea]) -> Rows:
    yield [
        _("Organisation"), _("Nivå"), _("Vad ska bli bättre"), _("Varför"), _("Ansvarig"), _("Ska vara klart senast"),
        _("Står"), _("Kom ur"),
    ]  # fmt: skip
    for one in areas:
        yield [
            one.organisation, told.level(one.level), one.what, one.why, one.owner_in_words, one.due_on or "",
            capfirst(one.get_state_display()), one.mapping or "",
        ]  # fmt: skip


def _cell(value: Any) -> Any:
    """A number as a number; everything else as text that is no formula and holds no sign a workbook refuses."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, int):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", safe(value))[:LONGEST_CELL] if value != "" else None
