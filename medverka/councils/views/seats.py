"""The coordinator's pages of seats, and what the holder of one corrects."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.councils import policies
from medverka.councils.actions import councils as actions
from medverka.councils.forms import seats as forms
from medverka.councils.models import Seat, SeatHolding
from medverka.councils.queries import appointing
from medverka.councils.queries import seats as queries
from medverka.councils.views.councils import council_for
from medverka.foundation import clock, refusals
from medverka.foundation.fields import row_number
from medverka.pool.door import shown_openly


def seat_for(request: HttpRequest, pk: int) -> Seat:
    """The seat of an address: 404 to those from whom its council is hidden, 403 to those who may not change it."""
    found = get_object_or_404(queries.seats_visible_to(request.user), pk=pk)
    if not policies.may_edit(request.user, found.council):
        raise PermissionDenied
    return found


@requires("councils.edit")
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    found = seat_for(request, pk)
    history = queries.history_of(found, request.user)
    today = clock.today()
    place = next(one for one in [*queries.places_of(found.council, request.user), None] if not one or one.seat == found)
    context = {
        "seat": found,
        "council": found.council,
        "place": place,
        "coming": [row for row in history if row[0].starts_on > today],
        "past": [row for row in history if row[0].ends_on and row[0].ends_on < today],
        "request_url": _request_url(found),
    }
    return render(request, "councils/seats/seat.html", context)


def _request_url(seat: Seat) -> str:
    """The form of a request, filled in as far as the seat knows. Whoever asks reads it and changes what they want."""
    council = seat.council
    words = {
        "rubrik": _("En plats i %(council)s") % {"council": council.name},
        "verksamhet": council.organisation_id,
        "syfte": council.purpose,
        "niva": council.level,
    }
    return f"{reverse('assignments:public_request')}?{urlencode({key: value for key, value in words.items() if value})}"


@requires("councils.edit")
def create_seat(request: HttpRequest, pk: int) -> HttpResponse:
    council = council_for(request, pk, edit=True)
    form = forms.SeatForm(request.POST or None, council=council)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            made = actions.create_seat(council, by=request.user, **form.given())
            messages.success(request, _("Platsen finns nu. Utse vem som ska sitta där."))
            return redirect("councils:seat", made.pk)
    return render(request, "councils/seats/change.html", {"form": form, "council": council})


@requires("councils.edit")
def change_seat(request: HttpRequest, pk: int) -> HttpResponse:
    found = seat_for(request, pk)
    form = forms.SeatForm(request.POST or None, instance=found, council=found.council)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.change_seat(found, by=request.user, **form.given())
            messages.success(request, _("Ändringen är sparad."))
            return redirect("councils:seat", pk)
    return render(request, "councils/seats/change.html", {"form": form, "council": found.council, "seat": found})


@requires("councils.edit")
def close_seat(request: HttpRequest, pk: int) -> HttpResponse:
    found = seat_for(request, pk)
    if request.method == "POST":
        actions.close_seat(found, by=request.user)
        messages.success(request, _("Platsen är borttagen."))
        return redirect("councils:council", found.council_id)
    return render(request, "councils/seats/close.html", {"seat": found, "council": found.council})


@requires("councils.edit")
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    """The order of the seats: one at a time, up or down."""
    council = council_for(request, pk, edit=True)
    if request.method == "POST":
        moved = get_object_or_404(Seat, council=council, pk=row_number(request.POST.get("seat", "")))
        actions.move_seat(moved, by=request.user, earlier="earlier" in request.POST)
        return redirect("councils:seats", pk)
    places = queries.places_of(council, request.user)
    return render(request, "councils/seats/seats.html", {"council": council, "places": places})


# --- Who sits there ---------------------------------------------------------------------------


@requires("councils.edit")
def appoint(request: HttpRequest, pk: int, among: str) -> HttpResponse:
    """Choose among those in the pool, among those who sign in, or write the name of somebody else."""
    found = seat_for(request, pk)
    text = request.GET.get("q", "").strip()[:80]
    form = _form(request, found, among, text)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.appoint(found, form.holder(), by=request.user, **form.days())
            messages.success(request, _("Platsen är tillsatt."))
            return redirect("councils:seat", pk)
    context = {"form": form, "seat": found, "council": found.council, "among": among, "text": text}
    return render(request, "councils/seats/appoint.html", context)


def _form(request: HttpRequest, seat: Seat, among: str, text: str) -> Any:
    if among == "utifran":
        return forms.OutsideForm(request.POST or None, seat=seat)
    people: Any
    if among == "intressebanken":
        people = appointing.contributors_for(seat, request.user)
        shown = appointing.found_in_pool(people, seat, text)
    elif among == "konton":
        people = appointing.staff()
        shown = appointing.found_among_staff(people, text)
    else:
        raise Http404
    return forms.FoundForm(request.POST or None, seat=seat, people=people, shown=shown)


@requires("councils.edit", "own.seats")
def holding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the holder, or the coordinator, corrects: the name that is shown, needs, how somebody outside is reached."""
    found = _holding(request, pk)
    kind = forms.OutsideHoldingForm if found.is_outside else forms.HoldingForm
    form = kind(request.POST or None, initial=_stands(found))
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.change_holding(found, by=request.user, **form.changed())
            messages.success(request, _("Ändringen är sparad."))
            return redirect("councils:council", found.seat.council_id)
    context = {"form": form, "holding": found, "seat": found.seat, "council": found.seat.council}
    return render(request, "councils/seats/holding.html", context | {"who": queries.who(found, request.user)})


def _holding(request: HttpRequest, pk: UUID) -> SeatHolding:
    found = get_object_or_404(queries.holdings_visible_to(request.user), pk=pk)
    if not (policies.may_edit(request.user, found.seat.council) or policies.is_holder(request.user, found)):
        raise PermissionDenied
    return found


def _stands(holding: SeatHolding) -> dict[str, Any]:
    """What stands in the form when it opens."""
    names = ("public_name", "needs", "email", "phone", "address")
    known = {name: getattr(holding, name) for name in names}
    if holding.contributor_id:  # What was written before somebody was protected is not shown here either.
        shown = shown_openly({holding.contributor_id: holding.public_name})
        known["public_name"] = shown.get(holding.contributor_id, "")
    return known | {"agreed": bool(known["public_name"]), "channel": holding.channel}


@requires("councils.edit")
def end_holding(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.holdings_visible_to(request.user), pk=pk)
    if not policies.may_edit(request.user, found.seat.council):
        raise PermissionDenied
    form = forms.EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.end_holding(found, by=request.user, ends_on=form.cleaned_data["ends_on"])
            messages.success(request, _("Sista dagen är antecknad. Efter den är platsen ledig."))
            return redirect("councils:seat", found.seat_id)
    context = {"form": form, "holding": found, "seat": found.seat, "council": found.seat.council}
    return render(request, "councils/seats/end.html", context | {"who": queries.who(found, request.user)})
