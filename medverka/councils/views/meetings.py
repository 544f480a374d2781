"""A council's meetings, as those who lead plan and call to them and as members read them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.views import requires
from medverka.councils import letters, policies
from medverka.councils.actions.calling import answer_call, call_meeting
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from medverka.councils.forms.meetings import AttendanceForm, CountForm, HeardForm, MeetingForm
from medverka.councils.models import Council, Meeting, Summons
from medverka.councils.queries import calls
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.councils import visible_to as visible_councils
from medverka.councils.queries.hub import page_of
from medverka.councils.queries.meetings import coming, may_change, past, visible_to
from medverka.councils.queries.seats import people_of
from medverka.councils.rules import Reply
from medverka.foundation.refusals import shown_in, told

opens = requires("councils.read", "own.seats")


def visible(request: HttpRequest, pk: int) -> Meeting:
    """The meeting of an address; 404 to those from whom it is hidden."""
    return get_object_or_404(visible_to(request.user), pk=pk)


def led(request: HttpRequest, pk: int) -> Meeting:
    """The same, for those alone who lead the council."""
    meeting = visible(request, pk)
    if not may_lead(request.user, meeting.council):
        raise PermissionDenied
    return meeting


def led_council(request: HttpRequest, pk: int) -> Council:
    """The council of an address, for those alone who lead it."""
    council = get_object_or_404(visible_councils(request.user), pk=pk)
    if not may_lead(request.user, council):
        raise PermissionDenied
    return council


@opens
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """The hub of one meeting."""
    return render(request, "councils/meetings/meeting.html", page_of(visible(request, pk), request.user))


@opens
def meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """All meetings of a council: those ahead, and those that have been."""
    council = get_object_or_404(visible_councils(request.user), pk=pk)
    been = Paginator(past(council), 25).get_page(request.GET.get("page"))
    context = {"council": council, "coming": coming(council)[:120], "page": been}
    return render(request, "councils/meetings/meetings.html", {**context, "may_lead": may_lead(request.user, council)})


@opens
def new_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    council = led_council(request, pk)
    form = MeetingForm(request.POST or None)
    if form.is_valid():
        with shown_in(form):
            planned = plan_meeting(council, by=request.user, **form.given())
            messages.success(request, _("Mötet är planerat. Kalla till det när du vill."))
            return redirect("councils:meeting", planned.pk)
    return render(request, "councils/meetings/new.html", {"council": council, "form": form})


@opens
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = led(request, pk)
    if not may_change(found):
        return _too_late(request, found)
    form = MeetingForm.of(found, request.POST or None)
    if form.is_valid():
        with shown_in(form):
            change_meeting(found, by=request.user, **form.given())
            messages.success(request, _("Ändrat. De som är kallade får veta det."))
            return redirect("councils:meeting", pk)
    return render(request, "councils/meetings/change.html", {"meeting": found, "council": found.council, "form": form})


@opens
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is to be called and how, before it is done. In a forum the notice is printed."""
    found = led(request, pk)
    if not may_change(found):
        return _too_late(request, found)
    if request.method == "POST":
        with told(request):
            number = call_meeting(found, by=request.user)
            messages.success(request, _called(found, number))
        return redirect("councils:meeting", pk)
    holdings = list(calls.to_be_called(found))
    people = people_of(holdings, request.user)
    rows = [(people[holding.pk], holding) for holding in holdings]
    return render(request, "councils/meetings/call.html", {"meeting": found, "council": found.council, "rows": rows})


def _too_late(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    messages.error(request, _("Det går inte längre: mötet har börjat eller är inställt."))
    return redirect("councils:meeting", meeting.pk)


def _called(meeting: Meeting, number: int) -> str:
    if meeting.council.is_forum:
        return _("Antecknat: forumet är kallat. Sätt upp anslaget på väggen.")
    return ngettext("En person är kallad.", "%(count)s personer är kallade.", number) % {"count": number}


@opens
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = led(request, pk)
    if not may_change(found):
        return _too_late(request, found)
    if request.method == "POST":
        with told(request):
            cancel_meeting(found, by=request.user)
            messages.success(request, _("Mötet är inställt. De som var kallade får veta det."))
        return redirect("councils:meeting", pk)
    return render(request, "councils/meetings/cancel.html", {"meeting": found, "council": found.council})


@opens
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, or in a forum how many; the first time, the meeting is then held."""
    found = led(request, pk)
    form = _attendance_form(request, found)
    if form.is_valid():
        with shown_in(form):
            hold_meeting(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Antecknat. Tack!"))
            return redirect("councils:meeting", pk)
    return render(
        request, "councils/meetings/attendance.html", {"meeting": found, "council": found.council, "form": form}
    )


def _attendance_form(request: HttpRequest, meeting: Meeting) -> CountForm | AttendanceForm:
    given = request.POST if request.method == "POST" else None
    if meeting.council.is_forum:
        return CountForm(given, initial={"came_own": meeting.came_own, "came_service": meeting.came_service})
    holdings = list(calls.sitting_at(meeting))
    summons = {row.holding_id: row for row in Summons.objects.filter(meeting=meeting)}
    return AttendanceForm(given, people=people_of(holdings, request.user), summons=summons, held=meeting.held_at)


@opens
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever leads writes down what somebody answered by phone or on paper."""
    rows = Summons.objects.select_related("meeting__council__organisation", "holding__seat", "holding__contributor")
    summons = get_object_or_404(rows.filter(meeting__in=visible_to(request.user).values("pk")), pk=pk)
    if not may_lead(request.user, summons.meeting.council):
        raise PermissionDenied
    has_substitute = summons.reply == Reply.SUBSTITUTE or calls.substitutes_for(summons).exists()
    initial = {"reply": summons.reply, "needs": summons.holding.needs}
    form = HeardForm(request.POST or None, initial=initial, has_substitute=has_substitute)
    if not policies.may_edit(request.user, summons.meeting.council):
        del form.fields["needs"]  # What one person needs is between them and those who coordinate.
    if form.is_valid():
        with shown_in(form):
            answer_call(summons, by=request.user, **form.cleaned_data)
            messages.success(request, _("Antecknat."))
            return redirect("councils:meeting", summons.meeting_id)
    who = people_of([summons.holding], request.user)[summons.holding_id]
    context: dict[str, Any] = {"meeting": summons.meeting, "council": summons.meeting.council, "form": form, "who": who}
    return render(request, "councils/meetings/heard.html", context)


@opens
def booking(request: HttpRequest, pk: int) -> HttpResponse:
    """The note to whoever books the room."""
    return _pdf(letters.booking_note(led(request, pk)), letters.BOOKING_FILE)


@opens
def wall_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A forum's notice for the wall."""
    return _pdf(letters.wall_notice(led(request, pk)), letters.NOTICE_FILE)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
