from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation.downloads import download
from medverka.foundation.sealed_files import NOT_KEPT
from medverka.foundation.views import takes_files
from medverka.registers import actions, forms, leftovers, progress, queries, wordlist
from medverka.registers.decisions import Decisions
from medverka.registers.models import Import

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = Import.State
PAGES = {
    State.READING: "registers/progress.html",
    State.IMPORTING: "registers/progress.html",
    State.PREVIEW: "registers/preview.html",
    State.DONE: "registers/done.html",
    State.FAILED: "registers/failed.html",
}


def found(request: HttpRequest, pk: UUID, state: str = "") -> Import:
    """The import of an address, or 404 for one that is not the reader's, or not where the page needs it."""
    rows = queries.visible_to(request.user)
    return get_object_or_404(rows.filter(state=state) if state else rows, pk=pk)


def attempt(request: HttpRequest, row: Import, action: Callable[[], Any]) -> HttpResponse:
    """Do it and show the import; where it has moved on meanwhile, that is what is shown."""
    try:
        action()
    except actions.NotNow:
        messages.info(request, _("Det hade redan hänt något mer. Här ser du hur det står nu."))
    return redirect("registers:one", row.pk)


@takes_files(up_to=2 * forms.MOST_BYTES)  # Twice, so that the form can say what is too large.
@requires("registers.import")
def start(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = forms.UploadForm(request.POST, request.FILES) if sent else forms.UploadForm()
    if sent and form.is_valid():
        files = [(file.name or "", file.read()) for file in form.cleaned_data["register"]]
        try:
            return redirect("registers:one", actions.upload_register(files, by=request.user).pk)
        except OSError:
            form.add_error("register", NOT_KEPT)
    return render(request, "registers/start.html", {"form": form, "imports": queries.visible_to(request.user)[:20]})


@requires("registers.import")
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk)
    if row.state == State.PREVIEW:
        return preview(request, row)
    working = row.state in (State.READING, State.IMPORTING)
    so_far = progress.read(row.pk, row.began_at) if working else None
    context = {"row": row, "progress": so_far}
    if request.htmx:  # type: ignore[attr-defined] # The progress asks for itself.
        answer = render(request, "registers/_progress.html", context)
        if not working:
            answer["HX-Refresh"] = "true"
        return answer
    return render(request, PAGES[State(row.state)], context)


def preview(request: HttpRequest, row: Import) -> HttpResponse:
    """What would come in, and the question whether it may."""
    shown = queries.preview_of(row)
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None, rejected=shown["figures"]["rejected"])
    if request.method == "POST" and form.is_valid():
        whole = form.cleaned_data.get("how") == "all"
        return attempt(request, row, lambda: actions.start_import(row, by=request.user, all_or_none=whole))
    context = {"row": row, "form": form, "counts": queries.counts(shown), **shown}
    answer = render(request, PAGES[State.PREVIEW], context)
    if request.htmx:  # type: ignore[attr-defined]
        answer["HX-Refresh"] = "true"
    return answer


@requires("registers.import")
def columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk, State.PREVIEW)
    shown, decisions = queries.preview_of(row), Decisions.from_json(row.decisions)
    form = forms.ColumnsForm(request.POST or None, sheets=shown["sheets"], decisions=decisions)
    if form.is_valid():
        return attempt(request, row, lambda: actions.decide(row, by=request.user, decisions=form.decided(decisions)))
    return render(request, "registers/columns.html", {"row": row, "form": form})


@requires("registers.import")
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk, State.PREVIEW)
    shown, decisions = queries.preview_of(row), Decisions.from_json(row.decisions)
    county = wordlist.county_words(request.user)
    form = forms.WordsForm(request.POST or None, words=shown["words"], county=county, trails=wordlist.unit_trails())
    if form.is_valid():
        return attempt(request, row, lambda: actions.decide(row, by=request.user, decisions=form.decided(decisions)))
    return render(request, "registers/words.html", {"row": row, "form": form})


@requires("registers.import")
def merges(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk, State.PREVIEW)
    page = Paginator(queries.preview_of(row)["merges"], PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        decisions, chosen = Decisions.from_json(row.decisions), request.POST.getlist("merge")
        decisions.merges |= {merge["id"]: merge["id"] in chosen for merge in page}
        return attempt(request, row, lambda: actions.decide(row, by=request.user, decisions=decisions))
    return render(request, "registers/merges.html", {"row": row, "page": page})


@requires("registers.import")
def problems(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk, State.PREVIEW)
    every = queries.preview_of(row)["problems"]
    every.sort(key=lambda problem: not problem["rejects"])
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    return render(request, "registers/problems.html", {"row": row, "page": page})


@requires("registers.import")
def rejected(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk)
    if not row.rejected:
        raise Http404
    return download(leftovers.workbook(row.rejected), "rader-som-inte-kom-med.xlsx", XLSX)


@requires("registers.import")
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk)
    return attempt(request, row, lambda: actions.start_again(row, by=request.user))


@requires("registers.import")
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = found(request, pk)
    if request.method != "POST":
        return render(request, "registers/discard.html", {"row": row})
    try:
        actions.discard(row, by=request.user)
    except actions.NotNow:
        return redirect("registers:one", row.pk)
    messages.success(request, _("Det uppladdade är borttaget."))
    return redirect("registers:start")
