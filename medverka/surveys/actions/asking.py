"""Who is asked: tickets for people of the pool, for staff, for those of a list, and codes for a hall.

A few are made at once. Many are the worker's: each slice of them is a transaction of its own, so that whatever happens in
between, nobody is left out and nobody gets two.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.pool.models import Contributor
from medverka.surveys import rules, tickets
from medverka.surveys.models import Asking, Group, Round, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.policies import authorise_for
from medverka.surveys.tickets import Invitee

Source = Asking.Source


@transaction.atomic
def ask(group: Group, *, by: Any, source: str, people: Sequence[Invitee] = (), codes: int = 0) -> Asking:
    """Give a ticket to each of `people`, or make so many `codes`. Raises `NotNow` once the round is closed."""
    authorise_for(by, group.round)
    if not Round.objects.select_for_update().filter(pk=group.round_id, state__in=rules.ASKS).exists():
        raise NotNow
    written = json.dumps([[one.contributor, one.name, one.email] for one in people]) if people else ""
    asking = Asking.objects.create(group=group, source=source, people=written, total=len(people) or codes)
    record(by, "round.people_asked", group.round, group=group.key, source=source, people=asking.total)
    if asking.total <= rules.ASKED_AT_ONCE:
        run(asking)
    else:
        wake(asking)
    return asking


def wake(asking: Asking) -> None:
    """Let the worker make what is left."""
    pk = str(asking.pk)
    transaction.on_commit(lambda: async_task("medverka.surveys.round_jobs.make_tickets", pk))


@transaction.atomic
def begin_again(asking: Asking, *, by: Any) -> None:
    """Let the worker go on with what seems to have stopped. Harmless where it has not."""
    authorise_for(by, asking.group.round)
    Asking.objects.filter(pk=asking.pk).update(heard_at=clock.now())
    wake(asking)


def run(asking: Asking) -> None:
    """Make all tickets that are left to make, slice by slice."""
    people = [Invitee(*one) for one in json.loads(asking.people)] if asking.people else []
    asked = _Asked()
    while asking.taken < asking.total and _slice(asking, people, asked):
        pass


@transaction.atomic
def _slice(asking: Asking, people: Sequence[Invitee], asked: "_Asked") -> bool:
    """Make the next tickets. False where somebody else is at it, or the round has been closed."""
    begun, until = asking.taken, min(asking.taken + rules.SLICE, asking.total)
    open_still = Round.objects.select_for_update().filter(pk=asking.group.round_id, state__in=rules.ASKS).exists()
    last = {"people": ""} if until == asking.total else {}
    mine = Asking.objects.filter(pk=asking.pk, taken=begun)
    if not open_still or not mine.update(taken=until, heard_at=clock.now(), **last):
        return False
    asked.look(asking.group.round_id)
    wanted = people[begun:until] if people else [Invitee()] * (until - begun)
    made = tickets.make(asking.group, _new(wanted, asked.who))
    asked.tickets += len(made)
    asking.taken, asking.made = until, asking.made + len(made)
    Asking.objects.filter(pk=asking.pk).update(made=asking.made)
    return True


@dataclass
class _Asked:
    """Whoever has a ticket in the round already, in whichever group: contributors by id, others by address."""

    who: set[Any] = field(default_factory=set)
    tickets: int = -1

    def look(self, round_id: int) -> None:
        """Read it anew where somebody else has made tickets meanwhile. The round's row is locked."""
        rows = Ticket.objects.filter(group__round=round_id).order_by()
        if rows.count() == self.tickets:
            return
        named = rows.filter(contributor=None).exclude(email="").only("email")
        self.who = set(rows.exclude(contributor=None).values_list("contributor", flat=True))
        self.who |= {ticket.email.lower() for ticket in named.iterator(2000)}
        self.tickets = rows.count()


def _new(wanted: Sequence[Invitee], asked: set[Any]) -> list[Invitee]:
    """Those who have no ticket, and who are still there; `asked` knows them from now on."""
    ids = [one.contributor for one in wanted if one.contributor]
    rows = Contributor.objects.filter(pk__in=ids, status=Contributor.Status.ACTIVE)
    there = set(rows.values_list("pk", flat=True)) if ids else set()
    found = []
    for one in wanted:
        who = one.contributor or one.email.lower()
        if (one.contributor and one.contributor not in there) or (who and who in asked):
            continue
        if who:
            asked.add(who)
        found.append(one)
    return found


@transaction.atomic
def remove(ticket: Ticket, *, by: Any) -> None:
    """Take somebody out of the round who has not answered; their link and code open nothing any longer."""
    authorise_for(by, ticket.group.round)
    if not Round.objects.filter(pk=ticket.group.round_id, state__in=rules.ASKS).exists():
        raise NotNow
    number = ticket.number
    gone, _rows = Ticket.objects.filter(pk=ticket.pk, answered=False).delete()
    if not gone:
        raise NotNow
    record(by, "round.person_removed", ticket.group.round, group=ticket.group.key, number=number)
