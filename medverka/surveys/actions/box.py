"""The box of sheets: what is handed in falls into it, and it is shaken, so that nothing tells whose sheet is whose.

The rows of a table lie in the order they were written, and PostgreSQL tells of each which transaction wrote it. A ticket
and a sheet of the same transaction could be tied by that. Shaking writes all sheets of a round anew, with new ids, in
random order, and touches all tickets, all in one transaction. When that is done the database lets go of the rows as they
were before. What is left to whoever has copies of before is told in docs/surveys.md.
"""

import secrets
from typing import Any

from django.db import transaction
from django.db.models import F

from medverka.foundation import bulk
from medverka.foundation.traces import sweep
from medverka.surveys.models import Draft, Group, Round, Sheet, Ticket
from medverka.surveys.rules import State


@transaction.atomic
def shake(one: Round) -> int:
    """Shake the box of a round. Returns how many sheets lie in it. Whoever hands in meanwhile waits."""
    groups = list(Group.objects.select_for_update().filter(round=one).order_by("pk"))
    field: Any = Sheet._meta.get_field("answers")
    rows = Sheet.objects.filter(group__in=groups).values_list("pk", "group_id", "answers")
    sheets = [Sheet(group_id=group, answers=field.unseal(sealed, pk)) for pk, group, sealed in rows]
    secrets.SystemRandom().shuffle(sheets)
    bulk.delete(Sheet.objects.filter(group__in=groups))
    bulk.insert(sheets)
    Ticket.objects.filter(group__in=groups).update(answered=F("answered"))
    Round.objects.filter(pk=one.pk).update(shaken_at=len(sheets))
    transaction.on_commit(_sweep, robust=True)
    return len(sheets)


def shake_all() -> None:
    """Shake every box into which something has fallen since it was last shaken."""
    for one in Round.objects.filter(state__in=[State.OPEN, State.CLOSED, State.COUNTED]):
        if Sheet.objects.filter(group__round=one).count() != one.shaken_at:
            shake(one)


def _sweep() -> None:
    sweep(Sheet, Ticket, Draft)
