"""Agenda and minutes behind the link of a call: for those who have no account, or no wish to sign in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.councils import doors, rules
from medverka.councils.actions import agenda as agenda_actions
from medverka.councils.actions import attesting
from medverka.councils.content import holds
from medverka.councils.forms.agenda import ProposalForm
from medverka.councils.forms.minutes import CommentForm
from medverka.councils.models import AgendaItem, Attestation, Minutes, Paper, Summons
from medverka.councils.queries import agenda as shown_agenda
from medverka.councils.queries import minutes as shown
from medverka.councils.queries.seats import people_of
from medverka.councils.views.agenda import saved
from medverka.councils.views.minutes import as_file
from medverka.councils.views.papers import as_download
from medverka.foundation import clock
from medverka.foundation.doors import explains_links
from medverka.foundation.refusals import told
from medverka.foundation.views import public

State = Minutes.State


@public
@explains_links
def agenda(request: HttpRequest, token: str) -> HttpResponse:
    """The agenda, and a form to send in a point."""
    opened = doors.open_summons(token)
    summons, meeting = opened.summons, opened.summons.meeting
    ahead = meeting.state in rules.AHEAD
    form = ProposalForm(request.POST if request.method == "POST" and ahead else None)
    if saved(form, lambda: _propose(summons, opened.holder, form)):
        messages.success(request, _("Punkten är inskickad. Den som håller i mötet svarar."))
        return redirect(request.path)
    found = shown_agenda.agenda_of(meeting)
    context = {
        "token": token,
        "meeting": meeting,
        "agenda": found,
        "form": form,
        "ahead": ahead,
        "papers": shown_agenda.papers_of(meeting),
        "proposals": AgendaItem.objects.filter(meeting=meeting, proposed_by=summons.holding_id),
        "people": people_of([task.owner for task in found.tasks if task.owner], opened.holder),
        "today": clock.today(),
    }
    return render(request, "councils/agenda/by_link.html", context)


def _propose(summons: Summons, by: Any, form: ProposalForm) -> None:
    agenda_actions.propose_point(summons.meeting, summons.holding, by=by, **form.cleaned_data)


@public
@explains_links
def paper(request: HttpRequest, token: str, pk: UUID) -> HttpResponse:
    """A file for the meeting."""
    summons = doors.open_summons(token).summons
    return as_download(get_object_or_404(Paper, meeting=summons.meeting_id, pk=pk))


@public
@explains_links
def minutes(request: HttpRequest, token: str) -> HttpResponse:
    """The minutes as far as members may read them; what to say of a draft, and the attestation."""
    opened = doors.open_summons(token)
    found, mine = _minutes(opened.summons)
    form = CommentForm(request.POST if "text" in request.POST else None, minutes=found)
    if "digest" in request.POST and mine is not None:
        return _attest(request, lambda: attesting.attest(mine, by=opened.holder, digest=request.POST["digest"]))
    if found.state == State.COMMENT and saved(form, lambda: _comment(found, opened, form)):
        messages.success(request, _("Tack. Den som skriver protokollet svarar."))
        return redirect(request.path)
    context = {
        "token": token,
        "meeting": found.meeting,
        "minutes": found,
        "reading": shown.reading(found),
        "attestation": mine,
        "form": form,
        "comments": shown.comments_of(found).filter(holding=opened.summons.holding_id),
        "may_comment": found.state == State.COMMENT and found.comment_by and found.comment_by >= clock.today(),
        "holds": holds(found),
    }
    return render(request, "councils/minutes/by_link.html", context)


@public
@explains_links
def minutes_file(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a PDF."""
    return as_file(shown.reading(_minutes(doors.open_summons(token).summons)[0]))


def _minutes(summons: Summons) -> tuple[Minutes, Attestation | None]:
    """The minutes that members may read (else 404), and what this one is asked to attest."""
    found = shown.minutes_of(summons.meeting)
    if found is None or found.state == State.DRAFT:
        raise Http404
    mine = Attestation.objects.select_related("holding").filter(minutes=found, holding=summons.holding_id).first()
    if mine is not None:
        mine.minutes = found
    return found, mine


def _comment(found: Minutes, opened: doors.Opened, form: CommentForm) -> None:
    attesting.comment(found, opened.summons.holding, by=opened.holder, **form.cleaned_data)


def _attest(request: HttpRequest, attest: Callable[[], None]) -> HttpResponse:
    with told(request):
        attest()
        messages.success(request, _("Tack, du har justerat."))
    return redirect(request.path)
