"""What the county takes with it from a round, in its own words."""

from typing import Any

from django.db import transaction

from medverka.journal.actions import record
from medverka.surveys.models import Round
from medverka.surveys.moves import NotNow
from medverka.surveys.policies import authorise_for
from medverka.surveys.rules import State


@transaction.atomic
def conclude(one: Round, *, by: Any, conclusions: str, before: str) -> None:
    """Write it on the results page. Raises `NotNow` where it is not as it was when whoever writes had read it (`before`)."""
    authorise_for(by, one)
    kept = Round.objects.select_for_update().get(pk=one.pk)
    one.conclusions = kept.conclusions
    if kept.state != State.COUNTED or kept.conclusions not in (before, conclusions):
        raise NotNow
    if kept.conclusions != conclusions:
        Round.objects.filter(pk=one.pk).update(conclusions=conclusions)
        record(by, "round.concluded", one)
