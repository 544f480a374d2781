"""Results: the page, its files and pictures, counting, and what the county takes with it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation.downloads import CSV, download
from medverka.foundation.views import public
from medverka.surveys import exports, policies, results_page
from medverka.surveys.actions import concluding, counting
from medverka.surveys.forms_results import ConclusionsForm
from medverka.surveys.models import Round
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import results as queries
from medverka.surveys.results_page import Chosen
from medverka.surveys.rules import State
from medverka.surveys.together import by_questions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def _seen(request: HttpRequest, slug: str) -> Round:
    """A counted round for somebody who reads results, else 404."""
    return get_object_or_404(queries.visible_to(request.user), slug=slug, state=State.COUNTED)


def _open(slug: str) -> Round:
    return get_object_or_404(queries.open_to_all(), slug=slug)


# --- The page ---------------------------------------------------------------------------------


@requires("surveys.read", "surveys.edit")
def results(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(queries.visible_to(request.user), slug=slug)
    if one.state != State.COUNTED:
        return _waiting(request, one)
    if request.headers.get("HX-Request"):  # Whoever waited for the count.
        return HttpResponse(headers={"HX-Refresh": "true"})
    chosen = Chosen(one, request.GET, get_language() or "sv")
    context = {"page": results_page.page(chosen), "may_edit": policies.may_edit(request.user, one)}
    return render(request, "surveys/results/inner.html", context)


@public
def public_results(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = Chosen(_open(slug), request.GET, get_language() or "sv", open_to_all=True)
    return render(request, "surveys/results/public.html", {"page": results_page.page(chosen)})


def _waiting(request: HttpRequest, one: Round) -> HttpResponse:
    groups = list(queries.groups_with_sheets(one))
    context = {"round": one, "groups": groups, "alike": by_questions(groups), "progress": results_page.progress(one)}
    part = bool(request.headers.get("HX-Request")) and one.state == State.COUNTING
    return render(request, f"surveys/results/{'_counting' if part else 'waiting'}.html", context)


# --- What the coordinator does ----------------------------------------------------------------


@requires("surveys.edit")
@require_POST
def count(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(queries.to_edit(request.user), slug=slug)
    try:
        if one.state == State.COUNTING:
            counting.begin_again(one, by=request.user)
        else:
            counting.begin(one, by=request.user)
    except NotNow:
        messages.warning(request, _("Någon annan har redan börjat räkna, eller så är omgången inte stängd."))
    return redirect("surveys:results", slug)


@requires("surveys.edit")
def conclude(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(queries.to_edit(request.user), slug=slug, state=State.COUNTED)
    form = ConclusionsForm(request.POST or None, one=one)
    if form.is_valid():
        try:
            concluding.conclude(one, by=request.user, **form.cleaned_data)
        except NotNow:
            form.overtaken(one)
        else:
            messages.success(request, _("Sparat."))
            return redirect("surveys:results", slug)
    return render(request, "surveys/results/conclude.html", {"round": one, "form": form})


# --- Files ------------------------------------------------------------------------------------


@requires("surveys.read", "surveys.edit")
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _file(Chosen(_seen(request, slug), request.GET, get_language() or "sv"), kind)


@public
def public_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _file(Chosen(_open(slug), request.GET, get_language() or "sv", open_to_all=True), kind)


def _file(chosen: Chosen, kind: str) -> HttpResponse:
    name = f"resultat-{chosen.one.slug}.{kind}"
    if kind == "csv":
        return download(exports.as_csv(chosen.years), name, CSV)
    if kind == "xlsx":
        return download(exports.as_workbook(chosen.years, chosen.quotes), name, XLSX)
    raise Http404


@requires("surveys.read", "surveys.edit")
def picture(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    return _picture(Chosen(_seen(request, slug), request.GET, get_language() or "sv"), key, kind)


@public
def public_picture(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    return _picture(Chosen(_open(slug), request.GET, get_language() or "sv", open_to_all=True), key, kind)


def _picture(chosen: Chosen, key: str, kind: str) -> HttpResponse:
    found = results_page.picture(chosen, key, kind)
    if found is None:
        raise Http404
    return download(found, f"{chosen.one.slug}-{key}.{kind}", PICTURE_TYPES[kind])
