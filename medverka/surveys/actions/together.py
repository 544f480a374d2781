"""Groups of a closed round are put together before it is counted, and taken apart again. Afterwards neither is possible."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from medverka.journal.actions import record
from medverka.surveys.models import Group, Round
from medverka.surveys.moves import NotNow
from medverka.surveys.policies import authorise_for
from medverka.surveys.rules import State
from medverka.surveys.together import FEWEST


@transaction.atomic
def put_together(groups: Sequence[Group], *, by: Any, one: Round, key: str, name: str) -> Group:
    """Let groups that were asked the same be counted as one. Raises `NotNow` where the round is not closed (any longer)."""
    authorise_for(by, one)
    _locked(one)
    rows = Group.objects.filter(round=one, pk__in=[group.pk for group in groups], counted_with=None, members=None)
    chosen = list(rows.select_related("round__version", "version"))
    if len(chosen) < FEWEST:
        raise ValidationError({"groups": _("Välj minst två grupper.")})
    if len({group.asks.pk for group in chosen}) > 1:
        raise ValidationError({"groups": _("Grupperna har fått olika frågor och kan inte räknas som en.")})
    first = chosen[0]
    try:
        with transaction.atomic():
            joint = Group.objects.create(
                round=one, key=key, name=name, version=first.version, order=first.order, has_open_link=False
            )
    except IntegrityError:
        raise ValidationError({"name": _("En annan grupp i omgången heter redan så.")}) from None
    Group.objects.filter(pk__in=[group.pk for group in chosen]).update(counted_with=joint)
    record(by, "round.groups_put_together", one, groups=[group.key for group in chosen])
    return joint


@transaction.atomic
def take_apart(joint: Group, *, by: Any) -> None:
    """Let the members of a joint group be counted each by itself again."""
    authorise_for(by, joint.round)
    _locked(joint.round)
    gone, _what = Group.objects.filter(pk=joint.pk, members__isnull=False).delete()
    if not gone:
        raise NotNow
    record(by, "round.groups_taken_apart", joint.round)


def _locked(one: Round) -> None:
    """Nobody begins to count meanwhile."""
    if not Round.objects.select_for_update().filter(pk=one.pk, state=State.CLOSED).exists():
        raise NotNow
