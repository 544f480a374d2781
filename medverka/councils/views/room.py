from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from medverka.councils.actions import room as actions
from medverka.councils.models import AgendaItem, Meeting, Seat
from medverka.councils.queries.room import room_of
from medverka.councils.views.meetings import led, opens
from medverka.foundation.fields import row_number
from medverka.foundation.refusals import told


@opens
def display(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall: what the room is at, in the largest type. It asks for itself every few seconds."""
    page = "councils/room/_now.html" if request.htmx else "councils/room/display.html"  # type: ignore[attr-defined]
    meeting = led(request, pk)
    return render(request, page, {"room": room_of(meeting), "meeting": meeting})


@opens
def remote(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader's phone: the next item, and who gets the word."""
    meeting = led(request, pk)
    if request.method == "POST":
        with told(request):
            _act(request, meeting)
        return redirect("councils:remote", pk)
    return render(request, "councils/room/remote.html", {"room": room_of(meeting), "meeting": meeting})


def _act(request: HttpRequest, meeting: Meeting) -> None:
    """Do what the pressed button says; one that says nothing known does nothing."""
    sent = {name: row_number(request.POST.get(name, "")) for name in ("item", "leaving", "seat", "after", "back")}
    by = request.user
    if "end" in request.POST:
        actions.go_to(meeting, None, by=by, leaving=sent["leaving"] or None)
    elif sent["item"]:
        item = AgendaItem.objects.filter(meeting=meeting, pk=sent["item"]).first()
        if item is not None:
            actions.go_to(meeting, item, by=by, leaving=sent["leaving"] or None)
    elif "back" in request.POST:
        actions.take_word_back(meeting, by=by, number=sent["back"])
    elif "after" in request.POST:
        seat = Seat.objects.filter(council=meeting.council_id, pk=sent["seat"]).first()
        actions.give_word(meeting, by=by, after=sent["after"], seat=seat)
