"""Those of a group who have tickets: who has answered, and who is still to get a mail or a letter."""

from dataclasses import dataclass

from django.db.models import Count, F, Max, Min, Q, QuerySet

from medverka.pool.models import Contributor
from medverka.surveys.models import Asking, Group, Ticket
from medverka.surveys.rules import CODES_A_PILE, LETTERS_AT_ONCE

BY_MAIL = Q(contributor__channel=Contributor.Channel.EMAIL) | (Q(contributor=None) & ~Q(email=""))
BY_LETTER = Q(contributor__isnull=False) & ~Q(contributor__channel=Contributor.Channel.EMAIL) | (
    Q(contributor=None, email="") & ~Q(name="")
)
A_CODE = Q(contributor=None, name="", email="") & ~Q(secret="")  # Without one: somebody who has been let go of.
THERE = Q(contributor=None) | Q(contributor__status=Contributor.Status.ACTIVE, contributor__disposed_on=None)


def mails_left(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those who are to get an invitation by mail, and have got none."""
    return tickets.filter(BY_MAIL, THERE, answered=False, invited=False)


def letters_left(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Those who are to get a letter that has not been posted: their first, or a reminder. A code on paper has no person, and gets none."""
    behind = Q(invited=False) | Q(reminders__lt=F("group__reminded"))
    return tickets.filter(BY_LETTER, THERE, behind, answered=False)


def to_remind(group: Group) -> QuerySet[Ticket]:
    """Those who would be reminded by mail now: invited by mail, not answered."""
    return group.tickets.filter(BY_MAIL, THERE, answered=False, invited=True)


@dataclass(frozen=True)
class Ways:
    """What has gone to those of a group who have tickets, and what is left to do."""

    mailed: int
    mails: int
    letters: int
    letters_again: int
    letters_made: int
    letters_upto: int
    remind_by_mail: int
    remind_by_letter: int
    codes_left: int

    @property
    def to_remind(self) -> int:
        """How many would be reminded now, by mail or letter."""
        return self.remind_by_mail + self.remind_by_letter


def ways_of(group: Group) -> Ways:
    """What has gone and what is left. One pass over the tickets: a group may have tens of thousands."""
    waits = Q(answered=False)
    again = BY_LETTER & THERE & waits & Q(invited=True, reminders__lt=group.reminded)
    letters = BY_LETTER & THERE & waits & Q(invited=False) | again
    found = group.tickets.aggregate(
        mailed=Count("pk", filter=BY_MAIL & Q(invited=True)),
        mails=Count("pk", filter=BY_MAIL & THERE & waits & Q(invited=False)),
        letters=Count("pk", filter=letters),
        letters_again=Count("pk", filter=again),
        letters_made=Count("pk", filter=letters & Q(letter_made=True)),
        letters_upto=Max("number", filter=letters & Q(letter_made=True)),
        remind_by_mail=Count("pk", filter=BY_MAIL & THERE & waits & Q(invited=True)),
        remind_by_letter=Count("pk", filter=BY_LETTER & THERE & waits & Q(invited=True)),
        codes_left=Count("pk", filter=A_CODE & waits),
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
    rows = letters_left(group.tickets.all()).select_related("contributor", "group")
    return list(rows.order_by("number")[:LETTERS_AT_ONCE])


@dataclass(frozen=True)
class Pile:
    """Forms that are printed in one file: the codes with these numbers that nobody has used."""

    place: int
    first: int
    last: int
    codes: int


def piles_of(group: Group) -> list[Pile]:
    """The files in which forms with codes are printed. A code stays in its pile, whatever becomes of others."""
    rows = group.tickets.filter(A_CODE, answered=False).annotate(place=(F("number") - 1) / CODES_A_PILE + 1)
    told = rows.order_by("place").values("place").annotate(first=Min("number"), last=Max("number"), codes=Count("pk"))
    return [Pile(**row) for row in told]


def codes_of_pile(group: Group, place: int) -> QuerySet[Ticket]:
    """Codes on paper of one pile that belong to nobody and have not been used."""
    first, last = (place - 1) * CODES_A_PILE + 1, place * CODES_A_PILE
    return group.tickets.filter(A_CODE, answered=False, number__gte=first, number__lte=last).order_by("number")
