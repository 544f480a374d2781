"""Requests as coordinators handle them and commissioners follow them."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.assignments import answers, asking_views, doors, forms, queries, request_forms, rules, standing
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.actions.taking_back import withdraw_request
from medverka.assignments.afterwards_queries import what_is_left
from medverka.assignments.letters import terms_rows
from medverka.assignments.models import (
    AssignmentTerms,
    Invitation,
    InvitationQuestion,
    InvolvementRequest,
    RequestMessage,
    TermsAcceptance,
)
from medverka.assignments.policies import asked_for, may_handle
from medverka.assignments.refusals import handled, says_why, visible
from medverka.foundation import clock
from medverka.foundation.doors import explains_links
from medverka.foundation.fields import row_number
from medverka.foundation.petals import chain_steps
from medverka.foundation.views import public
from medverka.organisations.models import Organisation
from medverka.pool.door import released_all

SHOWN_WORDS: dict[str, Promise] = {
    "pagaende": _l("pågående"),
    "nya": _l("nya"),
    "soker": _l("söker personer"),
    "genomforda": _l("genomförda, väntar på svar"),
    "avslutade": _l("avslutade"),
    "nej": _l("avböjda och inställda"),
    "utkast": _l("utkast"),
    "alla": _l("alla som har kommit in"),
}
# In this order stand those who have a part in a request; whoever has raised a hand stands above them all.
GROUPS = (
    "accepted", "waiting", "invited", "reserve", "expired", "declined", "withdrawn", "not_chosen", "taken_back",
)  # fmt: skip


@requires("requests.handle", "requests.follow")
def requests(request: HttpRequest) -> HttpResponse:
    """The list, with its filters."""
    chosen = _chosen(request.GET)
    page = Paginator(queries.listed(request.user, **chosen), 25).get_page(request.GET.get("page"))
    parts = [SHOWN_WORDS.get(chosen["shown"], SHOWN_WORDS["alla"]), chosen["unit"], chosen["year"]]
    context = {
        **chosen,
        "showing": ", ".join(str(part) for part in parts if part),
        "page": page,
        "rows": _drawn(page),
        "words": SHOWN_WORDS,
        "units": queries.units_of(request.user),
        "years": queries.years_of(request.user),
        "tells": may(request.user, "requests.handle"),
    }
    return render(request, "assignments/requests.html", context)


def _chosen(given: QueryDict) -> dict[str, Any]:
    """The filters of an address; what it says wrongly is left out."""
    year = row_number(given.get("ar", ""))
    return {
        "shown": given.get("visa", "pagaende"),
        "unit": Organisation.objects.filter(pk=row_number(given.get("enhet", ""))).first(),
        "year": year if 1900 < year < 2200 else None,
        "text": given.get("q", ""),
    }


def _drawn(page: Iterable[InvolvementRequest]) -> list[dict[str, Any]]:
    """The rows of the list, each with its petals and where it stands."""
    facts = queries.facts_of(page)
    return [
        {
            "thing": thing,
            "petals": rules.petals(facts[thing.pk]),
            "standing": standing.standing(thing, facts[thing.pk]),
            "late": thing.state in rules.LIVING and rules.lateness(thing.decision_on, clock.today()),
        }
        for thing in page
    ]


@requires("requests.handle", "requests.follow", "requests.make")
@says_why
def request(request: HttpRequest, key: UUID) -> HttpResponse:
    """One request: for its coordinator the work, for its commissioner where it stands."""
    thing = visible(request, key)
    if thing.state in rules.DRAFTS:
        return redirect("assignments:review", thing.key)
    if not may_handle(request.user, thing):
        return _status(request, thing, request.user)
    context = _common(thing)
    context |= _people(thing, context["terms"])
    if thing.state == InvolvementRequest.State.OPEN and context["left"]:
        context |= asking_views.whom_to_ask(request, thing, context["invited"])
    for row in context["raised"]:
        row.chosen = asking_views.is_ticked(request, row, otherwise=context["left"] > 0)
    return render(request, "assignments/request.html", context)


def _common(thing: Any) -> dict[str, Any]:
    facts, terms = queries.facts_of([thing])[thing.pk], queries.newest_terms(thing)
    return {
        "thing": thing,
        "chain": chain_steps(rules.steps_done(facts), rules.current_step(facts)),
        "standing": standing.standing(thing, facts),
        "left_afterwards": what_is_left(thing, facts),
        "sections": answers.sections(thing),
        "letters": RequestMessage.objects.filter(request=thing),
        "late": thing.state in rules.LIVING and rules.lateness(thing.decision_on, clock.today()),
        "terms": terms,
        "terms_rows": terms_rows(terms) if terms else [],
        "verbs": [
            (name, verb, _emphasis(name, verb, thing))
            for name, verb in VERBS.items()
            if rules.can(verb.verb, thing.state)
        ],
        "to_read": thing.state in {"received", "asked_back"},
        "left": thing.persons_wanted - thing.places_taken,
    }


def _emphasis(name: str, verb: "Verb", thing: InvolvementRequest) -> str:
    """How a verb's button looks: primary where it is what comes next, quiet where it ends something or is too early."""
    if name == "oppna" or (name == "genomford" and standing.is_over(thing)):
        return "primary"
    too_early = name == "genomford" and thing.starts_on and thing.starts_on > clock.today()
    return "quiet" if verb.kind == "danger" or too_early or name == "avsluta" else "secondary"


def _people(thing: InvolvementRequest, terms: AssignmentTerms | None) -> dict[str, Any]:
    by_state = queries.people_in(thing)
    open_questions = set(
        InvitationQuestion.objects.filter(invitation__request=thing, answered_at=None).values_list(
            "invitation", flat=True
        )
    )
    yes = TermsAcceptance.objects.filter(terms=terms, invitation__state=Invitation.State.ACCEPTED)
    groups = [(Invitation.State(state).label, by_state[state]) for state in GROUPS if state in by_state]
    agreed = set(yes.values_list("invitation", flat=True)) if terms else set()
    invited = len(by_state.get("invited", []))
    return {
        "groups": groups,
        "raised": by_state.get("raised", []),
        "invited": invited,
        "questions": open_questions,
        "agreed": agreed,
        "next": standing.next_for_coordinator(thing, invited=invited, has_terms=terms is not None, agreed=len(agreed)),
    }


def _status(request: HttpRequest, thing: Any, actor: Any) -> HttpResponse:
    """The commissioner's page. Of those who take part it shows what they themselves released."""
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_request(thing, by=actor)
        messages.success(request, _("Förfrågan är tillbakadragen. Du kan göra en ny när du vill."))
        return redirect(request.get_full_path())
    if request.method == "POST":
        actions.reply_to_question(thing, by=actor, text=request.POST.get("text", ""))
        messages.success(request, _("Ditt svar har gått till samordnaren."))
        return redirect(request.get_full_path())
    taking_part = list(people.of(thing, Invitation.State.ACCEPTED).prefetch_related("contributor__terms"))
    shown = released_all({invitation.contributor_id: invitation.released for invitation in taking_part})
    for invitation in taking_part:
        needs = queries.needs_of(invitation.contributor) if "needs" in invitation.released else ""
        shown.setdefault(invitation.contributor_id, {})["needs"] = needs
    context = {
        **_common(thing),
        "next": standing.next_for_commissioner(thing),
        "taking_part": [shown.get(invitation.contributor_id, {}) for invitation in taking_part],
        "form": forms.WordsForm(label=_("Ditt svar")),
        "may_withdraw": asked_for(actor, thing) and rules.can("withdraw", thing.state),
        "base": "workspace.html" if request.user.is_authenticated else "site.html",
    }
    return render(request, "assignments/request_status.html", context)


@public
@explains_links
@says_why
def status_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same page for somebody without an account, by the link in their mail."""
    opened = doors.open_request(doors.STATUS, token)
    thing = InvolvementRequest.objects.select_related("unit__parent").get(pk=opened.thing.pk)
    if thing.state in rules.DRAFTS:
        raise Http404
    return _status(request, thing, opened.holder)


@dataclass(frozen=True)
class Verb:
    """One thing a coordinator can do with a request: the page that asks, and what happens."""

    verb: str
    title: Promise
    submit: Promise
    explain: Promise
    form: Callable[..., Form]
    act: Callable[[InvolvementRequest, Any, dict[str, Any]], object]
    done: Promise
    kind: str = "primary"


def _words(label: Promise, hint: Promise | str = "") -> Callable[..., Form]:
    return lambda data, **_context: forms.WordsForm(data, label=label, hint=hint)


VERBS: dict[str, Verb] = {
    "oppna": Verb(
        "open", _l("Börja söka personer"), _l("Börja söka"),
        _l("Förfrågan öppnas. Uppdragsgivaren får veta det, och de som är med i Intressebanken kan anmäla intresse."),
        lambda data, user, thing: forms.OpenForm(data, user=user, request=thing),
        lambda thing, user, given: actions.open_request(thing, by=user, unit=given["unit"]),
        _l("Förfrågan är öppen. Välj vilka du vill fråga."),
    ),
    "fraga": Verb(
        "ask_back", _l("Fråga uppdragsgivaren"), _l("Skicka frågan"), _l("Förfrågan väntar tills svaret kommer."),
        _words(_l("Vad vill du fråga?")),
        lambda thing, user, given: actions.ask_back(thing, by=user, text=given["text"]),
        _l("Frågan är skickad."),
    ),
    "svara": Verb(
        "reply", _l("Anteckna uppdragsgivarens svar"), _l("Spara svaret"), _l("När svaret kom på annat sätt än här."),
        _words(_l("Vad svarade uppdragsgivaren?")),
        lambda thing, user, given: actions.reply_to_question(thing, by=user, text=given["text"]),
        _l("Svaret är antecknat."),
    ),
    "genomford": Verb(
        "carry_out", _l("Anteckna att det blev av"), _l("Det blev av"),
        _l("De som inte fick plats får veta det och ett tack. Sedan är det dags att ta hand om det som sades."),
        lambda data, user, thing: forms.DayForm(data, initial={"on": thing.ends_on or thing.starts_on}),
        lambda thing, user, given: actions.carry_out_request(thing, by=user, on=given["on"]),
        _l("Antecknat. Nu kan det som sades skrivas in."),
    ),
    "avboj": Verb(
        "decline", _l("Säg nej till förfrågan"), _l("Säg nej"), _l("Uppdragsgivaren får veta det direkt. Det går inte att ångra."),
        _words(_l("Varför blir det nej?"), _l("Uppdragsgivaren läser det du skriver.")),
        lambda thing, user, given: actions.decline_request(thing, by=user, reason=given["text"]),
        _l("Uppdragsgivaren har fått veta det."), "danger",
    ),
    "dra-tillbaka": Verb(
        "withdraw", _l("Uppdragsgivaren drar tillbaka"), _l("Anteckna att den dras tillbaka"),
        _l("När uppdragsgivaren har sagt att det inte behövs längre. Det går inte att ångra."),
        lambda data, **_context: Form(data),
        lambda thing, user, given: withdraw_request(thing, by=user),
        _l("Förfrågan är tillbakadragen."), "danger",
    ),
    "stall-in": Verb(
        "cancel", _l("Ställ in uppdraget"), _l("Ställ in"),
        _l("Alla som är tillfrågade eller med får veta det på sitt sätt, och uppdragsgivaren också. Det går inte att ångra."),
        lambda data, **_context: Form(data),
        lambda thing, user, given: actions.cancel_request(thing, by=user),
        _l("Förfrågan är inställd."), "danger",
    ),
    "avsluta": Verb(
        "close", _l("Avsluta förfrågan"), _l("Avsluta"), _l("Gör det när allt som sades har fått svar och de som var med har fått veta det."),
        lambda data, **_context: Form(data),
        lambda thing, user, given: actions.close_request(thing, by=user),
        _l("Förfrågan är avslutad."),
    ),
}  # fmt: skip


@requires("requests.handle")
@says_why
def verb(request: HttpRequest, key: UUID, verb: str) -> HttpResponse:
    """Ask for what is needed, then do it."""
    if verb not in VERBS:
        raise Http404
    thing, what = handled(request, key), VERBS[verb]
    if not rules.can(what.verb, thing.state):
        messages.warning(request, _("Förfrågan har ändrats sedan du öppnade sidan. Här ser du hur den ser ut nu."))
        return redirect("assignments:request", key)
    form = what.form(request.POST if request.method == "POST" else None, user=request.user, thing=thing)
    if form.is_valid():
        what.act(thing, request.user, form.cleaned_data)
        messages.success(request, str(what.done))
        return redirect("assignments:request", key)
    return render(request, "assignments/verb.html", {"thing": thing, "verb": what, "form": form})


@requires("requests.handle")
@says_why
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what was asked for: number of persons, dates, whom they look for."""
    thing = handled(request, key)
    form = request_forms.ChangeForm(request.POST or None, instance=copy(thing), user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_request(thing, by=request.user, **form.given())
        messages.success(request, _("Ändringen är sparad."))
        return redirect("assignments:request", key)
    return render(request, "assignments/change.html", {"thing": thing, "form": form})


@requires("requests.handle")
@says_why
def terms(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write what is agreed; begin from the request, or from the version before."""
    thing = handled(request, key)
    before = queries.newest_terms(thing)
    form = forms.TermsForm(request.POST or None, initial=terms_actions.proposed(thing, before))
    if request.method == "POST" and form.is_valid():
        terms_actions.issue_terms(thing, by=request.user, **form.given())
        messages.success(request, _("Uppdragsbeskrivningen är sparad. De som är med får läsa och godkänna den."))
        return redirect("assignments:request", key)
    return render(
        request,
        "assignments/terms.html",
        {"thing": thing, "form": form, "before": before, "needs": queries.needs_among(thing)},
    )
