"""Letters to post and calls to make: the list, the letters as PDF, and what is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.assignments import letters, queries, rules
from medverka.assignments.actions import tellings as actions
from medverka.assignments.invitation_views import attachment
from medverka.assignments.refusals import says_why
from medverka.foundation import clock
from medverka.foundation.fields import row_number
from medverka.pool.models import Contributor


@requires("requests.handle")
def tellings(request: HttpRequest) -> HttpResponse:
    """Letters to post and calls to make. Numbers are shown when the door has been opened."""
    rows = list(queries.tellings_for(request.user)[:300])
    written = [row for row in rows if row.channel == Contributor.Channel.LETTER]
    for row in written:
        row.too_slow = rules.waits_for_post(row.what, row.invitation.reply_by, clock.today())  # type: ignore[attr-defined] # For the template.
    calls = [row for row in rows if row.channel == Contributor.Channel.PHONE]
    if request.method == "POST":
        reaches = letters.open_addresses(calls, by=request.user, purpose="invitation")
        for row in calls:
            row.reach = reaches.get(row.invitation.contributor_id)  # type: ignore[attr-defined] # For the template.
    everywhere = queries.tellings_everywhere(request.user)
    done = queries.told_by_somebody(everywhere.filter(done_at__date=clock.today()))
    context = {"letters": written, "calls": calls, "opened": request.method == "POST", "done": done}
    context["may_open"] = getattr(request.user, "verified_twice", False)
    return render(request, "assignments/tellings.html", context)


@requires("requests.handle")
def letters_pdf(request: HttpRequest) -> HttpResponse:
    """All letters as one PDF, a page each, or one of them, posted or not. POST, for it opens the door and is journalled."""
    if request.method != "POST":
        return redirect("assignments:tellings")
    rows = queries.tellings_for(request.user)
    if "only" in request.POST:
        rows = queries.tellings_everywhere(request.user).filter(pk=row_number(request.POST["only"]))
    pile = list(rows.filter(channel=Contributor.Channel.LETTER)[:300])
    reaches = letters.open_addresses(pile, by=request.user, purpose="letter")
    return attachment(letters.pile_of_letters(pile, reaches), "application/pdf", letters.LETTERS_FILE)


@requires("requests.handle")
@says_why
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a letter or call off the list: it is posted, or made. The same day it can be put back."""
    row = get_object_or_404(queries.tellings_everywhere(request.user), pk=pk)
    if request.method == "POST" and "undo" in request.POST:
        actions.not_told_after_all(row, by=request.user)
        messages.success(request, _("Ångrat. Det står på listan igen."))
    elif request.method == "POST":
        actions.mark_told(row, by=request.user)
        messages.success(request, _("Bra, då är det gjort. Det går att ångra i dag, under Gjort i dag."))
    return redirect("assignments:tellings")
