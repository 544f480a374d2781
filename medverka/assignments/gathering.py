"""What assignments hear from below: what is held about a contributor is gathered, and what was said has come further."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.assignments import queries
from medverka.assignments.actions.afterwards import close_finished
from medverka.assignments.afterwards_queries import in_words
from medverka.assignments.models import (
    Evaluation,
    Invitation,
    InvitationQuestion,
    InvolvementRequest,
    TermsAcceptance,
)
from medverka.contributions.models import Contribution
from medverka.contributions.queries import visible_to as visible_contributions
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds, gathering_everything
from medverka.pool.taking_part import Deed, hours_in_words, in_one_line
from medverka.voices.signals import came_further


@receiver(gathering_everything)
def invitations_and_assignments(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Every invitation with what was answered, asked and agreed to."""
    questions: dict[int, list[dict[str, str]]] = {}
    for question in InvitationQuestion.objects.filter(invitation__contributor=contributor):
        questions.setdefault(question.invitation_id, []).append({_("fråga"): question.text, _("svar"): question.answer})
    agreed: dict[int, list[dict[str, Any]]] = {}
    for acceptance in TermsAcceptance.objects.filter(invitation__contributor=contributor).select_related("terms"):
        agreed.setdefault(acceptance.invitation_id, []).append(
            {_("version"): acceptance.terms.version, _("dag"): clock.day_of(acceptance.accepted_at)}
        )
    rows = [
        {
            _("uppdrag"): invitation.request.title,
            _("läge"): str(invitation.get_state_display()),
            _("inbjuden"): clock.day_of(invitation.invited_at) if invitation.invited_at else "",
            _("svarade"): clock.day_of(invitation.replied_at) if invitation.replied_at else "",
            _("får synas för uppdragsgivaren"): invitation.released,
            _("frågor"): questions.get(invitation.pk, []),
            _("godkända uppdragsbeskrivningar"): agreed.get(invitation.pk, []),
        }
        for invitation in queries.invitations_of(contributor).order_by("pk")
    ]
    return _("Inbjudningar och uppdrag"), rows


@receiver(gathering_everything)
def evaluations(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Each answer to the four questions, with own words."""
    rows = Evaluation.objects.filter(invitation__contributor=contributor).select_related("request").order_by("pk")
    return _("Hur det var efteråt"), [
        {
            _("uppdrag"): row.request.title,
            _("när"): clock.day_of(row.written_at),
            **dict(in_words(row)),
            _("med egna ord"): row.words,
        }
        for row in rows
    ]


@receiver(gathering_deeds)
def asked_and_done(sender: object, contributor: Contributor, by: Any, **_given: object) -> list[Deed]:
    """Each invitation with its answer, and each contribution that came of a request."""
    seen = queries.visible_to(by)
    asked = queries.invitations_of(contributor).filter(invited_at__isnull=False, request__in=seen.values("pk"))
    made = visible_contributions(by).filter(contributor=contributor, origin_kind=queries.ORIGIN)
    requests = seen.in_bulk([row.origin_id for row in made])
    return [
        *(_asked(one, clock.day_of(one.invited_at)) for one in asked if one.invited_at),
        *(_done(row, requests.get(row.origin_id)) for row in made if row.origin_id),
    ]


def _asked(invitation: Invitation, day: date) -> Deed:
    told = [invitation.get_state_display()]
    if invitation.replied_at:
        told.append(_("svarade den %(day)s") % {"day": date_format(clock.day_of(invitation.replied_at), "j F")})
    address = reverse("assignments:invitation", args=[invitation.request.key, invitation.pk])
    return Deed(day, _("Inbjudan"), str(invitation.request), in_one_line(told), address)


def _done(row: Contribution, request: InvolvementRequest | None) -> Deed:
    title = str(request or row.way or row.unit or _("Insats"))
    address = reverse("assignments:request", args=[request.key]) if request else ""
    return Deed(row.on, _("Insats"), title, in_one_line([hours_in_words(row.hours)]), address)


@receiver(came_further)
def close_at_once(sender: object, kind: str, ids: Collection[int], **_given: object) -> None:
    """A request is closed when its last answer is given and the last one is told."""
    if kind == queries.ORIGIN:
        close_finished(ids)
