"""Questionnaires as a list, and one of them as a whole."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.questionnaires import editing, translating
from medverka.questionnaires.document import in_language
from medverka.surveys import building_told, starts
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.forms_building import AboutForm, NewForm
from medverka.surveys.models import Questionnaire
from medverka.surveys.queries import questionnaires as queries
from medverka.surveys.views.building_shared import Opened, context_of, keeping, opened, save, to_change
from medverka.surveys.views.shared_rounds import tell_of_address


@requires("surveys.edit")
def every(request: HttpRequest) -> HttpResponse:
    archived = request.GET.get("vilka") == "arkiv"
    rows: QuerySet[Questionnaire] = queries.visible_to(request.user)
    page = Paginator(rows.filter(archived_on__isnull=not archived), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "listed": queries.listed(page),
        "archived": archived,
        "has_archive": rows.exclude(archived_on=None).exists(),
    }
    return render(request, "surveys/building/list.html", context)


@requires("surveys.edit")
def new(request: HttpRequest) -> HttpResponse:
    """A questionnaire begins empty, as one of the question bank's, or as a copy of another."""
    offered = starts.offered(request.user)
    form = NewForm(
        request.POST if request.method == "POST" else None,
        starts=starts.choices(offered),
        initial=starts.initial(offered, request.GET.get("som", starts.EMPTY)),
    )
    if form.is_valid():
        name, start = form.cleaned_data["name"], form.cleaned_data["start"]
        row = actions.make(starts.begun(start, name, by=request.user), by=request.user, name=name)
        tell_of_address(request, name, row.slug)
        return redirect("surveys:questionnaire", row.slug)
    return render(request, "surveys/building/new.html", {"form": form})


@requires("surveys.edit")
def one(request: HttpRequest, slug: str) -> HttpResponse:
    page = opened(request, slug)
    uses = queries.uses_of(page.row)
    context = context_of(
        page,
        **_as_read(page),
        used_by=uses.get(page.version.number, []),
        earlier_used_by=[(number, rounds) for number, rounds in uses.items() if number != page.version.number],
        folded_out=request.GET.get("oppen", ""),
    )
    return render(request, "surveys/building/one.html", context)


def _as_read(page: Opened) -> dict[str, Any]:
    """The whole as it will be read, and what is needed before it can be asked."""
    hinders, cautions = building_told.missing(page.document)
    texts = {name: in_language(text, page.language) for name, text in AboutForm.parts(page.document).items()}
    return texts | {
        "hinders": hinders,
        "cautions": cautions,
        "sections": building_told.told(page.document),
        "has_pictures": bool(translating.files_in(page.document)),
    }


@requires("surveys.edit")
def about(request: HttpRequest, slug: str) -> HttpResponse:
    """The name, and what stands first and last."""
    page = to_change(request, slug)
    parts = AboutForm.parts(page.document)
    was = editing.fingerprint(parts)
    initial = {name: text.get(page.language, "") for name, text in parts.items()}
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial | {"name": page.row.name})
    if form.is_valid():
        return keeping(
            lambda: _save_about(request, page, form), lambda: _about(request, page, form, was, overtaken=True)
        )
    return _about(request, page, form, request.POST.get("was", was))


def _save_about(request: HttpRequest, page: Opened, form: AboutForm) -> HttpResponse:
    answer = save(request, page, form.edit(request.POST.get("was", "")), said=_("Sparat."))
    actions.rename(page.row, by=request.user, name=form.cleaned_data["name"])
    return answer


def _about(request: HttpRequest, page: Opened, form: AboutForm, was: str, *, overtaken: bool = False) -> HttpResponse:
    now = [(form[name].label, text.get(page.language, "")) for name, text in form.parts(page.document).items()]
    context = context_of(page, form=form, was=was, now=now if overtaken else None)
    return render(request, "surveys/building/about.html", context)
