from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.councils.actions import minutes as actions
from medverka.councils.content import holds
from medverka.councils.forms.minutes import AttestersForm, SectionForm, SendOutForm
from medverka.councils.minutes_pdf import came_in_words, file_name, minutes_pdf
from medverka.councils.models import Council, Meeting, Minutes, MinutesSection
from medverka.councils.queries import minutes as shown
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.meetings import visible_to
from medverka.councils.queries.seats import people_of
from medverka.councils.views.agenda import saved as form_saved
from medverka.councils.views.meetings import opens, visible
from medverka.foundation import clock
from medverka.foundation.downloads import PDF, download
from medverka.foundation.refusals import shown_in, told
from medverka.foundation.views import public as for_everybody
from medverka.organisations.models import Organisation
from medverka.voices.personal import suspects

State = Minutes.State


def minutes_for(request: HttpRequest, pk: int, *, leads: bool = False) -> Minutes:
    """The minutes of a meeting for somebody who may read them (else 404), or who leads the council (else 403)."""
    meeting = visible(request, pk)
    found = shown.minutes_of(meeting)
    if leads and not may_lead(request.user, meeting.council):
        raise PermissionDenied
    if found is None or not shown.may_read(request.user, found):
        raise Http404
    return found


def back_to(minutes: Minutes) -> HttpResponse:
    """To the page of the minutes."""
    return redirect("councils:minutes", minutes.meeting_id)


@opens
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes, and the one next step."""
    meeting = visible(request, pk)
    found, leads = shown.minutes_of(meeting), may_lead(request.user, meeting.council)
    begun = meeting.starts_at <= clock.now() and meeting.state != Meeting.State.CANCELLED
    context: dict[str, Any] = {"meeting": meeting, "minutes": found, "leads": leads, "begun": begun}
    if found is None or not shown.may_read(request.user, found):
        return render(request, "councils/minutes/none.html", context)
    return render(request, "councils/minutes/minutes.html", context | _to_read(request, found))


def _to_read(request: HttpRequest, found: Minutes) -> dict[str, Any]:
    reading, comments = shown.reading(found), list(shown.comments_for(request.user, found))
    decisions = list(shown.decisions_of(found.meeting))
    seats = [row.holding for row in comments] + [row.owner for row in decisions]
    seated = shown.own_holdings(request.user, found.meeting).exists()
    return {
        "reading": reading,
        "came": came_in_words(reading.content.get("came", {})),
        "sections": MinutesSection.objects.filter(minutes=found),
        "decisions": decisions,
        "comments": comments,
        "people": people_of([seat for seat in seats if seat], request.user),
        "waiting": [row for row in comments if row.handled_on is None],
        "attestation": shown.own_attestation(request.user, found),
        "may_comment": found.state == State.COMMENT and seated,
        "holds": holds(found),
        "today": clock.today(),
    }


@require_POST
@opens
def start(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible(request, pk)
    with told(request):
        actions.start_minutes(meeting, by=request.user)
    return redirect("councils:minutes", pk)


@opens
def minutes_file(request: HttpRequest, pk: int) -> HttpResponse:
    return as_file(shown.reading(minutes_for(request, pk)))


def as_file(reading: shown.Reading) -> HttpResponse:
    """The PDF as a download."""
    return download(minutes_pdf(reading), file_name(reading), PDF)


@for_everybody
def public_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Finished minutes that everybody may read."""
    council = get_object_or_404(Council.objects.filter(public=True), slug=slug)
    return as_file(shown.reading(get_object_or_404(shown.published(council), meeting=pk), openly=True))


# --- Writing --------------------------------------------------------------------------------------


def section_for(request: HttpRequest, pk: int) -> MinutesSection:
    """A section of the minutes, for somebody who leads the council."""
    rows = MinutesSection.objects.select_related("minutes__meeting__council__organisation")
    found = get_object_or_404(rows.filter(minutes__meeting__in=visible_to(request.user).values("pk")), pk=pk)
    if not may_lead(request.user, found.minutes.meeting.council):
        raise PermissionDenied
    return found


@opens
def section(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in one section. Where somebody else has saved meanwhile, both texts stand side by side."""
    found = section_for(request, pk)
    form = SectionForm(request.POST if request.method == "POST" else None, section=found)
    if form.is_valid():
        given = form.cleaned_data
        with shown_in(form):
            actions.write_section(
                found, by=request.user, version=given["version"] or 0, heading=given["heading"], text=given["text"]
            )
            messages.success(request, _("Avsnittet är sparat."))
            return back_to(found.minutes)
        form.data = form.data.copy()  # What was typed stays; saving again is knowing of the other's words.
        form.data["version"] = str(found.version)
    newer = form.is_bound and bool(form.non_field_errors()) and found.minutes.state != State.DONE
    context = {"section": found, "minutes": found.minutes, "form": form, "newer": newer}
    return render(request, "councils/minutes/section.html", context)


@opens
def new_section(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form_saved(form, lambda: actions.add_section(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Avsnittet är sparat."))
        return back_to(found)
    return render(request, "councils/minutes/section.html", {"minutes": found, "form": form})


@opens
def remove_section(request: HttpRequest, pk: int) -> HttpResponse:
    found = section_for(request, pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        with told(request):
            seen = int(version) if version.isdecimal() and len(version) < 10 else 0
            actions.remove_section(found, by=request.user, version=seen)
        return back_to(found.minutes)
    return render(request, "councils/minutes/remove_section.html", {"section": found, "minutes": found.minutes})


# --- The way to finished minutes ------------------------------------------------------------------


@opens
def send_out(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    form = SendOutForm(request.POST if request.method == "POST" else None)
    if form_saved(form, lambda: actions.send_out(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Utkastet är skickat. Medlemmarna kan säga vad de tycker."))
        return back_to(found)
    context = {"minutes": found, "form": form, "suspects": _suspects(found)}
    return render(request, "councils/minutes/send_out.html", context)


@opens
def ask_to_attest(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    data = request.POST if request.method == "POST" else None
    form = AttestersForm(data, meeting=found.meeting, reader=request.user)
    if form_saved(form, lambda: actions.ask_to_attest(found, form.cleaned_data["holdings"], by=request.user)):
        messages.success(request, _("De som ska justera får veta det."))
        return back_to(found)
    return render(request, "councils/minutes/ask_to_attest.html", {"minutes": found, "form": form})


@opens
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    if request.method == "POST":
        with told(request):
            actions.take_back(found, by=request.user)
        return back_to(found)
    return render(request, "councils/minutes/take_back.html", {"minutes": found})


@opens
def finish_notes(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    if request.method == "POST":
        with told(request):
            actions.finish_notes(found, by=request.user)
        return back_to(found)
    return render(request, "councils/minutes/finish_notes.html", {"minutes": found, "suspects": _suspects(found)})


@opens
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    if request.method == "POST":
        with told(request):
            actions.show_openly(found, by=request.user, public=not found.public)
        return back_to(found)
    return render(request, "councils/minutes/publish.html", {"minutes": found, "suspects": _suspects(found)})


def _suspects(found: Minutes) -> list[Any]:
    """What looks personal in the text; places and organisations are known."""
    known = list(Organisation.objects.values_list("name", flat=True))
    return suspects(shown.reading(found).words, [*known, found.meeting.council.name])
