"""Handing in: one sheet in the box, once, while the round takes answers."""

import json
from typing import Any

from django.db import connection, transaction

from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.questionnaires.document import Answers
from medverka.surveys import drafts
from medverka.surveys.models import Group, Round, Sheet, Ticket
from medverka.surveys.policies import authorise_for
from medverka.surveys.rules import ANSWERED_BY_HAND, takes_answers


class AnsweredAlready(Exception):
    """The ticket or the draft has been handed in: by a second click, another tab, or earlier."""


class RoundClosed(Exception):
    """The round takes no answers today."""


@transaction.atomic
def hand_in(group: Group, answers: Answers, *, ticket: Ticket | None = None, draft: str = "") -> None:
    """Put what a respondent answered in the box. It leads back to neither ticket nor draft, and bears no time.

    `answers` have been cleaned. A ticket is used up; the draft with the secret `draft` is what keeps a second click of an
    open link from handing in twice, so one of the two is needed.

    Raises `AnsweredAlready`, `RoundClosed` (nothing is changed then, the draft least of all), or `ValueError`.
    """
    if ticket is None and not draft:
        raise ValueError("Nothing would keep a second click from handing in twice.")
    opens_on, closes_on, state = _held(group)
    if not takes_answers(state, opens_on, closes_on, clock.today()):
        raise RoundClosed
    if ticket is not None:
        _use_up(group, ticket)
    kept = bool(draft) and drafts.throw_away(draft)
    if ticket is None and not kept:
        raise AnsweredAlready
    _put(group, answers)


@transaction.atomic
def hand_in_for(group: Group, answers: Answers, *, by: Any, ticket: Ticket | None = None) -> None:
    """Put what came on paper or by phone in the box, also when the round is closed and not yet counted.

    The journal tells that somebody entered a sheet of this group, never which. Raises as `hand_in`.
    """
    authorise_for(by, group.round)
    if _held(group)[2] not in ANSWERED_BY_HAND:
        raise RoundClosed
    if ticket is not None:
        _use_up(group, ticket)
        drafts.throw_away(drafts.secret_of(ticket))
    _put(group, answers)
    record(by, "survey.entered", group)


def _use_up(group: Group, ticket: Ticket) -> None:
    if not Ticket.objects.filter(pk=ticket.pk, group=group, answered=False).update(answered=True):
        raise AnsweredAlready


def _put(group: Group, answers: Answers) -> None:
    Sheet.objects.create(group_id=group.pk, answers=json.dumps(answers, ensure_ascii=False, sort_keys=True))


def _held(group: Group) -> Any:
    """When the round takes answers, as it stays until the sheet lies in the box.

    Counting takes the groups FOR UPDATE. Many may hold them KEY SHARE together, and counting waits for all of them; the
    foreign key of the sheet would take the same lock, but not before the commit. On SQLite there is one writer anyway.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Group._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR KEY SHARE", [group.pk])  # noqa: S608
    return Round.objects.values_list("opens_on", "closes_on", "state").get(pk=group.round_id)
