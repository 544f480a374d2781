from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation import clock
from medverka.foundation.downloads import CSV, PDF, download
from medverka.foundation.menu import Item
from medverka.reports.compilation import paper, pictures, tables
from medverka.reports.compilation.bodies import COUNCIL, FORUM, REQUEST
from medverka.reports.compilation.queries import Choice, Compilation, compilation, terms
from medverka.reports.compilation.terms import Term
from medverka.reports.definitions import COMPILATION, NOT_APART

TERMS_SHOWN = 6
WORDS = {"forum": FORUM, "rad": COUNCIL, "uppdrag": REQUEST}  # As they stand in the address.
FORMS: dict[str, tuple[Callable[[Compilation], bytes], str]] = {
    "pdf": (paper.pdf, PDF),
    "csv": (tables.as_csv, CSV),
    "xlsx": (tables.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@requires("figures.read")
def page(request: HttpRequest) -> HttpResponse:
    known = terms()
    term = _term(request.GET, known)
    if term is None:
        return render(request, "reports/compilation.html", {})
    found = compilation(term, _choice(request.GET), known=known)
    return render(request, "reports/compilation.html", _shown(found, known))


@requires("figures.read")
def file(request: HttpRequest, form: str) -> HttpResponse:
    """What the page shows, as a file."""
    known = terms()
    term = _term(request.GET, known)
    if term is None:
        return redirect("reports:compilation")
    write, content_type = FORMS[form]
    content = write(compilation(term, _choice(request.GET), known=known))
    return download(content, f"sammanstallning-{term.word}.{form}", content_type)


# --- The address ------------------------------------------------------------------------------


def _term(address: QueryDict, known: list[Term]) -> Term | None:
    """The term of the address, else the latest that is over, else the one that runs; None where nothing was ever said."""
    asked = next((term for term in known if term.word == address.get("termin")), None)
    over = (term for term in known if term.end < clock.today())
    return asked or next(over, None) or next(iter(known), None)


def _choice(address: QueryDict) -> Choice:
    area = address.get("omrade", "")
    if kind := WORDS.get(address.get("slag", "")):
        return Choice(kind=kind)
    return Choice(area=int(area)) if area.isascii() and area.isdecimal() and len(area) < 10 else Choice()


def _query(term: Term, choice: Choice) -> str:
    word = next((word for word, kind in WORDS.items() if kind == choice.kind), None)
    parts = {"termin": term.word, "slag": word, "omrade": choice.area}
    return urlencode({key: value for key, value in parts.items() if value is not None})


# --- What the template shows ------------------------------------------------------------------


def _shown(found: Compilation, known: list[Term]) -> dict[str, object]:
    offered = known[:TERMS_SHOWN]
    if found.term not in offered:
        offered.append(found.term)
    return {
        "found": found,
        "heading": pictures.heading(found),
        "terms": [Item(capfirst(str(term)), f"?{_query(term, found.choice)}", term == found.term) for term in offered],
        "choices": [
            Item(pictures.chosen(found, choice), f"?{_query(found.term, choice)}", choice == found.choice)
            for choice in found.choices
        ],
        "runs": found.term.end >= clock.today(),
        "totals": pictures.totals(found),
        "compared": pictures.compared(found),
        "picture": pictures.themes(found),
        "theme_headings": pictures.headings(_("Tema"), before=True),
        "themes": [pictures.cells(row, before=True) for row in found.themes],
        "body_headings": pictures.headings(_("Råd eller forum"), before=False),
        "bodies": [pictures.cells(row, before=False) for row in found.bodies],
        "why_not": NOT_APART.get(found.reason, ""),
        "definitions": COMPILATION.values(),
        "query": _query(found.term, found.choice),
    }
