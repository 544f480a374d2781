"""What holds for roles and for the ways in: no database."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from medverka.access.roles import ROLES, Role

INVITATION_GOOD_FOR = timedelta(days=14)


def staff_roles() -> list[Role]:
    """The roles that are given to staff. Contributors get theirs from the pool."""
    return [role for role in ROLES.values() if role.code != "contributor"]


def kind_of_scope(organisation: Any, sub_area: Any) -> str:
    """In which kind of scope a role holds: the names that `access.roles` uses."""
    if organisation:
        return "organisation"
    return "sub_area" if sub_area else "county"


def open_until(invited_at: datetime) -> datetime:
    """Until when an invitation can be answered."""
    return invited_at + INVITATION_GOOD_FOR


def invitation_state(invitation: Any, now: datetime) -> str:
    """Where an invitation stands: `accepted`, `withdrawn`, `expired` or `open`."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    too_late = invitation.ends_on and invitation.ends_on < timezone.localdate(now)
    return "expired" if too_late or now >= open_until(invitation.invited_at) else "open"


def holds_on(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether a role that runs between two dates holds on a day; both dates are included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)
