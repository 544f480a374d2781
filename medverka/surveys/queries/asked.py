"""Those of a group who have tickets: who has answered, and who is still to get a mail or a letter."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, QuerySet

from medverka.pool.models import Contributor
from medverka.surveys.models import Asking, Group, Ticket
from medverka.surveys.rules import LETTERS_AT_ONCE

BY_MAIL = Q(contributor__channel=Contributor.Channel.EMAIL) | (Q(contributor=None) & ~Q(email=""))
BY_LETTER = Q(contributor__isnull=False) & ~Q(contributor__channel=Contributor.Channel.EMAIL) | (
    Q(contributor=None, email="") & ~Q(name="")
)
THERE = Q(contributor=None) | Q(contributor__status=Contributor.Status.ACTIVE, contributor__disposed_on=None)


def mails_left(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those who are to get an invitation by mail, and have got none."""
    return tickets.filter(BY_MAIL, THERE, answered=False, invited=False)


def letters_left(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those who are to get a letter that has not been posted. A code on paper has no person, and gets none."""
    return tickets.filter(BY_LETTER, THERE, answered=False, invited=False)


def to_remind(group: Group) -> QuerySet[Ticket]:
    """Those who would be reminded by mail now: invited by mail, not answered."""
    return group.tickets.filter(BY_MAIL, THERE, answered=False, invited=True)


@dataclass(frozen=True)
class Ways:
    """What is left to do for those of a group who have tickets."""

    mails: int
    letters: int
    letters_made: int
    letters_upto: int
    to_remind: int
    codes_left: int


def ways_of(group: Group) -> Ways:
    """What is left to send. One pass over the tickets: a group may have tens of thousands."""
    letters = BY_LETTER & THERE & Q(invited=False)
    code = Q(contributor=None, name="", email="") & ~Q(secret="")
    found = group.tickets.filter(answered=False).aggregate(
        mails=Count("pk", filter=BY_MAIL & THERE & Q(invited=False)),
        letters=Count("pk", filter=letters),
        letters_made=Count("pk", filter=letters & Q(letter_made=True)),
        letters_upto=Max("number", filter=letters & Q(letter_made=True)),
        to_remind=Count("pk", filter=BY_MAIL & THERE & Q(invited=True)),
        codes_left=Count("pk", filter=code),
    )
    return Ways(**found | {"letters_upto": found["letters_upto"] or 0})


def tickets_of(group: Group, shown: str = "") -> QuerySet[Ticket]:
    """Those who have tickets: all, those who have answered, or those who have not."""
    rows = group.tickets.select_related("contributor")
    if shown in ("svarat", "inte"):
        rows = rows.filter(answered=shown == "svarat")
    return rows.order_by("number")


def under_way(group: Group) -> Asking | None:
    """Tickets that are being made by the worker, if any are."""
    return group.askings.filter(taken__lt=F("total")).order_by("heard_at").first()


def next_letters(group: Group) -> list[Ticket]:
    """Those whose letters go into the next PDF. The same again, until it is noted that they are posted."""
    rows = letters_left(group.tickets.all()).select_related("contributor", "group__round")
    return list(rows.order_by("number")[:LETTERS_AT_ONCE])


def codes_of(group: Group) -> QuerySet[Ticket]:
    """Codes on paper that belong to nobody and have not been used."""
    rows = group.tickets.filter(contributor=None, name="", email="", answered=False)
    return rows.exclude(secret="").order_by("number")  # Without one: somebody who has been let go of.
