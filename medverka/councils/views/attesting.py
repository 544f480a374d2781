from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.councils.actions import attesting as actions
from medverka.councils.actions import decisions, saying
from medverka.councils.actions.minutes import UNFINISHED
from medverka.councils.forms.minutes import (
    AnswerForm,
    CommentForm,
    CommentForOtherForm,
    DecisionForm,
    OutcomeForm,
    SaidForm,
)
from medverka.councils.models import Attestation, Decision, Minutes, MinutesComment
from medverka.councils.queries import minutes as shown
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.councils import visible_to as visible_councils
from medverka.councils.queries.seats import people_of
from medverka.councils.views.agenda import saved
from medverka.councils.views.meetings import opens
from medverka.councils.views.minutes import back_to, minutes_for
from medverka.foundation.refusals import told
from medverka.voices.queries import of_origin

# --- Comments and attestation ---------------------------------------------------------------------


@opens
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member says of the draft; whoever leads can write it down for a member."""
    found = minutes_for(request, pk)
    seat, leads = shown.own_holdings(request.user, found.meeting).first(), may_lead(request.user, found.meeting.council)
    for_other = leads and (seat is None or "annan" in request.GET)
    if found.state != Minutes.State.COMMENT or not (for_other or seat):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form: CommentForm = CommentForm(data, minutes=found)
    if for_other:
        form = CommentForOtherForm(data, minutes=found, reader=request.user)

    def save() -> None:
        given = dict(form.cleaned_data)
        actions.comment(found, given.pop("holding", seat), by=request.user, **given)

    if saved(form, save):
        messages.success(request, _("Tack. Den som skriver protokollet svarar."))
        return back_to(found)
    return render(request, "councils/minutes/comment.html", {"minutes": found, "form": form, "for_other": for_other})


@opens
def answer_comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    row = get_object_or_404(
        MinutesComment.objects.select_related("section", "holding", "minutes"), pk=comment_pk, minutes=found
    )
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": row.answer})
    if saved(form, lambda: actions.answer_comment(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Svaret är sparat."))
        return back_to(found)
    people = people_of([row.holding] if row.holding else [], request.user)
    context = {"minutes": found, "comment": row, "form": form, "people": people}
    return render(request, "councils/minutes/answer_comment.html", context)


@require_POST
@opens
def attest(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk)
    mine = shown.own_attestation(request.user, found)
    if mine is None:
        raise PermissionDenied
    mine.minutes = found
    with told(request):
        actions.attest(mine, by=request.user, digest=request.POST.get("digest", ""))
        messages.success(request, _("Tack, du har justerat."))
    return back_to(found)


@require_POST
@opens
def attest_on_paper(request: HttpRequest, pk: int, attestation_pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    row = get_object_or_404(Attestation.objects.select_related("holding__seat"), pk=attestation_pk, minutes=found)
    row.minutes = found
    with told(request):
        actions.attest_on_paper(row, by=request.user, digest=request.POST.get("digest", ""))
        messages.success(request, _("Underskriften på papper är antecknad."))
    return back_to(found)


# --- Decisions and tasks ----------------------------------------------------------------------------


@opens
def new_decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = minutes_for(request, pk, leads=True)
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, meeting=found.meeting, reader=request.user)
    if saved(form, lambda: decisions.record_decision(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Sparat."))
        return back_to(found)
    return render(request, "councils/minutes/decision.html", {"minutes": found, "form": form})


def _decision(request: HttpRequest, pk: int) -> Decision:
    rows = Decision.objects.filter(council__in=visible_councils(request.user).order_by().values("pk"))
    return get_object_or_404(
        rows.select_related("meeting__council__organisation", "council__organisation", "owner"), pk=pk
    )


@opens
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or take away what was decided, while the minutes are not finished."""
    row = _decision(request, pk)
    found = minutes_for(request, row.meeting_id, leads=True)
    if found.state not in UNFINISHED:
        raise Http404
    if "remove" in request.POST:
        with told(request):
            decisions.remove_decision(row, by=request.user)
        return back_to(found)
    data = request.POST if request.method == "POST" else None
    form = DecisionForm(data, meeting=found.meeting, reader=request.user, decision=row)
    if saved(form, lambda: decisions.change_decision(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Sparat."))
        return back_to(found)
    return render(request, "councils/minutes/decision.html", {"minutes": found, "form": form, "decision": row})


@opens
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A task is done: how did it go?"""
    row = _decision(request, pk)
    if row.kind != Decision.Kind.TASK:
        raise Http404
    if not decisions.may_finish(request.user, row):
        raise PermissionDenied
    if row.done_on:
        messages.info(request, _("Uppgiften är redan klar."))
        return redirect("councils:council", row.council_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if saved(form, lambda: decisions.finish_task(row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Tack. Uppgiften är klar."))
        return redirect("councils:council", row.council_id)
    return render(request, "councils/minutes/finish_task.html", {"task": row, "form": form})


# --- What was said ----------------------------------------------------------------------------------


@opens
def said(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was said, one thing after the other."""
    found = minutes_for(request, pk, leads=True)
    if found.meeting.council.is_forum or found.state not in UNFINISHED:
        raise Http404
    data: Any = request.POST if request.method == "POST" else None
    if data and data.get("then") == "done" and not data.get("text", "").strip():  # Nothing typed, nothing to lose.
        return back_to(found)
    form = SaidForm(data, meeting=found.meeting, reader=request.user)

    def save() -> None:
        given = form.given()
        saying.record_said(found, given.pop("holding"), by=request.user, **given)

    if saved(form, save):
        messages.success(request, _("Sparat."))
        return back_to(found) if data.get("then") == "done" else redirect("councils:said", pk)
    voices = of_origin(*found.meeting.origin)
    return render(request, "councils/minutes/said.html", {"minutes": found, "form": form, "voices": voices})
