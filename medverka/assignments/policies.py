"""Who may do what with a request or an invitation. Pure: no look-up beyond what is given."""

from typing import Any

from medverka.access.authorise import may, may_everywhere
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.rules import DRAFTS


def may_handle(actor: Any, request: InvolvementRequest) -> bool:
    """A coordinator within whose reach the unit lies; a request without a known unit is the county's."""
    if request.unit is None:
        return may_everywhere(actor, "requests.handle")
    return may(actor, "requests.handle", request.unit)


def may_follow(actor: Any, request: InvolvementRequest) -> bool:
    """Whoever made it, those who follow the unit's requests, whoever holds its link, and the coordinator."""
    return (
        asked_for(actor, request)
        or (request.unit is not None and may(actor, "requests.follow", request.unit))
        or may_handle(actor, request)
    )


def may_write(actor: Any, request: InvolvementRequest) -> bool:
    """Whoever asks, whoever drafts it, and the coordinator of the unit. In which states, the action says."""
    return asked_for(actor, request) or drafts(actor, request) or may_handle(actor, request)


def drafts(actor: Any, request: InvolvementRequest) -> bool:
    """Whether the actor has begun this draft, maybe for somebody else and before it is known for which unit."""
    begun = request.drafted_by_id is not None and actor.actor_id == f"user:{request.drafted_by_id}"
    return begun and request.state in DRAFTS and may(actor, "requests.make")


def asked_for(actor: Any, request: InvolvementRequest) -> bool:
    """Whether the actor is the one who asks: by account, or by the link that only they were sent."""
    by_account = request.commissioner_id is not None and actor.actor_id == f"user:{request.commissioner_id}"
    return bool(by_account or actor.actor_id == f"request:{request.pk}")


def may_answer(actor: Any, invitation: Invitation) -> bool:
    """The invited person, by link or account; or a coordinator who writes down what they said."""
    return is_invited(actor, invitation) or may_handle(actor, invitation.request)


def is_invited(actor: Any, invitation: Invitation) -> bool:
    """Whether the actor is the invited person, by link, code or account."""
    user_id = invitation.contributor.user_id
    by_account = user_id is not None and actor.actor_id == f"user:{user_id}" and may(actor, "own.assignments")
    return bool(by_account or actor.actor_id == f"invitation:{invitation.pk}")
