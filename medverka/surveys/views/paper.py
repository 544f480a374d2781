"""What is printed for a group: its questions, and the poster."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation.downloads import PDF, download
from medverka.foundation.fields import row_number
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
        rows = asked.codes_of_pile(group, row_number(request.GET["koder"]))
        codes = [tickets.code_of(ticket) for ticket in rows]
        if not codes:
            raise Http404
    try:
        content = paper.form(group, codes=codes, language=request.GET.get("sprak", ""))
    except paper.Unprintable as language:
        said = _("Formuläret går inte att skriva ut på %(language)s: våra typsnitt har inte de bokstäverna.")
        messages.error(request, said % {"language": language})
        return redirect("surveys:group", slug, key)
    return download(content, paper.FORM_FILE, PDF)


@requires("surveys.edit")
def poster(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    if not group.has_open_link:
        raise Http404
    size: Paper = "a3" if request.GET.get("papper") == "a3" else "a4"
    wanted = request.GET.get("sprak") or get_language()
    content = paper.poster(group, paper=size, language="en" if wanted == "en" else "sv")
    return download(content, paper.POSTER_FILE, PDF)
