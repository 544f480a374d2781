"""What waits for coordinators, commissioners and contributors in their requests and assignments."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may, within_reach
from medverka.assignments import queries, rules, standing
from medverka.assignments.models import (
    AssignmentTerms,
    Invitation,
    InvitationQuestion,
    InvolvementRequest,
    Telling,
    TermsAcceptance,
)
from medverka.assignments.rules import InvitationState, RequestState
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.pool.queries import of_user

AT_MOST = 500  # Of each kind: nobody can take in more in a day.


def waiting_for(user: Any) -> list[Waiting]:
    """Everything in requests and assignments that waits for this person, in no order. Constant number of queries."""
    from medverka.assignments import afterwards_queries  # It reads the same queries as this module.

    found: list[Waiting] = afterwards_queries.waiting_for(user)
    if may(user, "requests.handle"):
        found += _handled(user) + _questions(user) + _tellings(user)
    if may(user, "requests.make"):
        found += _own(user)
    if may(user, "own.assignments"):
        found += _invitations(user)
    return found


def page_of(request: InvolvementRequest) -> str:
    """The address of a request's page."""
    return reverse("assignments:request", args=[request.key])


def _day(day: date | None) -> str:
    return date_format(day, "j F") if day else ""


def _handled(user: Any) -> list[Waiting]:
    """What a coordinator has left to do with requests: read the new ones, and see to the open ones."""
    going_on = queries.handled_by(user).filter(state__in=[RequestState.RECEIVED, RequestState.OPEN])
    requests = list(going_on.select_related("unit").order_by("received_on", "pk")[:AT_MOST])
    invitations = Invitation.objects.filter(request__in=requests).order_by()
    states = set(invitations.values_list("request", "state").distinct())
    agreed = _agreed([request for request in requests if _needs_terms(request)])
    found: list[Waiting | None] = []
    for request in requests:
        if request.state == RequestState.RECEIVED:
            found.append(_new_request(request))
            continue
        if (request.pk, InvitationState.INVITED) not in states:
            found.append(_too_few(request, (request.pk, InvitationState.RAISED) in states))
        found += [_over(request) or _terms(request, agreed), _soon_decided(request)]
    return [waiting for waiting in found if waiting]


def _needs_terms(request: InvolvementRequest) -> bool:
    """Whether it is time that those who are in know what applies: all places are taken, or the day is near."""
    due = rules.terms_are_due(request.starts_on, clock.today())
    return bool(request.places_taken) and (standing.is_filled(request) or due)


def _agreed(requests: Collection[InvolvementRequest]) -> dict[int, int]:
    """How many of those who are in have agreed to the newest terms, for each of these requests that has any."""
    if not requests:
        return {}  # So it is on most days.
    versions = AssignmentTerms.objects.filter(request__in=requests).order_by("version")
    newest = dict(versions.values_list("request", "pk"))
    yes = TermsAcceptance.objects.filter(terms__in=newest.values(), invitation__state=InvitationState.ACCEPTED)
    count = Counter(yes.values_list("terms__request", flat=True))
    return {request: count[request] for request in newest}


def _new_request(request: InvolvementRequest) -> Waiting:
    return Waiting(
        group=_("Nya förfrågningar"),
        title=str(request),
        text=_new_text(request),
        since=request.received_on or clock.today(),
        url=page_of(request),
        step=_("Läs och öppna"),
        petals=1,
        key=f"request:{request.pk}",
    )


def _new_text(request: InvolvementRequest) -> str:
    unit = str(request.unit or request.unit_in_words)
    persons = ngettext("%(unit)s söker en person.", "%(unit)s söker %(count)s personer.", request.persons_wanted)
    text = persons % {"unit": unit, "count": request.persons_wanted}
    late = rules.lateness(request.decision_on, clock.today())
    if late == "past":
        return _("%(text)s Beslutet är redan fattat.") % {"text": text}
    if late and request.decision_on:
        days = (request.decision_on - clock.today()).days
        words = ngettext("%(text)s Beslut fattas om en dag.", "%(text)s Beslut fattas om %(days)s dagar.", days)
        return words % {"text": text, "days": days}
    return text


def _questions(user: Any) -> list[Waiting]:
    reach = within_reach(user, "requests.handle", "invitation__request__unit")
    open_ones = InvitationQuestion.objects.filter(reach, answered_at=None).select_related(
        "invitation__request", "invitation__contributor"
    )
    return [
        Waiting(
            group=_("Någon väntar på svar"),
            title=_("%(name)s undrar något") % {"name": question.invitation.contributor},
            text=str(question.invitation.request),
            since=clock.day_of(question.asked_at),
            url=reverse("assignments:invitation", args=[question.invitation.request.key, question.invitation_id]),
            step=_("Svara"),
            petals=1,
            key=f"question:{question.pk}",
        )
        for question in open_ones[:AT_MOST]
    ]


def _tellings(user: Any) -> list[Waiting]:
    """One line for all letters, one for all calls."""
    lines = []
    rows = list(queries.tellings_for(user).select_related(None).select_related("invitation"))
    for channel, title, step in (
        ("letter", _("Brev att skicka"), _("Till breven")),
        ("phone", _("Samtal att ringa"), _("Till samtalen")),
    ):
        mine = [row for row in rows if row.channel == channel]
        if mine:
            text = _letters_to(mine) if channel == "letter" else _calls_to(mine)
            since = clock.day_of(min(row.made_at for row in mine))
            url = f"{reverse('assignments:tellings')}#{channel}"
            lines.append(Waiting(_("Brev och samtal"), title, text, since, url, step, key=f"tellings:{channel}"))
    return lines


def _letters_to(rows: list[Telling]) -> str:
    """How many letters, and to how many; and where there is no time to wait for the post."""
    letters = ngettext("Ett brev", "%(count)s brev", len(rows)) % {"count": len(rows)}
    slow = any(rules.waits_for_post(row.what, row.invitation.reply_by, clock.today()) for row in rows)
    return f"{letters} {_to_persons(rows)}" + (" " + _("Bråttom: ett svar hinner inte med posten.") if slow else "")


def _calls_to(rows: list[Telling]) -> str:
    calls = ngettext("Ett samtal", "%(count)s samtal", len(rows)) % {"count": len(rows)}
    return f"{calls} {_to_persons(rows)}"


def _to_persons(rows: list[Telling]) -> str:
    persons = len({row.invitation.contributor_id for row in rows})
    return ngettext("till en person.", "till %(count)s personer.", persons) % {"count": persons}


def _too_few(request: InvolvementRequest, raised: bool) -> Waiting | None:
    """Fewer than wanted have said yes; nobody is asked just now, though somebody may have raised a hand."""
    if request.places_taken >= request.persons_wanted:
        return None
    text = _("%(taken)s av %(wanted)s har sagt ja. Ingen är tillfrågad just nu.")
    return Waiting(
        group=_("Människor"),
        title=str(request),
        text=text % {"taken": request.places_taken, "wanted": request.persons_wanted}
        + (" " + _("Någon har själv anmält intresse.") if raised else ""),
        since=request.opened_on or clock.today(),
        url=f"{page_of(request)}#fraga",
        step=_("Fråga någon"),
        petals=1,
        key=f"short:{request.pk}",
    )


def _over(request: InvolvementRequest) -> Waiting | None:
    """The last day has passed: did it take place?"""
    last = request.ends_on or request.starts_on
    if last is None or last >= clock.today():
        return None
    return Waiting(
        group=_("Uppdrag som varit"),
        title=str(request),
        text=_("Sista dagen var %(day)s. Blev det av?") % {"day": _day(last)},
        since=last + timedelta(days=1),
        url=page_of(request),
        step=_("Anteckna"),
        petals=2,
        key=f"over:{request.pk}",
    )


def _terms(request: InvolvementRequest, agreed: dict[int, int]) -> Waiting | None:
    """All places are taken and nothing is written, or the day is near and somebody has not agreed yet."""
    written, due = request.pk in agreed, rules.terms_are_due(request.starts_on, clock.today())
    left = standing.left_of_terms(request, has_terms=written, agreed=agreed.get(request.pk, 0))
    if not left or not _needs_terms(request) or (written and not due):
        return None
    first_day = " " + _("Första dagen är den %(day)s.") % {"day": _day(request.starts_on)} if request.starts_on else ""
    day_near = request.starts_on and request.starts_on - timedelta(days=rules.AGREED_DAYS)
    return Waiting(
        group=_("Uppdragsbeskrivningar"),
        title=str(request),
        text=left + first_day,
        since=(day_near if written else request.opened_on) or clock.today(),
        url=page_of(request) if written else reverse("assignments:terms", args=[request.key]),
        step=_("Se vilka som är kvar") if written else _("Skriv den"),
        petals=2 if standing.is_filled(request) else 1,
        key=f"terms:{request.pk}",
    )


def _soon_decided(request: InvolvementRequest) -> Waiting | None:
    """The decision comes before those who take part have been heard."""
    if request.decision_on is None or rules.lateness(request.decision_on, clock.today()) != "near":
        return None
    return Waiting(
        group=_("Beslut som är nära"),
        title=str(request),
        text=_("Beslutet fattas den %(day)s. Hinner de som medverkar bli hörda?") % {"day": _day(request.decision_on)},
        since=request.decision_on - timedelta(days=rules.LATE_DAYS),
        url=page_of(request),
        step=_("Titta på den"),
        petals=1,
        key=f"decision:{request.pk}",
    )


def _own(user: Any) -> list[Waiting]:
    """What somebody has begun, and what they are asked. A coordinator waits for the reply to what they asked others."""
    begun, asked = Q(state=RequestState.DRAFT, drafted_by=user.pk), Q(state=RequestState.ASKED_BACK)
    if may(user, "requests.handle"):
        left = InvolvementRequest.objects.filter(begun | asked & Q(commissioner=user.pk))
    else:
        left = queries.visible_to(user).filter(begun | asked)
    return [_draft(row) if row.state == RequestState.DRAFT else _asked_back(row) for row in left[:AT_MOST]]


def _asked_back(request: InvolvementRequest) -> Waiting:
    return Waiting(
        group=_("Samordnaren undrar något"),
        title=str(request),
        text=_("Svara, så går förfrågan vidare."),
        since=request.received_on or clock.today(),
        url=page_of(request),
        step=_("Svara"),
        petals=1,
        key=f"asked-back:{request.pk}",
    )


def _draft(request: InvolvementRequest) -> Waiting:
    return Waiting(
        group=_("Utkast"),
        title=str(request),
        text=_("Påbörjad, inte skickad."),
        since=clock.day_of(request.created_at),
        url=reverse("assignments:review", args=[request.key]),
        step=_("Fortsätt"),
        key=f"draft:{request.pk}",
    )


def _invitations(user: Any) -> list[Waiting]:
    contributor = of_user(user)
    if contributor is None:
        return []
    asked = queries.invitations_of(contributor).filter(state=InvitationState.INVITED)
    return [
        Waiting(
            group=_("Inbjudningar"),
            title=str(invitation.request),
            text=_("Svara senast %(day)s.") % {"day": _day(invitation.reply_by)},
            since=clock.day_of(invitation.invited_at or clock.now()),
            url=reverse("assignments:assignment", args=[invitation.pk]),
            step=_("Läs och svara"),
            petals=1,
            key=f"invitation:{invitation.pk}",
        )
        for invitation in asked[:AT_MOST]
    ]
