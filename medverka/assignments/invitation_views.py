"""An invitation, as the invited person meets it (by link, code or account) and as a coordinator records it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.access.views import requires
from medverka.assignments import doors, forms, letters, queries
from medverka.assignments.actions import invitations as actions
from medverka.assignments.actions import taking_back
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import AssignmentTerms, Invitation, InvitationQuestion, Telling, TermsAcceptance
from medverka.assignments.policies import may_handle
from medverka.assignments.refusals import says_why
from medverka.assignments.rules import InvitationState, RequestState, invitation_can
from medverka.foundation import brake
from medverka.foundation.doors import explains_links
from medverka.foundation.fields import row_number
from medverka.foundation.views import public
from medverka.pool.door import released
from medverka.pool.models import Contributor
from medverka.pool.queries import of_user

Do = Callable[[Invitation, Any, Any], object]


# --- The invited person -----------------------------------------------------------------------


@public
@explains_links
@says_why
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One invitation by the link in a mail, without an account. GET changes nothing."""
    opened = doors.open_invitation(token)
    return _page(request, opened.thing, opened.holder, "site.html", token=token)


@public
@explains_links
def file_by_link(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The terms or the calendar entry, by the same link."""
    return _file(doors.open_invitation(token).thing, name)


@requires("own.assignments")
@says_why
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One invitation or assignment, for somebody with an account."""
    return _page(request, _own(request, pk), request.user, "workspace.html")


@requires("own.assignments")
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The terms or the calendar entry."""
    return _file(_own(request, pk), name)


@requires("own.assignments")
@says_why
def mine(request: HttpRequest) -> HttpResponse:
    """A contributor's invitations, assignments, and what they could raise a hand for."""
    contributor = _contributor(request)
    if request.method == "POST":
        wanted = get_object_or_404(queries.open_requests_for(contributor), key=_uuid(request.POST.get("request", "")))
        actions.raise_hand(wanted, contributor, by=request.user)
        messages.success(request, _("Tack! Samordnaren ser att du vill vara med, och hör av sig."))
        return redirect("assignments:mine")
    invitations = list(queries.invitations_of(contributor).order_by("-pk")[:200])
    groups = {name: [row for row in invitations if _group_of(row) == name] for name in GROUPS}
    is_active = contributor.status == Contributor.Status.ACTIVE
    open_requests = queries.open_requests_for(contributor)[:50] if is_active else []
    return render(request, "assignments/mine.html", {**groups, "open_requests": open_requests, "is_active": is_active})


GROUPS = ("to_answer", "current", "been", "past")


def _group_of(row: Invitation) -> str:
    """Where an invitation stands on the list: to be answered, ahead, taken part in, or over without that."""
    if row.request.state == RequestState.OPEN and row.state == InvitationState.INVITED:
        return "to_answer"
    if row.request.state == RequestState.OPEN and row.state in ONGOING:
        return "current"
    took_place = row.request.state in {RequestState.CARRIED_OUT, RequestState.CLOSED}
    return "been" if took_place and row.state == InvitationState.ACCEPTED else "past"


ONGOING = {InvitationState.ACCEPTED, InvitationState.WAITING, InvitationState.RAISED}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _contributor(request: HttpRequest) -> Contributor:
    contributor = of_user(request.user)
    if contributor is None:
        raise Http404
    return contributor


def _own(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(queries.invitations_of(_contributor(request)), pk=pk)


def _page(request: HttpRequest, invitation: Invitation, by: Any, base: str, token: str = "") -> HttpResponse:
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do not in OWN_DEEDS:
            raise Http404
        deed, words = OWN_DEEDS[do]
        deed(invitation, by, request.POST)
        invitation.refresh_from_db()
        messages.success(request, words(invitation))
        return redirect(request.path)
    name = released(invitation.contributor, ["first_name"]).get("first_name", "")
    return render(request, "assignments/assignment.html", {**_shown(invitation, name), "base": base, "token": token})


def _shown(invitation: Invitation, name: str = "") -> dict[str, Any]:
    terms = queries.newest_terms(invitation.request)
    agreed = terms and TermsAcceptance.objects.filter(invitation=invitation, terms=terms).first()
    is_open = invitation.request.state == RequestState.OPEN
    needs = queries.needs_of(invitation.contributor)
    return {
        "needs": needs,
        "invitation": invitation,
        "thing": invitation.request,
        "about": letters.about(invitation.request)[1:],  # Its title is the page's.
        "terms": terms,
        "terms_rows": letters.terms_rows(terms) if terms else [],
        "agreed": agreed,
        "questions": InvitationQuestion.objects.filter(invitation=invitation),
        "release": forms.ReleaseForm(initial={"released": invitation.released}, needs=needs, name=name),
        "is_open": is_open,
        "can_accept": is_open and invitation_can("accept", invitation.state),
        "can_decline": is_open and invitation_can("decline", invitation.state),
        "can_withdraw": is_open and invitation_can("withdraw", invitation.state),
        "can_take_back": is_open and invitation_can("take_back", invitation.state),
    }


def _released(given: Any) -> list[str]:
    form = forms.ReleaseForm(given, needs="-")
    return list(form.cleaned_data["released"]) if form.is_valid() else []


def _agree(invitation: Invitation, by: Any, given: Any, how: str = "") -> None:
    version = row_number(given.get("version", ""))
    terms = AssignmentTerms.objects.filter(request=invitation.request_id, version=version)
    terms_actions.accept_terms(invitation, by=by, terms=get_object_or_404(terms), how=how)


def _after_yes(invitation: Invitation) -> str:
    if invitation.state == InvitationState.WAITING:
        return _("Tack! Alla platser är tagna just nu. Du står på tur om någon får förhinder.")
    return _("Tack! Du är med.")


# What an invited person does on the page: the deed, and what is said afterwards.
OWN_DEEDS: dict[str, tuple[Do, Callable[[Invitation], str]]] = {
    "yes": (
        lambda invitation, by, given: actions.accept(invitation, by=by, released=_released(given)),
        _after_yes,
    ),
    "no": (
        lambda invitation, by, given: actions.decline(invitation, by=by),
        lambda invitation: _("Tack för ditt svar. Du har sagt nej, och det är helt i sin ordning."),
    ),
    "question": (
        lambda invitation, by, given: actions.ask_question(invitation, by=by, text=given.get("text", "")),
        lambda invitation: _("Din fråga är skickad. Svaret kommer på samma sätt som inbjudan."),
    ),
    "withdraw": (
        lambda invitation, by, given: actions.withdraw(invitation, by=by),
        lambda invitation: _("Du är inte längre med på uppdraget. Tack för att du sa till."),
    ),
    "agree": (_agree, lambda invitation: _("Tack! Du har godkänt uppdragsbeskrivningen.")),
    "release": (
        lambda invitation, by, given: actions.release_to_commissioner(invitation, by=by, fields=_released(given)),
        lambda invitation: _("Sparat. Den som frågar ser bara det du har valt."),
    ),
}


def _file(invitation: Invitation, name: str) -> HttpResponse:
    terms = queries.newest_terms(invitation.request)
    if terms is None or invitation.state not in {
        InvitationState.ACCEPTED,
        InvitationState.INVITED,
        InvitationState.WAITING,
    }:
        raise Http404
    if name == letters.TERMS_FILE:
        return attachment(letters.terms_pdf(terms), "application/pdf", name)
    if name == letters.CALENDAR_FILE and terms.starts_at:
        return attachment(letters.calendar_entry(terms, invitation), "text/calendar; charset=utf-8", name)
    raise Http404


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type=kind, headers=headers)


@public
def code(request: HttpRequest) -> HttpResponse:
    """Where the code of a letter is typed."""
    form = forms.CodeForm(request.POST or None)
    if form.is_valid():
        try:
            token = doors.token_for_code(form.cleaned_data["code"], request.META.get("REMOTE_ADDR", ""))
        except brake.TooManyTries:
            form.add_error("code", _("Det har blivit för många försök. Vänta en kvart, eller ring oss."))
        else:
            if token:
                return redirect("assignments:by_link", token)
            form.add_error(
                "code",
                _("Koden stämmer inte, eller så har den slutat gälla. Se efter i brevet en gång till, eller ring oss."),
            )
    return render(request, "assignments/code.html", {"form": form})


# --- The coordinator --------------------------------------------------------------------------


@requires("requests.handle")
@says_why
def invitation(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """One person's part in a request, as the coordinator sees it; replies by phone and paper are recorded here."""
    found = _handled(request, key, pk)
    form = forms.ReplyForm(
        request.POST or None, initial={"released": found.released}, needs=queries.needs_of(found.contributor)
    )
    if request.method == "POST" and _record(request, found, form):
        return redirect("assignments:invitation", key, pk)
    release = forms.ToCommissionerForm(initial={"released": found.released}, needs=queries.needs_of(found.contributor))
    tellings = Telling.objects.filter(invitation=found)
    context = {
        **_shown(found),
        "form": form,
        "release": release,
        "released_now": release.in_words(found.released),
        "capacity": forms.CapacityForm(initial={"capacity": found.capacity, "association": found.association_id}),
        "waiting": tellings.filter(done_at=None),
        "told": queries.told_by_somebody(tellings),
        "may_open": getattr(request.user, "verified_twice", False),
    }
    return render(request, "assignments/invitation.html", context)


def _handled(request: HttpRequest, key: UUID, pk: int) -> Invitation:
    rows = Invitation.objects.select_related("contributor", "request__unit")
    found = get_object_or_404(rows, pk=pk, request__key=key)
    if not queries.visible_to(request.user).filter(pk=found.request_id).exists():
        raise Http404
    if not may_handle(request.user, found.request):
        raise PermissionDenied
    return found


def _record(request: HttpRequest, found: Invitation, form: forms.ReplyForm) -> bool:
    """Do what the coordinator recorded; False where how it came was not said."""
    do, given, by = request.POST.get("do", ""), request.POST, request.user
    if do not in RECORDED:
        raise Http404
    if do == "answer":
        question = get_object_or_404(InvitationQuestion, pk=row_number(given.get("question", "")), invitation=found)
        actions.answer_question(question, by=by, text=given.get("text", ""))
    elif do in AT_ONCE:
        AT_ONCE[do](found, by, given)
    elif not form.is_valid():
        return False
    else:
        HEARD[do](found, by, {**given.dict(), **form.cleaned_data})
    messages.success(request, str(RECORDED[do]))
    return True


def _speak_as(found: Invitation, by: Any, given: Any) -> None:
    as_what = forms.CapacityForm(given)
    if not as_what.is_valid():
        raise Http404
    actions.speak_as(found, by=by, **as_what.cleaned_data)


# What a coordinator does at once, and what they heard in a way that is written down with it.
AT_ONCE: dict[str, Do] = {
    "question": lambda found, by, given: actions.ask_question(found, by=by, text=given.get("text", "")),
    "capacity": _speak_as,
    "release": lambda found, by, given: actions.release_to_commissioner(found, by=by, fields=_released(given)),
    "take_back": lambda found, by, given: taking_back.take_back(found, by=by),
}
HEARD: dict[str, Do] = {
    "yes": lambda found, by, given: actions.accept(found, by=by, how=given["how"], released=given["released"]),
    "no": lambda found, by, given: actions.decline(found, by=by, how=given["how"]),
    "withdraw": lambda found, by, given: actions.withdraw(found, by=by, how=given["how"]),
    "agree": lambda found, by, given: _agree(found, by, given, given["how"]),
}
RECORDED: dict[str, Promise] = {
    "answer": _l("Svaret är sparat. Personen får det på sitt eget sätt."),
    "question": _l("Frågan är antecknad."),
    "capacity": _l("Sparat: som vad personen är med."),
    "release": _l("Sparat: vad uppdragsgivaren får se."),
    "take_back": _l("Inbjudan är tillbakatagen."),
    "yes": _l("Antecknat: personen vill vara med."),
    "no": _l("Antecknat: personen tackar nej."),
    "withdraw": _l("Antecknat: personen drar sig ur."),
    "agree": _l("Antecknat: personen godkänner uppdragsbeskrivningen."),
}
