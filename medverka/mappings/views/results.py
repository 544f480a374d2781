"""What came of a mapping: everybody beside each other, and one organisation at a time."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from medverka.access.views import requires
from medverka.foundation.charts import png, standalone_svg
from medverka.foundation.downloads import PDF, download
from medverka.foundation.views import public as for_everybody
from medverka.mappings import exports, pictures, policies, queries, report_pdf, reports, results, told
from medverka.mappings.models import Mapping
from medverka.mappings.views.mappings import READERS
from medverka.mappings.views.shared import found


def _found(request: HttpRequest, pk: int) -> Mapping:
    one = found(request, pk)
    if not policies.may_follow_results(request.user, one):
        raise PermissionDenied
    return one


@requires(*READERS)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    return render(request, "mappings/result.html", _context(one) | {"frame": "workspace.html", "inside": True})


@for_everybody
def public(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(queries.open_to_all(), slug=slug)
    return render(request, "mappings/result.html", _context(one) | {"frame": "site.html", "inside": False})


def _context(mapping: Mapping) -> dict[str, object]:
    board = results.board(mapping)
    return {
        "mapping": mapping,
        "board": board,
        "levels": told.levels(board),
        "table": told.table(board),
        "sentences": told.of_all(board),
        "ladder_words": told.ladder(),
    }


@requires(*READERS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation's answers, since last time, beside the county's spread."""
    one = get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)
    return render(request, "mappings/report.html", reports.of(one, request.user))


@requires(*READERS)
def report_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as an accessible PDF."""
    one = get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)
    return download(report_pdf.report(reports.of(one, request.user)), "rapport.pdf", PDF)


@requires(*READERS)
def csv_file(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    return download(exports.answers_csv(one), f"{one.slug}.csv")


@requires(*READERS)
def xlsx_file(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    return download(exports.workbook(one, request.user), f"{one.slug}.xlsx", exports.XLSX)


@requires(*READERS)
def svg_file(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    picture = standalone_svg(pictures.levels(results.board(one)))
    return download(picture, f"{one.slug}.svg", "image/svg+xml; charset=utf-8")


@requires(*READERS)
def png_file(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    return download(png(pictures.levels(results.board(one))), f"{one.slug}.png", "image/png")
