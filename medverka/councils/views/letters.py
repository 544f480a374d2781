"""Letters to post and calls to make about meetings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.councils import letters
from medverka.councils.actions import tellings as actions
from medverka.councils.models import Telling
from medverka.councils.queries.seats import people_of
from medverka.councils.queries.tellings import tellings_everywhere, tellings_for, told_today
from medverka.councils.rules import is_late_for_post
from medverka.councils.views.meetings import opens
from medverka.foundation import clock
from medverka.foundation.fields import row_number
from medverka.foundation.refusals import told
from medverka.pool.models import Contributor

LETTER = Contributor.Channel.LETTER


@opens
def tellings(request: HttpRequest) -> HttpResponse:
    """The list. Names and numbers are shown when the door has been opened."""
    rows = list(tellings_for(request.user)[:300])
    calls = [row for row in rows if row.channel != LETTER]
    if request.method == "POST":
        for pk, reached in letters.open_addresses(calls, by=request.user, purpose="practical").items():
            next(row for row in calls if row.pk == pk).reached = reached  # type: ignore[attr-defined] # For the template.
    done = list(told_today(request.user)[:100])
    people = people_of([row.summons.holding for row in [*rows, *done]], request.user)
    for row in [*rows, *done]:
        row.who = people[row.summons.holding_id]  # type: ignore[attr-defined] # For the template.
        late = is_late_for_post(clock.day_of(row.summons.meeting.starts_at), clock.today(), row.what)
        row.too_slow = row.channel == LETTER and late  # type: ignore[attr-defined]
    written = [row for row in rows if row.channel == LETTER]
    context = {"letters": written, "calls": calls, "done": done, "opened": request.method == "POST"}
    outside = all(row.summons.holding.contributor_id is None for row in [*rows, *done])
    context["may_open"] = outside or getattr(request.user, "verified_twice", False)
    context["coordinates"] = may(request.user, "requests.handle")
    return render(request, "councils/meetings/tellings.html", context)


@opens
def letters_pdf(request: HttpRequest) -> HttpResponse:
    """All letters as one PDF, or one of them. POST, for it opens the door and is journalled."""
    if request.method != "POST":
        return redirect("councils:tellings")
    rows = tellings_for(request.user)
    if "only" in request.POST:
        rows = tellings_everywhere(request.user).filter(pk=row_number(request.POST["only"]))
    pile = list(rows.filter(channel=LETTER)[:300])
    content = letters.pile_of_letters(pile, letters.open_addresses(pile, by=request.user, purpose="letter"))
    headers = {"Content-Disposition": f'attachment; filename="{letters.LETTERS_FILE}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@opens
@require_POST
def told_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a letter or call off the list. The same day it can be put back."""
    row: Telling = get_object_or_404(tellings_everywhere(request.user), pk=pk)
    with told(request):
        if "undo" in request.POST:
            actions.not_told_after_all(row, by=request.user)
            messages.success(request, _("Ångrat. Det står på listan igen."))
        else:
            actions.mark_told(row, by=request.user)
            messages.success(request, _("Bra, då är det gjort. Det går att ångra i dag, under Gjort i dag."))
    return redirect("councils:tellings")
