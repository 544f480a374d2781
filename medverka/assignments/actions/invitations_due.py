"""What the clock does with invitations: reminds, lets go of those who did not answer, and of those who have left.

One transaction a person, so that one who cannot be moved holds up nobody else.
"""

from contextlib import suppress

from django.db import transaction

from medverka.access.authorise import SYSTEM
from medverka.assignments import rules
from medverka.assignments.actions import invitations
from medverka.assignments.actions.tellings import tell
from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.assignments.rules import NotNow
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.pool.models import Contributor

State = Invitation.State


def expire_due() -> int:
    """Let go of those who did not answer in time, and ask the next. Returns how many."""
    due = Invitation.objects.filter(state=State.INVITED, reply_by__lt=clock.today()).select_related("request")
    return sum(_expire(invitation) for invitation in list(due))


def let_go_of_those_who_left() -> int:
    """Free the places of those who have left the pool. Returns how many."""
    gone = Invitation.objects.filter(
        contributor__status=Contributor.Status.LEFT,
        state__in=[*invitations.COUNTED_ON, State.RESERVE],
        request__state=InvolvementRequest.State.OPEN,
    )
    rows = list(gone.select_related("request__unit", "contributor"))
    for invitation in rows:
        with suppress(NotNow):  # Something happened to it meanwhile; the next round sees how it stands then.
            _let_go(invitation)
    return len(rows)


def remind_due() -> int:
    """Remind once those who have not answered when half the time has gone. Returns how many."""
    waiting = Invitation.objects.filter(
        state=State.INVITED, reminded_at=None, reply_by__gte=clock.today(), request__state=InvolvementRequest.State.OPEN
    )
    reminded = 0
    for invitation in list(waiting.select_related("contributor", "request")):
        assert invitation.invited_at is not None and invitation.reply_by is not None  # noqa: S101, PT018 - both stand where it was sent
        if rules.reminder_is_due(clock.today(), clock.day_of(invitation.invited_at), invitation.reply_by):
            reminded += _remind(invitation)
    return reminded


@transaction.atomic
def _expire(invitation: Invitation) -> int:
    request = invitations.locked(invitation.request)
    if not invitations.move(invitation, "expire"):
        return 0
    invitations.forget_letters(invitation)
    record(SYSTEM, "invitation.expired", invitation, request=request.pk)
    invitations.move_up(request, by=SYSTEM)
    return 1


@transaction.atomic
def _let_go(invitation: Invitation) -> None:
    if invitation.state == State.ACCEPTED:
        invitations.withdraw(invitation, by=SYSTEM)
    elif invitation.state != State.RESERVE:
        invitations.decline(invitation, by=SYSTEM)
    elif invitations.move(invitation, "not_choose"):
        record(SYSTEM, "invitation.not_chosen", invitation, request=invitation.request_id)


@transaction.atomic
def _remind(invitation: Invitation) -> int:
    unreminded = Invitation.objects.filter(pk=invitation.pk, state=State.INVITED, reminded_at=None)
    if not unreminded.update(reminded_at=clock.now()):
        return 0
    tell(invitation, Telling.What.REMINDER, invitation.stamp.hex)
    record(SYSTEM, "invitation.reminded", invitation)
    return 1
