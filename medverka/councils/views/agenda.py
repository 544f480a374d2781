from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medverka.councils import rules
from medverka.councils.actions import agenda as actions
from medverka.councils.agenda_pdf import FILE, agenda_pdf
from medverka.councils.forms.agenda import DeclineForm, ItemForm, ProposalForm, ProposalForOtherForm, TellForm
from medverka.councils.models import AgendaItem, Meeting
from medverka.councils.queries import agenda as shown
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.meetings import visible_to
from medverka.councils.queries.seats import people_of
from medverka.councils.views.meetings import led, opens, visible
from medverka.foundation import clock
from medverka.foundation.downloads import PDF, download
from medverka.foundation.refusals import shown_in, told


def item_of(request: HttpRequest, pk: int) -> AgendaItem:
    """An item of a meeting that the reader leads."""
    rows = AgendaItem.objects.select_related("meeting__council__organisation", "proposed_by")
    item = get_object_or_404(rows.filter(meeting__in=visible_to(request.user).values("pk")), pk=pk)
    if not may_lead(request.user, item.meeting.council):
        raise PermissionDenied
    return item


@opens
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible(request, pk)
    leads, found = may_lead(request.user, meeting.council), shown.agenda_of(meeting)
    points = [item.pk for item in found.items if item.kind == AgendaItem.Kind.POINT]
    proposals = list(shown.proposals(meeting) if leads else shown.own_proposals(meeting, request.user))
    seats = [row.proposed_by for row in proposals] + [task.owner for task in found.tasks]
    context = {
        "meeting": meeting,
        "agenda": found,
        "people": people_of([seat for seat in seats if seat], request.user),
        "papers": shown.papers_of(meeting),
        "openable": shown.openable(request.user, [*found.untold, *found.unanswered]),
        "leads": leads,
        "ahead": meeting.state in rules.AHEAD,
        "begun": clock.day_of(meeting.starts_at) <= clock.today() and meeting.state != Meeting.State.CANCELLED,
        "proposals": proposals,
        "seat": shown.seat_of(request.user, meeting),
        "first": points[:1],
        "last": points[-1:],
        "today": clock.today(),
    }
    return render(request, "councils/agenda/agenda.html", context)


@opens
def agenda_file(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible(request, pk)
    return download(agenda_pdf(meeting), FILE, PDF)


@opens
def new_point(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = led(request, pk)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if saved(form, lambda: actions.add_point(meeting, by=request.user, **form.given())):
        messages.success(request, _("Punkten står på dagordningen."))
        return redirect("councils:agenda", pk)
    return render(request, "councils/agenda/item.html", {"meeting": meeting, "form": form})


@opens
def item(request: HttpRequest, pk: int) -> HttpResponse:
    found = item_of(request, pk)
    if found.state != AgendaItem.State.ON:
        raise Http404
    form = ItemForm(request.POST if request.method == "POST" else None, item=found)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        with shown_in(form):
            actions.change_item(found, by=request.user, version=version, **form.given())
            messages.success(request, _("Punkten är sparad."))
            return redirect("councils:agenda", found.meeting_id)
        found.refresh_from_db()
        form.data = form.data.copy()  # What was typed stays; saving again is knowing of the other's words.
        form.data["version"] = str(found.version)
    return render(request, "councils/agenda/item.html", {"meeting": found.meeting, "form": form, "item": found})


@require_POST
@opens
def move_item(request: HttpRequest, pk: int) -> HttpResponse:
    found = item_of(request, pk)
    with told(request):
        actions.move_point(found, by=request.user, up=request.POST.get("to") == "up")
    return redirect("councils:agenda", found.meeting_id)


@opens
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    found = item_of(request, pk)
    if found.kind != AgendaItem.Kind.POINT or found.state != AgendaItem.State.ON:
        raise Http404
    if request.method == "POST":
        with told(request):
            actions.remove_point(found, by=request.user)
            messages.success(request, _("Punkten är borttagen."))
        return redirect("councils:agenda", found.meeting_id)
    return render(request, "councils/agenda/remove_item.html", {"item": found, "meeting": found.meeting})


@opens
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A member sends in a point; whoever leads writes one down for a member."""
    meeting = visible(request, pk)
    seat, leads = shown.seat_of(request.user, meeting), may_lead(request.user, meeting.council)
    for_other = leads and (seat is None or "annan" in request.GET)
    if not leads and seat is None:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ProposalForOtherForm(data, meeting=meeting, reader=request.user) if for_other else ProposalForm(data)
    if saved(form, lambda: _propose(request, meeting, seat, dict(form.cleaned_data))):
        messages.success(request, _("Punkten är inskickad. Den som håller i mötet svarar."))
        return redirect("councils:agenda", pk)
    return render(request, "councils/agenda/propose.html", {"meeting": meeting, "form": form, "for_other": for_other})


def _propose(request: HttpRequest, meeting: Meeting, seat: Any, given: dict[str, Any]) -> None:
    holding = given.pop("holding", seat)
    actions.propose_point(meeting, holding, by=request.user, **given)


@opens
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member sent in: onto the agenda, or not this time, because …"""
    found = item_of(request, pk)
    if found.state == AgendaItem.State.ON:
        return redirect("councils:agenda", found.meeting_id)
    if "accept" in request.POST:
        with told(request):
            actions.accept_point(found, by=request.user)
            messages.success(request, _("Punkten står på dagordningen."))
        return redirect("councils:agenda", found.meeting_id)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if saved(form, lambda: actions.decline_point(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Svaret är sparat."))
        return redirect("councils:agenda", found.meeting_id)
    people = people_of([found.proposed_by] if found.proposed_by else [], request.user)
    context = {"item": found, "meeting": found.meeting, "form": form, "people": people}
    return render(request, "councils/agenda/proposal.html", context)


@require_POST
@opens
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """The room has been told the answers that were shown."""
    meeting = led(request, pk)
    form = TellForm(request.POST, among=shown.untold_before(meeting))
    if form.is_valid():
        ids = [voice.pk for voice in form.cleaned_data["voices"]]
        with told(request):
            count = actions.tell_at_meeting(meeting, ids, by=request.user)
            words = ngettext("Antecknat: ett svar är berättat.", "Antecknat: %(count)s svar är berättade.", count)
            messages.success(request, words % {"count": count})
    return redirect("councils:agenda", pk)


def saved(form: Any, save: Callable[[], Any]) -> bool:
    """Whether a valid form was saved; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    with shown_in(form):
        save()
    return not form.errors
