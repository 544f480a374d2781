"""From the question to a draw that can be worked out."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import ngettext

from medverka.access.views import requires
from medverka.draws import checks, features, files, forms, jobs, occasions, problems, queries
from medverka.draws.actions import reading
from medverka.draws.actions import setting_up as actions
from medverka.draws.models import Draw, Upload
from medverka.draws.rules import FILE_BYTES, MOVES, PRIVATE, State
from medverka.draws.views.shared import attempt, found
from medverka.foundation.csv_files import as_csv
from medverka.foundation.downloads import download
from medverka.foundation.sealed_files import NOT_KEPT
from medverka.foundation.views import takes_files

FROM = "request"
LARGEST = 2**62
OPEN = MOVES["change"][0]


@requires("draws.edit")
def every(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.visible_to(request.user), 25).get_page(request.GET.get("page"))
    return render(request, "draws/list.html", {"page": page})


@requires("draws.edit")
def new(request: HttpRequest) -> HttpResponse:
    """A draw begins from nothing, or from a request: then with what the request asks for."""
    asked = request.GET.get("forfragan", "")
    begun = _begun_from(request, int(asked)) if asked.isdecimal() else None
    initial = {"origin": asked, "title": begun.title, "size": begun.size} if begun else {}
    form = forms.NewDrawForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        values = form.cleaned_data
        if number := values.pop("origin"):
            values["origin"] = (FROM, number)
            begun = _begun_from(request, number)
            values["filters"] = begun.filters if begun and values["source"] == Draw.Source.POOL else None
        draw = actions.create_draw(by=request.user, **values)
        return redirect("draws:people", draw.pk)
    return render(request, "draws/new.html", {"form": form, "begun": begun})


def _begun_from(request: HttpRequest, number: int) -> occasions.Filled | None:
    return occasions.filled((FROM, number), request.user) if number < LARGEST else None


@requires("draws.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, *OPEN)
    initial = {"title": draw.title, "purpose": draw.purpose, "size": draw.size}
    form = forms.WhatForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        then = "draws:people" if "steg" in request.GET else "draws:draw"
        return attempt(request, draw, lambda: actions.change_draw(draw, by=request.user, **form.cleaned_data), then)
    steps = 4 if draw.source == Draw.Source.POOL else 2
    return render(request, "draws/change.html", {"form": form, "draw": draw, "step": "steg" in request.GET and steps})


@takes_files(up_to=2 * FILE_BYTES)
@requires("draws.edit")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, *OPEN)
    if draw.source == Draw.Source.FILE:
        return upload(request, draw)
    posted = request.POST if request.method == "POST" else None
    form = forms.PeopleForm(posted, initial=draw.filters, known=features.of_pool())
    on_the_way = not draw.quotas.exists()  # Not yet asked what the group is to mirror.
    only_count = "count" in request.POST or bool(request.htmx)  # type: ignore[attr-defined]
    if form.is_valid() and not only_count:
        return attempt(
            request,
            draw,
            lambda: actions.choose_people(draw, by=request.user, filters=form.cleaned_data),
            "draws:features" if on_the_way else "draws:draw",
            said=lambda _done: _how_many(problems.pool_rows(draw).count()),
        )
    filters = form.cleaned_data if form.is_valid() else draw.filters
    count = problems.chosen_by(draw, filters).count()
    context = {"form": form, "draw": draw, "count": count, "on_the_way": on_the_way}
    page = "draws/_count.html" if request.htmx else "draws/people.html"  # type: ignore[attr-defined]
    return render(request, page, context)


def _how_many(count: int) -> str:
    words = ngettext("En person är med i lottningen.", "%(n)s personer är med i lottningen.", count)
    return words % {"n": number_format(count, force_grouping=True)}


def upload(request: HttpRequest, draw: Draw) -> HttpResponse:
    """Two files, which the worker reads, or this page where they are small; what is wrong with them is told where they are chosen."""
    kept = Upload.objects.filter(draw=draw).first()
    initial = {"household": kept.household if kept else ""}
    form = forms.FileForm(request.POST, request.FILES) if request.method == "POST" else forms.FileForm(initial=initial)
    small = form.is_valid() and form.is_small()
    if form.is_valid() and (answer := _sent_in(request, draw, form, at_once=small)):
        if small and draw.state == State.READING and draw.began_at:
            jobs.read(draw.pk, draw.began_at.isoformat())
            draw.refresh_from_db()
        if draw.trouble:
            return redirect("draws:people" if draw.trouble["code"] == "bad_files" else "draws:quotas", draw.pk)
        return answer
    return render(request, "draws/file.html", {"form": form, "draw": draw, "trouble": checks.in_words(draw)})


def _sent_in(request: HttpRequest, draw: Draw, form: forms.FileForm, *, at_once: bool) -> HttpResponse | None:
    """Where to go on. None where there was no room for the files: the form says so."""
    keep = partial(reading.start_reading, draw, by=request.user, at_once=at_once, **form.sent_in())
    try:
        return attempt(request, draw, keep)
    except OSError:
        draw.refresh_from_db()
        form.add_error(None, NOT_KEPT)
        return None


@requires("draws.edit")
def template_file(request: HttpRequest, name: str) -> HttpResponse:
    if name not in files.TEMPLATES:
        raise Http404
    return download(as_csv(files.TEMPLATES[name]), f"{name}.csv")


@requires("draws.edit")
def choose_features(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, *OPEN)
    if draw.source == Draw.Source.FILE:
        return redirect("draws:quotas", draw.pk)
    chosen = list(dict.fromkeys(draw.quotas.values_list("feature", flat=True)))
    known = features.of_pool()
    posted = request.POST if request.method == "POST" else None
    form = forms.FeaturesForm(posted, known=known, initial={"codes": chosen})
    if form.is_valid():
        codes = form.cleaned_data["codes"]
        then = "draws:quotas" if codes else "draws:draw"
        return attempt(request, draw, lambda: actions.choose_features(draw, by=request.user, codes=codes), then)
    return render(request, "draws/features.html", {"form": form, "draw": draw})


@requires("draws.edit")
def quotas(request: HttpRequest, pk: int) -> HttpResponse:
    """The table. What contradicts itself is told at once, with the smallest changes that help."""
    draw = found(request, pk, *OPEN)
    rows = problems.quota_rows(draw)
    form = forms.QuotasForm(request.POST if request.method == "POST" else None, rows=rows, draw=draw)
    if form.is_valid():
        answer = attempt(request, draw, lambda: actions.set_quotas(draw, by=request.user, bounds=form.bounds()))
        return redirect("draws:quotas", draw.pk) if checks.look_for_contradictions(draw) else answer
    lows = [(row.quota.feature, row.quota.low) for row in rows]
    context = {
        "form": form,
        "draw": draw,
        "trouble": checks.in_words(draw),
        "for_several": features.for_several(problems.features_of(draw), lows, draw.size),
    }
    return render(request, "draws/quotas.html", context)


@requires("draws.edit")
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, *PRIVATE)
    if request.method != "POST":
        return render(request, "draws/throw_away.html", {"draw": draw})
    attempt(request, draw, lambda: actions.throw_away(draw, by=request.user))
    return redirect("draws:list")
