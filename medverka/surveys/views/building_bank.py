"""Questions taken from the question bank, or from another questionnaire."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from medverka.access.views import requires
from medverka.questionnaires import editing
from medverka.questionnaires.document import Question
from medverka.surveys import from_bank
from medverka.surveys.views.building_shared import Opened, context_of, save, to_change


@requires("surveys.edit")
def take_from_bank(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Several questions at once, from the question bank or from another questionnaire."""
    page = to_change(request, slug)
    section = page.section(key)
    source, sought = request.GET.get("ur", ""), request.GET.get("q", "")
    found = from_bank.found(request.user, page.row, source, sought)
    if request.method == "POST":
        chosen = [question for key, question in found.questions() if key in set(request.POST.getlist("fraga"))]
        if chosen:
            return _added(request, page, key, chosen)
    context = context_of(
        page, section=section, title=page.words(section), found=found, sources=from_bank.sources(request.user, page.row),
        source=source, sought=sought, there=editing.keys_of(page.document), nothing=request.method == "POST",
    )  # fmt: skip
    return render(request, "surveys/building/bank.html", context)


def _added(request: HttpRequest, page: Opened, into: str, chosen: list[Question]) -> HttpResponse:
    said = ngettext("En fråga är tillagd.", "%(n)s frågor är tillagda.", len(chosen)) % {"n": len(chosen)}
    return save(request, page, partial(from_bank.added, into=into, chosen=chosen), said=said, anchor=into)
