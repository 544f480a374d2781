"""Who may do what with a questionnaire or a round. Pages, actions and lists all ask here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from medverka.access.authorise import may, may_everywhere
from medverka.surveys.models import Questionnaire, Round


def may_change(actor: Any, one: Questionnaire) -> bool:
    """Change, archive or remove a questionnaire: whoever keeps surveys in the whole county, and whoever made it.

    All who build questionnaires read and copy every one (`queries.questionnaires.visible_to`): they hold questions and no answers.
    """
    return _may_with(actor, one.created_by_id)


def authorise_change(by: Any, one: Questionnaire) -> None:
    """Raise `PermissionDenied` unless `by` may change the questionnaire."""
    if not may_change(by, one):
        raise PermissionDenied("surveys.edit")


def may_edit(actor: Any, one: Round) -> bool:
    """Set it up, ask people, enter answers, count it, read what was written: whoever keeps surveys in the whole county, and whoever made it."""
    return _may_with(actor, one.created_by_id)


def _may_with(actor: Any, made_by: int | None) -> bool:
    own = made_by is not None and made_by == getattr(actor, "pk", None)
    return may(actor, "surveys.edit") and (own or may_everywhere(actor, "surveys.edit"))


def editable_by(actor: Any) -> Q:
    """A filter on rounds: those that `may_edit` says yes to."""
    if may_everywhere(actor, "surveys.edit"):
        return ~Q(pk__in=[])  # All; an empty Q would vanish beside an "or".
    pk = getattr(actor, "pk", None)
    return Q(created_by=pk) if pk is not None and may(actor, "surveys.edit") else Q(pk__in=[])


def authorise_for(by: Any, one: Round) -> None:
    """Raise `PermissionDenied` unless `by` may edit the round."""
    if not may_edit(by, one):
        raise PermissionDenied("surveys.edit")
