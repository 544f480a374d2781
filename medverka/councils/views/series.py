"""Series of meetings: the days are shown before anything is saved or moved."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.councils.actions.series import end_series, extend_series, make_series, move_series
from medverka.councils.forms.meetings import LastDayForm, MoveForm, SeriesForm, how_often
from medverka.councils.models import Meeting, Series
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.councils import visible_to as visible_councils
from medverka.councils.queries.series import ahead, moves, staying
from medverka.councils.views.meetings import led_council, opens
from medverka.foundation.refusals import shown_in


def led_series(request: HttpRequest, pk: int) -> Series:
    """The series of an address, for those alone who lead its council."""
    rows = Series.objects.filter(council__in=visible_councils(request.user).values("pk"))
    series = get_object_or_404(rows.select_related("council__organisation"), pk=pk)
    if not may_lead(request.user, series.council):
        raise PermissionDenied
    return series


@opens
def new_series(request: HttpRequest, pk: int) -> HttpResponse:
    """First what it is; then the days, where some can be left out."""
    council = led_council(request, pk)
    form = SeriesForm(request.POST or None)
    context = {"council": council, "form": form}
    if not form.is_valid():
        return render(request, "councils/meetings/new_series.html", context)
    days = form.days()
    left_out = [day for day in days if day.isoformat() not in request.POST.getlist("day")]
    if request.POST.get("do") == "save":
        with shown_in(form):
            _series, planned = make_series(council, by=request.user, left_out=left_out, **form.given())
            words = ngettext("Ett möte är planerat.", "%(count)s möten är planerade.", len(planned))
            messages.success(request, words % {"count": len(planned)})
            return redirect("councils:meetings", pk)
    return render(request, "councils/meetings/new_series.html", {**context, "days": _to_choose(days, left_out)})


def _to_choose(days: list[date], left_out: list[date]) -> list[tuple[date, bool]]:
    """The days, ticked but for those that are left out; where all would be, they are new and have not been seen."""
    return [(day, day not in left_out or len(left_out) == len(days)) for day in days]


@opens
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """What a series is, and what can be done with it."""
    found = led_series(request, pk)
    return render(request, "councils/meetings/series.html", _about(found, LastDayForm()))


def _about(series: Series, form: LastDayForm) -> dict[str, Any]:
    """What the page of a series shows."""
    words = how_often(series)
    return {"series": series, "council": series.council, "often": words, "ahead": ahead(series), "form": form}


@opens
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """First where; then which meetings go and which stay; then, if that is what was seen, it is done."""
    found = led_series(request, pk)
    form = MoveForm.of(found, request.POST or None)
    context = {"series": found, "council": found.council, "form": form}
    if not form.is_valid():
        return render(request, "councils/meetings/move.html", context)
    values = form.given()
    seen = "|".join(str(values[name]) for name in ("from_on", "weekday", "starts", "minutes"))
    if request.POST.get("do") == "save" and request.POST.get("seen") == seen:
        with shown_in(form):
            moved = move_series(found, by=request.user, **values)
            words = ngettext("Ett möte är flyttat.", "%(count)s möten är flyttade.", len(moved))
            called = any(meeting.state == Meeting.State.CALLED for meeting in moved)
            told_too = f" {_('De som är kallade får veta det.')}" if called else ""
            messages.success(request, words % {"count": len(moved)} + told_too)
            return redirect("councils:series", pk)
    when = {name: values[name] for name in ("from_on", "weekday", "starts", "minutes")}
    context |= {"moves": moves(found, **when), "staying": staying(found, values["from_on"]), "seen": seen}
    return render(request, "councils/meetings/move.html", context)


@opens
def last_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a series go on longer, or end. What is called off by that is shown first."""
    found = led_series(request, pk)
    form = LastDayForm(request.POST or None)
    context = _about(found, form)
    if not form.is_valid():
        return render(request, "councils/meetings/series.html", context)
    day = form.cleaned_data["last_on"]
    going = [meeting for meeting in ahead(found, day + timedelta(days=1)) if not meeting.changed_by_hand]
    if going and day <= found.last_on and "do" not in request.POST:
        return render(request, "councils/meetings/end.html", {**context, "going": going, "day": day})
    with shown_in(form):
        messages.success(request, _new_last_day(request, found, day))
        return redirect("councils:series", pk)
    return render(request, "councils/meetings/series.html", context)


def _new_last_day(request: HttpRequest, series: Series, day: date) -> str:
    """Do it, and say what happened."""
    if day > series.last_on:
        number = len(extend_series(series, by=request.user, last_on=day))
        words = ngettext("Ett möte till är planerat.", "%(count)s möten till är planerade.", number)
    else:
        number = len(end_series(series, by=request.user, last_on=day))
        words = ngettext(
            "Serien slutar då. Ett möte är inställt.", "Serien slutar då. %(count)s möten är inställda.", number
        )
    return words % {"count": number}
