"""Who may do what with a round. Pages, actions and lists all ask here."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from medverka.access.authorise import may, may_everywhere
from medverka.surveys.models import Round


def may_edit(actor: Any, one: Round) -> bool:
    """Set it up, ask people, enter answers, count it, read what was written: whoever keeps surveys in the whole county, and whoever made it."""
    own = one.created_by_id is not None and one.created_by_id == getattr(actor, "pk", None)
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
