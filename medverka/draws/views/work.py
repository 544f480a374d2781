"""A draw as whoever makes it sees it: where it stands, the work, the result, and what follows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.draws import cautions, checks, forms, group, lotteries_told, problems, progress, queries, shown
from medverka.draws.actions import computing
from medverka.draws.models import Draw
from medverka.draws.rules import MOVES, WORKING, State
from medverka.draws.views.shared import attempt, found

PAGES = {
    State.DRAFT: "draws/draft.html",
    State.READING: "draws/progress.html",
    State.COMPUTING: "draws/progress.html",
    State.PUBLISHING: "draws/progress.html",
    State.COMPUTED: "draws/computed.html",
    State.PUBLISHED: "draws/published.html",
    State.DRAWN: "draws/drawn.html",
    State.CALLED_OFF: "draws/published.html",
}


@requires("draws.edit")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk)
    working = draw.state in WORKING
    if request.htmx:  # type: ignore[attr-defined] # The progress asks for itself.
        answer = render(request, "draws/_progress.html", {"draw": draw, "progress": progress.of(draw)})
        if not working:
            answer["HX-Refresh"] = "true"
        return answer
    context = {
        "draw": draw,
        "progress": progress.of(draw),
        "trouble": checks.in_words(draw),
        "asked_for": queries.origin_of(draw.origin, request.user),
    }
    return render(request, PAGES[State(draw.state)], context | _about(draw, request.user))


def _about(draw: Draw, user: Any) -> dict[str, Any]:
    """What the page of its state shows beside."""
    if draw.state == State.DRAFT:
        form = forms.ComputeForm(initial={"objective": draw.objective, "lottery": draw.lottery})
        return {"count": problems.how_many(draw), "rows": problems.quota_rows(draw), "form": form}
    about: dict[str, Any] = {"count": draw.people, "rows": problems.quota_rows(draw)}
    if draw.summary:
        about["result"] = shown.result(draw)
        about["cautions"] = cautions.of(draw)
        about["among"] = lotteries_told.among(draw)
    if draw.is_open_to_all:
        about |= {
            "decides": shown.what_decides(draw),
            "due": queries.is_due(draw),
            "telling": group.telling(draw, user),
        }
    if draw.state == State.DRAWN:
        about |= group.drawn(draw)
    return about


@requires("draws.edit")
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is worked out and drawn; chosen anew as long as nothing is published."""
    draw = found(request, pk)
    told = {"objective": draw.objective, "lottery": draw.lottery}
    form = forms.ComputeForm(request.POST if request.method == "POST" else None, initial=told)
    if form.is_valid():
        return attempt(request, draw, lambda: computing.work_out(draw, by=request.user, **form.cleaned_data))
    if draw.state not in MOVES["compute"][0]:
        return redirect("draws:draw", draw.pk)
    return render(request, "draws/compute.html", {"draw": draw, "form": form})


@requires("draws.edit")
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk)
    return attempt(request, draw, lambda: computing.stop(draw, by=request.user))


@requires("draws.edit")
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk)
    return attempt(request, draw, lambda: computing.start_again(draw, by=request.user))


@requires("draws.edit")
@require_POST
def relax(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk)
    return attempt(request, draw, lambda: computing.relax(draw, by=request.user))
