"""Versions: read, compared, thrown away; a questionnaire as a file, in and out; put away and taken back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation.downloads import download
from medverka.foundation.fields import row_number
from medverka.foundation.views import takes_files
from medverka.questionnaires import carrying, files
from medverka.questionnaires.document import in_language
from medverka.surveys import building_told, comparing, words
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.actions.pictures import NoPictures
from medverka.surveys.forms_building import FileForm
from medverka.surveys.models import Questionnaire
from medverka.surveys.queries import questionnaires as queries
from medverka.surveys.views.building_shared import context_of, opened, to_change

JSON = "application/json; charset=utf-8"
MOST_TOLD = 100
LARGEST_FILE = carrying.MOST_MEGABYTES * 1_000_000


@requires("surveys.edit")
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All versions, which rounds have each, and what was changed from one to the next."""
    page = opened(request, slug)
    uses = queries.uses_of(page.row)
    rows = list(page.row.versions.all())
    droppable = page.may_change and len(rows) > 1 and not rows[0].fixed_at and not actions.is_used(rows[0])
    told = [(row, uses.get(row.number, []), row.number - 1) for row in rows]
    return render(request, "surveys/building/versions.html", context_of(page, rows=told, droppable=droppable))


@requires("surveys.edit")
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version to read."""
    page = opened(request, slug, number)
    language = request.GET.get("sprak", "")
    language = language if language in page.document.languages else page.language
    context = context_of(
        page,
        sections=building_told.told(page.document, language),
        title=in_language(page.document.title, language, page.language),
        intro=in_language(page.document.intro, language, page.language),
        thanks=in_language(page.document.thanks, language, page.language),
        used_by=queries.uses_of(page.row).get(page.version.number, []),
    )
    return render(request, "surveys/building/version.html", context)


@requires("surveys.edit")
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What was changed between two versions, question by question."""
    newest = opened(request, slug)
    after = opened(request, slug, row_number(request.GET.get("till", "")) or newest.version.number)
    before = opened(request, slug, row_number(request.GET.get("fran", "")) or max(1, after.version.number - 1))
    changes = comparing.changes(before.document, after.document)
    return render(request, "surveys/building/compare.html", context_of(after, before=before.version, changes=changes))


@requires("surveys.edit")
def drop_version(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw away what is being written, and go back to the version before; asked before."""
    page = to_change(request, slug)
    if page.version.fixed_at or page.version.number == 1:
        raise Http404
    if request.method != "POST":
        return render(request, "surveys/building/drop.html", context_of(page, before=page.version.number - 1))
    try:
        actions.drop_version(page.version, by=request.user)
        messages.success(request, _("Version %(n)s är slängd.") % {"n": page.version.number})
    except actions.InUse:
        messages.error(request, _("Versionen används av en omgång. Välj en annan version i omgången först."))
    return redirect(page.address)


@requires("surveys.edit")
def put_away(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove a questionnaire, or archive one that is used; asked before."""
    page = to_change(request, slug)
    used = actions.is_used(page.row)
    if request.method != "POST":
        return render(request, "surveys/building/away.html", context_of(page, used=used))
    is_gone = actions.put_away(page.row, by=request.user)
    said = _("”%(name)s” är borttaget.") if is_gone else _("”%(name)s” ligger i arkivet.")
    messages.success(request, said % {"name": page.row.name})
    return redirect("surveys:questionnaires")


@requires("surveys.edit")
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    page = to_change(request, slug)
    actions.take_back(page.row, by=request.user)
    return redirect(page.address)


@requires("surveys.edit")
def as_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as the documented file."""
    page = opened(request, slug, number)
    return download(queries.as_file(page.document), f"{page.row.slug}-{number}.json", JSON)


@takes_files(up_to=LARGEST_FILE + 1_000_000)
@requires("surveys.edit")
def from_file(request: HttpRequest) -> HttpResponse:
    """A questionnaire from a file. All that is wrong is told at once, each with its place; nothing is kept then."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    problems: list[str] = []
    if form.is_valid():
        try:
            row = _taken_in(request, form.cleaned_data["file"].read(LARGEST_FILE + 1))
            messages.success(request, _("Formuläret är inläst."))
            return redirect("surveys:questionnaire", row.slug)
        except files.Unreadable as found:
            problems = words.lines(found.problems)
        except NoPictures as found:
            problems = found.lines
    context = {"form": form, "problems": problems[:MOST_TOLD], "left_out": max(0, len(problems) - MOST_TOLD)}
    return render(request, "surveys/building/from_file.html", context)


def _taken_in(request: HttpRequest, data: bytes) -> Questionnaire:
    return actions.make_of_file(files.read(data), carrying.carried(data), by=request.user)
