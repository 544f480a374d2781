"""Councils and forums: the list, a council's own page, and how the coordinator sets them up."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.councils import policies
from medverka.councils.actions import councils as actions
from medverka.councils.forms.councils import CouncilFilter, CouncilForm
from medverka.councils.models import Council
from medverka.councils.queries import councils as queries
from medverka.councils.queries.agenda import openable
from medverka.councils.queries.balance import balance
from medverka.councils.queries.poster import AT_MOST, still_open
from medverka.councils.queries.seat_calls import asked_of
from medverka.councils.queries.seats import places_of
from medverka.councils.queries.waiting import waiting_for
from medverka.foundation import refusals

HAS_A_PAGE = ("requests.handle", "requests.make", "councils.lead", "own.profile")  # Today or My page tells what waits.


@requires("councils.read", "own.seats")
def councils(request: HttpRequest) -> HttpResponse:
    mine = queries.visible_to(request.user)
    form = CouncilFilter(request.GET, places=queries.places_of(mine))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.in_list(queries.narrowed(mine, wanted))
    context = {
        "form": form,
        "narrowed": any(wanted.values()),
        "page": Paginator(found, 30).get_page(request.GET.get("page")),
        "may_create": may(request.user, "councils.edit"),
        "waiting": [] if any(may(request.user, permission) for permission in HAS_A_PAGE) else waiting_for(request.user),
        "questions": asked_of(request.user),
        "has_seat": queries.holdings_of(request.user).exists(),
    }
    return render(request, "councils/councils/councils.html", context)


@requires("councils.read", "own.seats")
def council(request: HttpRequest, pk: int) -> HttpResponse:
    found = council_for(request, pk)
    places = places_of(found, request.user)
    held = {place.seat.pk for place in places if not place.vacant}
    voices = list(still_open(found)[: AT_MOST + 1])
    context = {
        "council": found,
        "places": places,
        "balance": balance([place.seat for place in places], held),
        "voices": voices[:AT_MOST],
        "more_voices": len(voices) > AT_MOST,
        "openable": openable(request.user, voices),
        "may_edit": policies.may_edit(request.user, found),
        "may_lead": queries.may_lead(request.user, found),
    }
    return render(request, "councils/councils/council.html", context)


def council_for(request: HttpRequest, pk: int, *, edit: bool = False) -> Council:
    """The council of an address: 404 to those from whom it is hidden, 403 to those who may not change it."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if edit and not policies.may_edit(request.user, found):
        raise PermissionDenied
    return found


@requires("councils.edit")
def create(request: HttpRequest) -> HttpResponse:
    form = CouncilForm(request.POST or None, editor=request.user)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            made = actions.create_council(by=request.user, **form.given())
            messages.success(request, _("%s är upplagt. Lägg nu till platserna.") % made.name)
            return redirect("councils:council", made.pk)
    return render(request, "councils/councils/change.html", {"form": form})


@requires("councils.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = council_for(request, pk, edit=True)
    form = CouncilForm(request.POST or None, instance=found, editor=request.user)
    clashes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.change_council(found, by=request.user, version=form.cleaned_data["version"], **form.given())
            messages.success(request, _("Ändringen är sparad."))
            return redirect("councils:council", pk)
        clashes = form.clashes_with(council_for(request, pk))
    return render(request, "councils/councils/change.html", {"form": form, "council": found, "clashes": clashes})


@requires("councils.edit")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = council_for(request, pk, edit=True)
    if request.method == "POST":
        actions.close_council(found, by=request.user)
        messages.success(request, _("%s har upphört. Det som har sagts och beslutats finns kvar.") % found.name)
        return redirect("councils:council", pk)
    return render(request, "councils/councils/close.html", {"council": found})
