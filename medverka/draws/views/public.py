"""A draw as everybody may read about it, before and after, with all that is needed to check it."""

from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from medverka.draws import group, queries, shown
from medverka.draws.models import Draw, Outcome
from medverka.foundation.downloads import download
from medverka.foundation.views import public as for_everybody

JSON = "application/json; charset=utf-8"


def found(reference: str) -> Draw:
    """The open draw of an address, or 404."""
    return get_object_or_404(queries.open_to_all(), reference=reference)


@for_everybody
def public_list(request: HttpRequest) -> HttpResponse:
    return render(request, "draws/public_list.html", {"draws": queries.open_to_all()[:200]})


@for_everybody
def public(request: HttpRequest, reference: str) -> HttpResponse:
    draw = found(reference)
    outcome = Outcome.objects.filter(publication=draw.pk).first()
    context = {
        "draw": draw,
        "result": shown.result(draw),
        "decides": shown.what_decides(draw),
        "outcome": group.outcome(outcome, draw) if outcome else None,
        "due": queries.is_due(draw),
        "others": queries.others_beside(draw),
    }
    return render(request, "draws/public.html", context)


@for_everybody
def publication_file(request: HttpRequest, reference: str) -> HttpResponse:
    draw = found(reference)
    return download(draw.publication.document, f"lottning-{draw.reference}.json", JSON)


@for_everybody
def draw_file(request: HttpRequest, reference: str) -> HttpResponse:
    draw = found(reference)
    outcome = Outcome.objects.filter(publication=draw.pk).first()
    if outcome is None:
        raise Http404
    return download(outcome.document, f"dragning-{draw.reference}.json", JSON)


@for_everybody
def verifier(request: HttpRequest) -> HttpResponse:
    program = files("medverka.fairness.draw").joinpath("verify.py").read_text(encoding="utf-8")
    return download(program, "verify.py", "text/x-python; charset=utf-8")
