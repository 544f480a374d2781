"""Tickets: one-time links and printed codes. Both are made from the ticket's secret, and neither is kept."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.crypto import constant_time_compare

from medverka.foundation import bulk, codes
from medverka.foundation.crypto import secret_digest
from medverka.surveys import addresses
from medverka.surveys.models import Group, Ticket

MADE_OF = "survey code is made of"
FOUND_BY = "survey code"
REST_MADE_OF = "survey link is made of"


@dataclass(frozen=True)
class Invitee:
    """Somebody to be asked: of the pool, or by name and address; or nobody yet, for a code on paper."""

    contributor: int | None = None
    name: str = ""
    email: str = ""


@transaction.atomic
def make(group: Group, people: Sequence[Invitee]) -> list[Ticket]:
    """A ticket for each, numbered on from the last one of the group. Whoever calls has looked that nobody has one."""
    Group.objects.select_for_update().get(pk=group.pk)  # Two who make tickets at once take turns with the numbers.
    last = group.tickets.aggregate(last=Max("number"))["last"] or 0
    rows = []
    for number, one in enumerate(people, start=last + 1):
        secret = secrets.token_hex(16)
        found_by, who = digest_of(code_from(secret)), {"contributor_id": one.contributor, "name": one.name}
        row = Ticket(group=group, number=number, secret=secret, code_digest=found_by, email=one.email, **who)
        row.reminders = group.reminded  # Of what was sent before it was made it is not reminded.
        rows.append(row)
    bulk.insert(rows)
    return rows


def code_from(secret: str) -> str:
    """The code of a ticket with this secret, without what makes it readable."""
    return codes.made_from(secret, MADE_OF)


def digest_of(code: str) -> str:
    """What a ticket is found by."""
    return secret_digest(code, FOUND_BY)


def code_of(ticket: Ticket) -> str:
    """The code as it is printed."""
    return codes.as_printed(code_from(ticket.secret))


def token_of(ticket: Ticket) -> str:
    """What stands in the link: the code, and as much again, so that nobody can guess it."""
    return code_from(ticket.secret).lower() + _rest(ticket)


def link_of(ticket: Ticket) -> str:
    """The whole address of the one-time link."""
    return addresses.of_token(token_of(ticket))


def of_code(text: str) -> Ticket | None:
    """The ticket of a code that somebody typed, if there is one."""
    typed = codes.as_typed(text[:60])
    if len(typed) != codes.LENGTH:
        return None
    rows = Ticket.objects.filter(code_digest=digest_of(typed))
    return rows.select_related("group__round__version", "group__version").first()


def of_token(token: str) -> Ticket | None:
    """The ticket of a link, if it is not forged."""
    ticket = of_code(token[: codes.LENGTH])
    if ticket is None or not constant_time_compare(token[codes.LENGTH :], _rest(ticket)):
        return None
    return ticket


def _rest(ticket: Ticket) -> str:
    return secret_digest(ticket.secret, REST_MADE_OF)[:24]
