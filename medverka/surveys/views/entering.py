"""Entering what came on paper, and what somebody answers by phone."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation import postponed
from medverka.foundation.fields import row_number
from medverka.surveys import drafts, entering, respondent_words
from medverka.surveys.actions.answering import AnsweredAlready, RoundClosed
from medverka.surveys.actions.entering import save_entered
from medverka.surveys.entering import Entry
from medverka.surveys.models import Group, Ticket
from medverka.surveys.rules import ANSWERED_BY_HAND
from medverka.surveys.views.shared_rounds import found_group

ENTERED = "surveys.entered"  # In the session: how many in this sitting, by group.


@dataclass
class Sitting:
    """One form on its way in: what the page sent, what is kept of it, and whose code it bears."""

    request: HttpRequest
    group: Group
    entry: Entry
    secret: str
    answers: dict[str, Any]
    code: str
    ticket: Ticket | None
    code_wrong: str

    def show(self, step: int, problems: Any = ()) -> HttpResponse:
        """The questions: all of them, or one section where they are read aloud."""
        parts = self.entry.parts(self.answers)
        step = min(max(step, 0), len(parts) - 1)
        shown = [parts[step]] if self.entry.aloud else parts
        rows = self.entry.questions(shown, self.answers, list(problems))
        context = self._context() | {"parts": rows, "step": step, "sections": len(parts), "problems": problems}
        return render(self.request, "surveys/rounds/enter.html", context, status=200)

    def check(self) -> HttpResponse:
        """One line a question, before it is saved."""
        cleaned, _wrong, dropped = self.entry.clean(self.answers)
        context = self._context() | {"lines": self.entry.lines(cleaned), "dropped": len(dropped)}
        return render(self.request, "surveys/rounds/enter_check.html", context)

    def _context(self) -> dict[str, Any]:
        entry = self.entry
        return {
            "round": self.group.round,
            "group": self.group,
            "ticket": self.ticket,
            "aloud": entry.aloud,
            "secret": self.secret,
            "code": self.code,
            "code_wrong": self.code_wrong,
            "needs_code": not self.group.has_open_link,
            "has_codes": self.group.tickets.exists(),
            "words": respondent_words.words(entry.questionnaire, entry.language),
            "total": sum(1 for _question in entry.questionnaire.questions),
            "entered": self.request.session.get(ENTERED, {}).get(str(self.group.pk), 0),
        }


@requires("surveys.edit")
def enter(request: HttpRequest, slug: str, key: str, number: int | None = None) -> HttpResponse:
    """A paper form; with a ticket's number the same questions one section at a time, to be read aloud on the phone."""
    group = found_group(request, slug, key, *ANSWERED_BY_HAND)
    sitting = _sitting(request, group, number)
    if request.method != "POST":
        return sitting.show(0)
    if "save" in request.POST:
        return _save(sitting)
    step = row_number(request.POST.get("step", ""))
    if "change" in request.POST:
        return sitting.show(step)
    return _take(sitting, step)


def _sitting(request: HttpRequest, group: Group, number: int | None) -> Sitting:
    data = request.POST
    secret = data.get("secret", "")[:100] or drafts.new_secret()
    answers = entering.kept(secret, group) or {}
    entry = Entry(group, aloud=number is not None)
    if number is not None:
        rows = Ticket.objects.select_related("contributor", "group__round")
        return Sitting(
            request, group, entry, secret, answers, "", get_object_or_404(rows, group=group, number=number), ""
        )
    code = data.get("code", "")[:60]
    ticket, wrong = entering.ticket_of(group, code) if request.method == "POST" else (None, "")
    return Sitting(request, group, entry, secret, answers, code, ticket, wrong)


def _take(sitting: Sitting, step: int) -> HttpResponse:
    """Keep what was typed, then go on: to what is wrong, to the next section, or to the summary."""
    entry, parts = sitting.entry, sitting.entry.parts(sitting.answers)
    here = [parts[min(step, len(parts) - 1)]] if entry.aloud else parts
    sitting.answers |= entry.read(here, sitting.request.POST)
    try:
        drafts.keep(sitting.secret, sitting.group, sitting.answers)
    except drafts.Gone:  # There is none yet.
        drafts.begin(sitting.group, sitting.answers, sitting.secret)
    _cleaned, wrong, _dropped = entry.clean(sitting.answers)
    keys = {question.key for section in here for question in section.questions}
    problems = [one for one in wrong if one.key_of("question") in keys]
    if "back" in sitting.request.POST:
        return sitting.show(step - 1)
    if problems or sitting.code_wrong:
        return sitting.show(step, problems)
    if entry.aloud and step + 1 < len(entry.parts(sitting.answers)):
        return sitting.show(step + 1)
    return sitting.check()


def _save(sitting: Sitting) -> HttpResponse:
    request, group = sitting.request, sitting.group
    cleaned, wrong, _dropped = sitting.entry.clean(sitting.answers)
    if wrong or sitting.code_wrong:
        return sitting.show(0, wrong)
    try:
        save_entered(group, cleaned, by=request.user, secret=sitting.secret, ticket=sitting.ticket)
    except AnsweredAlready:
        messages.info(request, _("De svaren var redan sparade. Inget sparades två gånger."))
    except RoundClosed:
        messages.error(request, _("Omgången räknas eller är räknad. Det går inte att skriva in fler svar."))
        return redirect("surveys:group", group.round.slug, group.key)
    else:
        entered = request.session.get(ENTERED, {})
        request.session[ENTERED] = entered | {str(group.pk): entered.get(str(group.pk), 0) + 1}
        messages.success(request, _("Sparat."))
    postponed.forget(request)
    if sitting.entry.aloud:
        return redirect("surveys:people", group.round.slug, group.key)
    return redirect("surveys:enter", group.round.slug, group.key)
