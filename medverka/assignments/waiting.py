"""What waits for coordinators, commissioners and contributors in their requests and assignments."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may
from medverka.assignments import queries, rules
from medverka.assignments.models import Invitation, InvitationQuestion, InvolvementRequest
from medverka.assignments.rules import InvitationState, RequestState
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.pool.queries import of_user

AT_MOST = 200  # Of each kind: nobody can take in more in a day.


def waiting_for(user: Any) -> list[Waiting]:
    """Everything in requests and assignments that waits for this person, in no order. Constant number of queries."""
    from medverka.assignments import afterwards_queries  # It reads the same queries as this module.

    found: list[Waiting] = afterwards_queries.waiting_for(user)
    if may(user, "requests.handle"):
        found += (
            _new_requests(user)
            + _questions(user)
            + _tellings(user)
            + _too_few(user)
            + _over(user)
            + _soon_decided(user)
        )
    if may(user, "requests.make"):
        found += _asked_back(user) + _drafts(user)
    if may(user, "own.assignments"):
        found += _invitations(user)
    return found


def page_of(request: InvolvementRequest) -> str:
    """The address of a request's page."""
    return reverse("assignments:request", args=[request.key])


def _day(day: date | None) -> str:
    return date_format(day, "j F") if day else ""


def _new_requests(user: Any) -> list[Waiting]:
    new = queries.handled_by(user).filter(state=RequestState.RECEIVED).select_related("unit")[:AT_MOST]
    return [
        Waiting(
            group=_("Nya förfrågningar"),
            title=str(request),
            text=_new_text(request),
            since=request.received_on or clock.today(),
            url=page_of(request),
            step=_("Läs och öppna"),
            petals=1,
            key=f"request:{request.pk}",
        )
        for request in new
    ]


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
    open_ones = InvitationQuestion.objects.filter(
        answered_at=None, invitation__request__in=queries.handled_by(user).order_by().values("pk")
    ).select_related("invitation__request", "invitation__contributor")
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
    rows = queries.tellings_for(user).order_by().values_list("channel", "made_at")
    for channel, title, step in (
        ("letter", _("Brev att skicka"), _("Till breven")),
        ("phone", _("Samtal att ringa"), _("Till samtalen")),
    ):
        made = [at for kind, at in rows if kind == channel]
        if made:
            text = ngettext("En person väntar.", "%(count)s personer väntar.", len(made)) % {"count": len(made)}
            since = clock.day_of(min(made))
            url = f"{reverse('assignments:tellings')}#{channel}"
            lines.append(Waiting(_("Brev och samtal"), title, text, since, url, step, key=f"tellings:{channel}"))
    return lines


def _too_few(user: Any) -> list[Waiting]:
    """Open requests where fewer than wanted have said yes and nobody is being waited for."""
    asked = Invitation.objects.filter(request=OuterRef("pk"), state=InvitationState.INVITED)
    short = queries.handled_by(user).filter(state=RequestState.OPEN).exclude(Exists(asked)).select_related("unit")
    raised = Invitation.objects.filter(request=OuterRef("pk"), state=InvitationState.RAISED)
    return [
        Waiting(
            group=_("Människor"),
            title=str(request),
            text=_("%(taken)s av %(wanted)s har sagt ja. Ingen är tillfrågad just nu.")
            % {"taken": request.places_taken, "wanted": request.persons_wanted}
            + (" " + _("Någon har själv anmält intresse.") if request.raised else ""),
            since=request.opened_on or clock.today(),
            url=f"{page_of(request)}#fraga",
            step=_("Fråga någon"),
            petals=1,
            key=f"short:{request.pk}",
        )
        for request in short.filter(places_taken__lt=F("persons_wanted")).annotate(raised=Exists(raised))[:AT_MOST]
    ]


def _over(user: Any) -> list[Waiting]:
    """Assignments whose last day has passed: did it take place?"""
    passed = Q(ends_on__lt=clock.today()) | Q(ends_on=None, starts_on__lt=clock.today())
    over = queries.handled_by(user).filter(passed, state=RequestState.OPEN)
    return [
        Waiting(
            group=_("Uppdrag som varit"),
            title=str(request),
            text=_("Sista dagen var %(day)s. Blev det av?") % {"day": _day(request.ends_on or request.starts_on)},
            since=(request.ends_on or request.starts_on or clock.today()) + timedelta(days=1),
            url=page_of(request),
            step=_("Anteckna"),
            petals=2,
            key=f"over:{request.pk}",
        )
        for request in over[:AT_MOST]
    ]


def _soon_decided(user: Any) -> list[Waiting]:
    """Decisions that come before those who take part have been heard."""
    near = clock.today() + timedelta(days=rules.LATE_DAYS)
    soon = queries.handled_by(user).filter(state=RequestState.OPEN, decision_on__range=(clock.today(), near))
    return [
        Waiting(
            group=_("Beslut som är nära"),
            title=str(request),
            text=_("Beslutet fattas den %(day)s. Hinner de som medverkar bli hörda?")
            % {"day": _day(request.decision_on)},
            since=(request.decision_on or near) - timedelta(days=rules.LATE_DAYS),
            url=page_of(request),
            step=_("Titta på den"),
            petals=1,
            key=f"decision:{request.pk}",
        )
        for request in soon[:AT_MOST]
    ]


def _asked_back(user: Any) -> list[Waiting]:
    mine = queries.visible_to(user).filter(state=RequestState.ASKED_BACK)
    if may(user, "requests.handle"):  # A coordinator waits for the commissioner, who answers their own.
        mine = mine.filter(commissioner=user.pk)
    return [
        Waiting(
            group=_("Samordnaren undrar något"),
            title=str(request),
            text=_("Svara, så går förfrågan vidare."),
            since=request.received_on or clock.today(),
            url=page_of(request),
            step=_("Svara"),
            petals=1,
            key=f"asked-back:{request.pk}",
        )
        for request in mine[:AT_MOST]
    ]


def _drafts(user: Any) -> list[Waiting]:
    drafts = InvolvementRequest.objects.filter(commissioner=user.pk, state=RequestState.DRAFT)
    return [
        Waiting(
            group=_("Utkast"),
            title=request.title or _("Förfrågan utan rubrik"),
            text=_("Påbörjad, inte skickad."),
            since=clock.day_of(request.created_at),
            url=reverse("assignments:review", args=[request.key]),
            step=_("Fortsätt"),
            key=f"draft:{request.pk}",
        )
        for request in drafts[:AT_MOST]
    ]


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
