"""What is taken back: an invitation that went to the wrong person, and a request that nobody has opened yet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from medverka.assignments.actions import invitations
from medverka.assignments.actions.requests import move_request
from medverka.assignments.actions.tellings import tell, tell_commissioner
from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.assignments.policies import asked_for, may_handle
from medverka.foundation.models import OutgoingMail
from medverka.journal.actions import record


@transaction.atomic
def take_back(invitation: Invitation, *, by: Any) -> Invitation:
    """Take back an invitation that is not answered, or a place in reserve. Whoever may have heard of it is told.

    It no longer counts as having been asked, and the place is free for whoever is next. Again is harmless.
    """
    if not may_handle(by, invitation.request):
        raise PermissionDenied("requests.handle")
    request = invitations.locked(invitation.request)
    invitation.refresh_from_db(fields=["state"])
    if invitation.state == Invitation.State.TAKEN_BACK:
        return invitation
    asked = invitation.state == Invitation.State.INVITED
    invitations.must_move(invitation, "take_back")
    has_heard = asked and _may_have_heard(invitation)
    invitations.forget_letters(invitation)
    if has_heard:
        tell(invitation, Telling.What.TAKEN_BACK, invitation.stamp.hex)
    record(by, "invitation.taken_back", invitation, request=request.pk, told=has_heard)
    invitations.count_asked([invitation.contributor_id])
    if asked:
        invitations.move_up(request, by=by)
    return invitation


def _may_have_heard(invitation: Invitation) -> bool:
    """Whether a mail has begun to go out, a letter is posted or a call made."""
    key = f"assignments.{Telling.What.INVITATION}:{invitation.pk}:{invitation.stamp.hex}"
    mailed = OutgoingMail.objects.filter(key=key, attempts__gt=0)
    told = Telling.objects.filter(
        invitation=invitation, what=Telling.What.INVITATION, about=invitation.stamp.hex, done_at__isnull=False
    )
    return mailed.exists() or told.exists()


@transaction.atomic
def withdraw_request(request: InvolvementRequest, *, by: Any) -> InvolvementRequest:
    """Whoever asked no longer wants it, before it was opened: by themselves, or as a coordinator heard it."""
    if not (asked_for(by, request) or may_handle(by, request)):
        raise PermissionDenied
    move_request(request, "withdraw")
    tell_commissioner(request, "withdrawn")
    record(by, "request.withdrawn", request)
    return request
