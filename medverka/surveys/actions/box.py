"""The box of sheets: what is handed in falls into it, and it is shaken, so that nothing tells whose sheet is whose.

The rows of a table lie in the order they were written, and PostgreSQL tells of each which transaction wrote it. A ticket
and a sheet of the same transaction could be tied by that. Shaking writes all sheets of a round anew, with new ids, in
random order, and touches all tickets, all in one transaction. When that is done the database lets go of the rows as they
were before. What is left to whoever has copies of before is told in docs/surveys.md.

Once a round is counted, what was written in words lies apart (`FreeText`): shaking then leaves it out of the sheets, so
that it stands beside no rating any longer.
"""

import json
import secrets
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from medverka.foundation import bulk
from medverka.foundation.models import PostponedForm
from medverka.foundation.traces import sweep
from medverka.questionnaires import files
from medverka.questionnaires.document import Kind
from medverka.surveys.models import Draft, Group, Round, Sheet, Ticket
from medverka.surveys.rules import State


@transaction.atomic
def shake(one: Round) -> int:
    """Shake the box of a round. Returns how many sheets lie in it. Whoever hands in meanwhile waits."""
    groups = list(Group.objects.select_for_update().filter(round=one).order_by("pk"))
    apart = _lies_apart(one)
    field: Any = Sheet._meta.get_field("answers")
    rows = Sheet.objects.filter(group__in=groups).values_list("pk", "group_id", "answers")
    sheets = [
        Sheet(group_id=group, answers=_without(apart[group], field.unseal(sealed, pk))) for pk, group, sealed in rows
    ]
    secrets.SystemRandom().shuffle(sheets)
    bulk.delete(Sheet.objects.filter(group__in=groups))
    bulk.insert(sheets)
    Ticket.objects.filter(group__in=groups).update(answered=F("answered"))
    Round.objects.filter(pk=one.pk).update(shaken_count=len(sheets))
    transaction.on_commit(_sweep, robust=True)
    return len(sheets)


def shake_all() -> None:
    """Shake every box into which something has fallen since it was last shaken."""
    rows = Round.objects.filter(state__in=[State.OPEN, State.CLOSED, State.COUNTED])
    for one in rows.annotate(sheets=Count("groups__sheets")).exclude(sheets=F("shaken_count")):
        shake(one)


def _lies_apart(one: Round) -> dict[int, set[str]]:
    """For each group the questions whose answers no longer belong on its sheets."""
    groups = Group.objects.filter(round=one).select_related("round__version", "version")
    if not Round.objects.filter(pk=one.pk, state=State.COUNTED).exists():
        return {group.pk: set() for group in groups}
    return {
        group.pk: {question.key for question in files.load(group.asks.content).questions if question.kind == Kind.TEXT}
        for group in groups
    }


def _without(keys: Collection[str], answers: str) -> str:
    if not keys:
        return answers
    kept = {key: answer for key, answer in json.loads(answers).items() if key not in keys}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _sweep() -> None:
    sweep(Sheet, Ticket, Draft, PostponedForm)
