"""What the worker does each morning for requests and assignments."""

from medverka.assignments import doors
from medverka.assignments.actions import invitations_due
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import DRAFTS
from medverka.foundation import clock
from medverka.foundation.schedule import daily

daily(invitations_due.expire_due)
daily(invitations_due.let_go_of_those_who_left)
daily(invitations_due.remind_due)


@daily
def forget_what_visitors_never_confirmed() -> None:
    """A visitor's draft is kept as long as its link opens."""
    visitors = InvolvementRequest.objects.filter(source=InvolvementRequest.Source.VISITOR, state__in=DRAFTS)
    visitors.filter(created_at__lt=clock.now() - doors.LIFETIMES[doors.DRAFT]).delete()
