"""What assignments hear from below: the copy for My page is gathered, and what was said has come further."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.assignments import queries
from medverka.assignments.actions.afterwards import close_finished
from medverka.assignments.afterwards_queries import in_words
from medverka.assignments.models import Evaluation, InvitationQuestion, TermsAcceptance
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything
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


@receiver(came_further)
def close_at_once(sender: object, kind: str, ids: Collection[int], **_given: object) -> None:
    """A request is closed when its last answer is given and the last one is told."""
    if kind == queries.ORIGIN:
        close_finished(ids)
