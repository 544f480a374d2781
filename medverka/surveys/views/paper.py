"""What is printed for a group: its questions, and the poster."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation.downloads import PDF, download
from medverka.foundation.pdf import Paper
from medverka.surveys import paper, tickets
from medverka.surveys.actions import rounds
from medverka.surveys.queries import asked
from medverka.surveys.views.shared_rounds import found_group


@requires("surveys.edit")
def form(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The questions on paper; with codes one form for each that nobody has used."""
    group = found_group(request, slug, key)
    if rounds.problems_of(group.asks.pk):
        messages.info(request, _("Formuläret är inte klart än. Gör klart det först."))
        return redirect("surveys:round", slug)
    codes = []
    if "koder" in request.GET:
        codes = [tickets.code_of(ticket) for ticket in asked.codes_of(group)[: paper.MOST_FORMS]]
        if not codes:
            raise Http404
    content = paper.form(group, codes=codes, language=request.GET.get("sprak", ""))
    return download(content, paper.FORM_FILE, PDF)


@requires("surveys.edit")
def poster(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    if not group.has_open_link:
        raise Http404
    size: Paper = "a3" if request.GET.get("papper") == "a3" else "a4"
    content = paper.poster(group, paper=size, language=get_language() or "sv")
    return download(content, paper.POSTER_FILE, PDF)
