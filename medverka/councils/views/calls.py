"""Being called to a meeting: one's own page about it, by link or account, and one's calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.access.views import requires
from medverka.councils import calendars, doors
from medverka.councils.actions.calendars import close_calendar, open_calendar
from medverka.councils.actions.calling import answer_call
from medverka.councils.forms.meetings import AnswerForm
from medverka.councils.models import CalendarFeed, Summons
from medverka.councils.queries.calls import (
    called_to_me,
    is_needed,
    may_answer,
    mine_by_time,
    needs_known,
    substitutes_for,
)
from medverka.councils.queries.seats import who
from medverka.councils.rules import Reply
from medverka.foundation import links
from medverka.foundation.doors import explains_links
from medverka.foundation.refusals import shown_in
from medverka.foundation.views import public

THANKS = {
    Reply.YES: _l("Tack! Du kommer."),
    Reply.NO: _l("Tack för ditt svar. Du kommer inte."),
    Reply.SUBSTITUTE: _l("Tack! Din ersättare kallas nu."),
}


@public
@explains_links
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One meeting by the link in a mail, without an account. GET changes nothing."""
    opened = doors.open_summons(token)
    return _page(request, opened.summons, opened.holder, "site.html", token)


@public
@explains_links
def entry_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar entry, by the same link."""
    return _calendar(calendars.entries([doors.open_summons(token).summons.meeting]))


@requires("own.seats")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page, for somebody with an account."""
    return _page(request, get_object_or_404(called_to_me(request.user), pk=pk), request.user, "workspace.html")


@requires("own.seats")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The calendar entry."""
    return _calendar(calendars.entries([get_object_or_404(called_to_me(request.user), pk=pk).meeting]))


@requires("own.seats")
def mine(request: HttpRequest) -> HttpResponse:
    """Somebody's meetings: what to answer, what lies ahead, what has been; and the address of their calendar."""
    feed = CalendarFeed.objects.filter(user=request.user.pk).first()
    context = {**mine_by_time(request.user), "address": calendars.address_of(feed) if feed else ""}
    return render(request, "councils/meetings/mine.html", context)


@requires("own.seats")
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make, renew or remove the address of one's calendar."""
    if request.method == "POST" and "remove" in request.POST:
        close_calendar(request.user, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Adressen är borttagen. Kalendrar som hämtade den får inget mer."))
    elif request.method == "POST":
        open_calendar(request.user, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Din kalender har en adress. Klistra in den i ditt kalenderprogram."))
    return redirect("councils:my_meetings")


@public
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's meetings at their secret address, for a calendar program."""
    try:
        return _calendar(calendars.calendar_behind(token))
    except links.BadLink:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store, private"})


def _page(request: HttpRequest, summons: Summons, by: Any, base: str, token: str = "") -> HttpResponse:
    form = AnswerForm(request.POST or None, initial={"needs": summons.holding.needs})
    if request.method == "POST" and form.is_valid():
        reply = request.POST.get("reply", "")
        with shown_in(form):
            answer_call(summons, by=by, reply=reply, needs=form.cleaned_data["needs"])
            messages.success(request, str(THANKS[Reply(reply)]))
            return redirect(request.path)
    context = {
        "summons": summons,
        "meeting": summons.meeting,
        "council": summons.meeting.council,
        "who": who(summons.holding, by),
        "form": form,
        "may_answer": may_answer(summons) and is_needed(summons),
        "is_needed": is_needed(summons),
        "has_substitute": substitutes_for(summons).exists(),
        "needs_known": needs_known(summons.holding),
    }
    return render(request, "councils/meetings/answer.html", {**context, "base": base, "token": token})


def _calendar(content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{calendars.FILE}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
