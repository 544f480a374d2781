"""Associations are asked about a vacant seat: the coordinator's pages, and the page on which an association answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.councils import seat_call_doors as doors
from medverka.councils.actions import seat_calls as actions
from medverka.councils.forms.seat_calls import CallForm, NominationForm
from medverka.councils.forms.seats import SittingForm
from medverka.councils.models import SeatCallAnswer
from medverka.councils.queries import seat_calls as queries
from medverka.councils.views.seats import seat_for
from medverka.foundation import clock, refusals
from medverka.foundation.doors import explains_links
from medverka.foundation.views import public


@requires("councils.edit")
def create(request: HttpRequest, pk: int) -> HttpResponse:
    seat = seat_for(request, pk)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            call = actions.ask_associations(seat, by=request.user, **form.cleaned_data)
            messages.success(request, _("Föreningarna är tillfrågade."))
            return redirect("councils:seat_call", call.pk)
    context = {"form": form, "seat": seat, "council": seat.council}
    return render(request, "councils/seat_calls/create.html", context)


@requires("councils.edit")
def call(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.calls_visible_to(request.user), pk=pk)
    answers = queries.answers_to(found)
    context = {
        "call": found,
        "seat": found.seat,
        "council": found.seat.council,
        "proposals": [row for row, _reached in answers if row.answered_at and not row.declined],
        "declined": [row for row, _reached in answers if row.declined],
        "silent": [(row, reached) for row, reached in answers if not row.answered_at],
        "late": found.reply_by < clock.today(),
    }
    return render(request, "councils/seat_calls/call.html", context)


@requires("councils.edit")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.calls_visible_to(request.user), pk=pk)
    if request.method == "POST":
        with refusals.told(request):
            actions.close_seat_call(found, by=request.user)
            messages.success(request, _("Frågan är avslutad. De som föreslog någon får ett tack."))
        return redirect("councils:seat", found.seat_id)
    return render(request, "councils/seat_calls/close.html", {"call": found, "council": found.seat.council})


@requires("councils.edit")
def appoint(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(queries.answers_visible_to(request.user), pk=pk)
    form = SittingForm(request.POST or None, seat=found.call.seat)
    form.fields.pop("organisation", None)  # It is the one that put the person forward.
    if request.method == "POST" and form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on")}
        with refusals.shown_in(form):
            actions.appoint_from_call(found, by=request.user, **days)
            messages.success(request, _("Platsen är tillsatt. Föreningarna får besked."))
            return redirect("councils:seat", found.call.seat_id)
    context = {"form": form, "answer": found, "seat": found.call.seat, "council": found.call.seat.council}
    return render(request, "councils/seat_calls/appoint.html", context)


@requires("councils.edit")
def record_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What an association has said by phone or letter."""
    found = get_object_or_404(queries.answers_visible_to(request.user), pk=pk)
    return _answer(request, found, request.user, "councils/seat_calls/record.html")


@requires("own.seats")
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the association's representative, signed in."""
    found = get_object_or_404(queries.asked_of(request.user), pk=pk)
    return _answer(request, found, request.user, "councils/seat_calls/answer.html")


@public
@explains_links
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever got the mail. GET changes nothing."""
    found, holder = doors.open_answer(token)
    return _answer(request, found, holder, "councils/seat_calls/by_link.html")


def _answer(request: HttpRequest, answer: SeatCallAnswer, by: Any, template: str) -> HttpResponse:
    form = NominationForm(request.POST or None, initial=_stands(answer))
    if request.method == "POST" and form.is_valid():
        declined = "decline" in request.POST
        with refusals.shown_in(form):
            actions.answer_seat_call(answer, by=by, declined=declined, **form.cleaned_data)
            messages.success(request, _("Tack för svaret."))
            return redirect(request.get_full_path())
    seat, is_open = answer.call.seat, queries.is_open(answer.call)
    context = {"form": form, "answer": answer, "seat": seat, "council": seat.council, "is_open": is_open}
    return render(request, template, context)


def _stands(answer: SeatCallAnswer) -> dict[str, str]:
    return {name: getattr(answer, name) for name in ("name", "email", "phone", "text")}
