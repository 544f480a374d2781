"""The asking itself: mails, letters, reminders. Nobody who has answered is asked again, and nobody more than twice."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django_q.tasks import async_task

from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record
from medverka.surveys import rules
from medverka.surveys.models import Group, Round, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.policies import authorise_for
from medverka.surveys.queries.asked import letters_left, mails_left, to_remind

SENT_AT_ONCE = 500


@transaction.atomic
def send_invitations(group: Group, *, by: Any) -> None:
    """Let a mail go to everybody in the group who reads mail and has got none. Raises `NotNow` outside its period.

    The first ones are in the outbox when this returns, so that the page does not offer them again; the worker takes the rest.
    """
    authorise_for(by, group.round)
    _must_take_answers(group)
    record(by, "round.invited", group.round, group=group.key)
    pk = group.pk
    if queue_invitations(group) == SENT_AT_ONCE:
        transaction.on_commit(lambda: async_task("medverka.surveys.round_jobs.invite", pk))


@transaction.atomic
def remind(group: Group, *, by: Any, after: int) -> None:
    """Remind those who have not answered, once more than `after` times. A second press of the same button is `NotNow`.

    Mails go; letters wait to be fetched (`queries.asked.letters_left`).
    """
    authorise_for(by, group.round)
    _must_take_answers(group)
    turn = Group.objects.filter(pk=group.pk, reminded=after, reminded__lt=rules.MOST_REMINDERS)
    if not turn.update(reminded=F("reminded") + 1, reminded_on=clock.today()):
        raise NotNow
    group.tickets.filter(invited=True, letter_made=True).update(letter_made=False)  # That one was the letter before.
    record(by, "round.reminded", group.round, group=group.key, time=after + 1)
    pk = group.pk
    transaction.on_commit(lambda: async_task("medverka.surveys.round_jobs.remind", pk))


def _must_take_answers(group: Group) -> None:
    if not Round.objects.select_for_update().get(pk=group.round_id).takes_answers:
        raise NotNow


@transaction.atomic
def queue_invitations(group: Group) -> int:
    """Put the next mails into the outbox. Returns how many; none once all are there."""
    rows = _locked(mails_left(group.tickets.all()), invited=False)
    Ticket.objects.filter(pk__in=[row.pk for row in rows]).update(invited=True, reminders=group.reminded)
    for row in rows:
        queue(rules.INVITATION, row.pk)
    return len(rows)


@transaction.atomic
def queue_reminders(group: Group) -> int:
    """The same for the reminder that the group is at."""
    rows = _locked(to_remind(group), reminders__lt=group.reminded)
    Ticket.objects.filter(pk__in=[row.pk for row in rows]).update(reminders=group.reminded)
    for row in rows:
        queue(rules.REMINDER, row.pk, key=f"{rules.REMINDER}:{row.pk}:{group.reminded}")
    return len(rows)


def _locked(rows: QuerySet[Ticket], **left: Any) -> list[Ticket]:
    """The next of these tickets for which `left` holds; two workers take turns, so that each is mailed once.

    What is left is asked again of each row once it is locked: whoever was first may have done it.
    """
    found = rows.filter(**left).order_by("number").values_list("pk", flat=True)[:SENT_AT_ONCE]
    return list(
        Ticket.objects.select_for_update().filter(pk__in=list(found), answered=False, **left).order_by("pk").only("pk")
    )


# --- Letters ----------------------------------------------------------------------------------


def note_letters_made(tickets: Iterable[Ticket], *, group: Group, by: Any) -> None:
    """Letters to these are in somebody's hands. The door itself journals whose addresses were opened."""
    authorise_for(by, group.round)
    group.tickets.filter(pk__in=[ticket.pk for ticket in tickets]).update(letter_made=True)


@transaction.atomic
def note_letters_posted(group: Group, *, by: Any, upto: int) -> None:
    """The letters that were made are posted, up to the number that the page knew of. Raises `NotNow` where there are none."""
    authorise_for(by, group.round)
    made = letters_left(group.tickets.all()).filter(letter_made=True, number__lte=upto)
    found = list(made.values_list("pk", flat=True))
    posted = Ticket.objects.filter(pk__in=found, letter_made=True)
    if not posted.update(invited=True, reminders=group.reminded, letter_made=False):
        raise NotNow
    record(by, "round.letters_posted", group.round, group=group.key)
