"""What the worker does by the clock for requests and assignments."""

from medverka.access.authorise import SYSTEM
from medverka.assignments import doors
from medverka.assignments.actions import afterwards, invitations_due
from medverka.assignments.actions.requests import drop_visitors_drafts
from medverka.foundation import clock
from medverka.foundation.schedule import daily, every_minute

every_minute(afterwards.close_finished)
daily(invitations_due.expire_due)
daily(invitations_due.let_go_of_those_who_left)
daily(invitations_due.remind_due)


@daily
def forget_what_visitors_never_confirmed() -> None:
    """A visitor's draft is kept as long as its link opens."""
    drop_visitors_drafts(by=SYSTEM, saved_before=clock.now() - doors.LIFETIMES[doors.DRAFT])
