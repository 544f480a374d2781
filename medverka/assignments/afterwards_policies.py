"""Who may say what about an assignment that is over."""

from typing import Any

from medverka.access.authorise import may
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.policies import asked_for, is_invited, may_follow, may_handle

__all__ = ["may_answer_for", "may_evaluate", "may_follow", "may_note", "may_record_voices", "may_speak_for"]


def may_note(actor: Any, request: InvolvementRequest) -> bool:
    """Note who came: the coordinator."""
    return may_handle(actor, request)


def may_speak_for(actor: Any, invitation: Invitation) -> bool:
    """Be that contributor: by account or link."""
    return is_invited(actor, invitation)


def may_answer_for(actor: Any, invitation: Invitation) -> bool:
    """The contributor; or the coordinator who writes down what they said by phone or on paper."""
    return is_invited(actor, invitation) or may_handle(actor, invitation.request)


def may_evaluate(actor: Any, request: InvolvementRequest) -> bool:
    """The commissioner's side; or the coordinator who writes it down for them."""
    at_unit = request.unit is not None and may(actor, "requests.follow", request.unit)
    return asked_for(actor, request) or at_unit or may_handle(actor, request)


def may_record_voices(actor: Any, request: InvolvementRequest) -> bool:
    """Write down what was said: whoever may record voices where the request belongs."""
    if request.unit is None:
        return may_handle(actor, request)
    return may(actor, "voices.record", request.unit) and may_follow(actor, request)
