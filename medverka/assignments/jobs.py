"""What the worker does each morning for requests and assignments."""

from datetime import timedelta

from medverka.assignments.actions import invitations
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import DRAFTS
from medverka.foundation import clock
from medverka.foundation.schedule import daily

DRAFT_DAYS = 30


@daily
def expire_invitations() -> None:
    """Let go of unanswered invitations, and ask the reserves."""
    invitations.expire_due()


@daily
def free_places_of_those_who_left() -> None:
    """Whoever has left the pool takes up no place."""
    invitations.let_go_of_those_who_left()


@daily
def remind_invited() -> None:
    """Remind once."""
    invitations.remind_due()


@daily
def drop_strangers_drafts() -> None:
    """Forget what visitors began and never confirmed."""
    old = clock.now() - timedelta(days=DRAFT_DAYS)
    visitors = InvolvementRequest.objects.filter(source=InvolvementRequest.Source.VISITOR, state__in=DRAFTS)
    visitors.filter(created_at__lt=old).delete()
