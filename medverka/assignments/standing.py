"""Where a request stands and what comes next, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from medverka.assignments.rules import Facts, RequestState
from medverka.foundation import clock

KINDS = {
    RequestState.DRAFT: "draft",
    RequestState.UNCONFIRMED: "draft",
    RequestState.RECEIVED: "open",
    RequestState.ASKED_BACK: "open",
    RequestState.OPEN: "active",
    RequestState.CARRIED_OUT: "active",
    RequestState.CLOSED: "done",
    RequestState.DECLINED: "stopped",
    RequestState.CANCELLED: "stopped",
}


@dataclass(frozen=True)
class Standing:
    """A status as `<c-status>` draws it."""

    kind: str
    words: str


def standing(request: Any, facts: Facts | None = None) -> Standing:
    """The state of a request; with the facts of its chain, one that is carried out says what it still waits for."""
    return Standing(KINDS[RequestState(request.state)], _words(request, facts))


def _words(request: Any, facts: Facts | None) -> str:
    if is_filled(request):
        return _("Alla platser är tagna")
    if request.state != RequestState.CARRIED_OUT or (facts and facts.answered < facts.voices):
        return str(capfirst(request.get_state_display()))
    if facts is None:
        return _("Genomförd")
    return _("Alla svar är givna") if facts.voices else _("Genomförd, inget är nedskrivet än")


def is_filled(request: Any) -> bool:
    """Whether an open request has found everybody it looked for."""
    return bool(request.state == RequestState.OPEN and request.places_taken >= request.persons_wanted)


def is_over(request: Any) -> bool:
    """Whether the last day of an open request has passed, so that somebody should say if it took place."""
    last = request.ends_on or request.starts_on
    return bool(request.state == RequestState.OPEN and last and last < clock.today())


# How somebody is told what was answered.
TELLS: dict[str, Promise] = {
    "email": _l("med mejl (på väg)"),
    "letter": _l("med brev"),
    "phone": _l("per telefon"),
}

# What comes next for the coordinator, and for the one who asked, where the state alone says it.
FOR_COORDINATOR: dict[str, Promise] = {
    RequestState.RECEIVED: _l("Läs den. Öppna den sedan, fråga om något är oklart eller säg nej."),
    RequestState.ASKED_BACK: _l("Uppdragsgivaren har fått en fråga. Svaret kommer hit."),
}
FOR_COMMISSIONER: dict[str, Promise] = {
    RequestState.RECEIVED: _l("Samordnaren läser förfrågan och hör av sig."),
    RequestState.ASKED_BACK: _l("Samordnaren undrar något. Svara här nedanför, så går förfrågan vidare."),
}


def left_afterwards(facts: Facts, waiting: Mapping[str, int]) -> str:
    """What is left when it has taken place. `waiting` says how many persons are to be told in each way."""
    if not facts.voices:
        return _("Det som sades ska skrivas ner och få svar, och de som var med ska få veta det.")
    if facts.answered < facts.voices:
        left = facts.voices - facts.answered
        return ngettext("En synpunkt väntar på svar.", "%(count)s synpunkter väntar på svar.", left) % {"count": left}
    ways = ", ".join(f"{persons} {TELLS[way]}" for way, persons in waiting.items())
    return _("Kvar att få veta: %s.") % ways if ways else ""


def next_for_coordinator(request: Any, *, invited: int, has_terms: bool, agreed: int) -> str:
    """What a coordinator does next with a request, or what is waited for."""
    if request.state != RequestState.OPEN:
        return str(FOR_COORDINATOR.get(request.state, ""))
    if is_over(request):
        return _("Sista dagen var den %(day)s. Blev det av?") % {"day": _day(request.ends_on or request.starts_on)}
    if not is_filled(request):
        return _taken(request) + (" " + _waiting_for(invited) if invited else "")
    return left_of_terms(request, has_terms=has_terms, agreed=agreed) or _ready(request)


def left_of_terms(request: Any, *, has_terms: bool, agreed: int) -> str:
    """What is left before everybody who is in has agreed to the terms; empty where nothing is."""
    if not has_terms:
        return _("Skriv uppdragsbeskrivningen, så att de som är med vet vad som gäller.")
    if agreed < request.places_taken:
        words = _("%(agreed)s av %(taken)s har godkänt uppdragsbeskrivningen.")
        return words % {"agreed": agreed, "taken": request.places_taken}
    return ""


def _ready(request: Any) -> str:
    if not request.starts_on:
        return _("Alla har godkänt uppdragsbeskrivningen. Bestäm vilken dag ni träffas.")
    return _("Allt är klart inför den %(day)s.") % {"day": _day(request.starts_on)}


def next_for_commissioner(request: Any) -> str:
    """What the one who asked does next, or waits for."""
    if request.state != RequestState.OPEN:
        return str(FOR_COMMISSIONER.get(request.state, ""))
    if is_over(request):
        return _("Sista dagen har varit. Samordnaren antecknar om det blev av.")
    if not is_filled(request):
        return _("Samordnaren söker personer.") + " " + _taken(request)
    if not request.starts_on:
        return _("Samordnaren hör av sig om vilken dag ni träffas.")
    return _("Ni träffas den %(day)s.") % {"day": _day(request.starts_on)}


def _taken(request: Any) -> str:
    words = _("%(taken)s av %(wanted)s är med.")
    return words % {"taken": request.places_taken, "wanted": request.persons_wanted}


def _waiting_for(invited: int) -> str:
    words = ngettext("En till är tillfrågad.", "%(count)s till är tillfrågade.", invited)
    return words % {"count": invited}


def _day(day: date) -> str:
    return date_format(day, "j F")
