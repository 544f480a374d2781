"""Saving what was entered by hand, once however often the button is pressed."""

from typing import Any

from django.db import transaction

from medverka.questionnaires.document import Answers
from medverka.surveys import drafts
from medverka.surveys.actions.answering import AnsweredAlready, hand_in_for
from medverka.surveys.models import Group, Ticket
from medverka.surveys.policies import authorise_for


@transaction.atomic
def save_entered(group: Group, answers: Answers, *, by: Any, secret: str, ticket: Ticket | None = None) -> None:
    """Put a form in the box; what was kept of it under `secret` is gone with that. Raises as `hand_in`."""
    authorise_for(by, group.round)
    if not drafts.throw_away(secret):
        raise AnsweredAlready
    hand_in_for(group, answers, by=by, ticket=ticket)
