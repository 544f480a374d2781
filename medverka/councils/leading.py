"""Whoever leads a council writes down and tells what is said there, whatever role they have otherwise."""

from typing import Any

from django.core.exceptions import PermissionDenied

from medverka.access.authorise import Grant, Someone
from medverka.councils import policies
from medverka.councils.models import Council, Meeting, SeatHolding, Summons
from medverka.councils.queries.councils import may_lead


def must_lead(by: Any, council: Council) -> None:
    """Raise `PermissionDenied` for those who do not lead the council."""
    if not may_lead(by, council):
        raise PermissionDenied("councils.lead")


def as_recorder(by: Any, council: Council) -> Someone:
    """The same person with what it takes to record and tell, for what was said at this council's meetings alone."""
    must_lead(by, council)
    return Someone(by.actor_id, (Grant("facilitator"),))


def is_own(by: Any, holding: SeatHolding, meeting: Meeting) -> bool:
    """Whether `by` is the one who sits on the seat: by account, or by the link of their own call to the meeting."""
    if policies.is_holder(by, holding):
        return True
    kind, _colon, pk = by.actor_id.partition(":")
    return kind == "summons" and Summons.objects.filter(pk=pk, holding=holding, meeting=meeting).exists()
