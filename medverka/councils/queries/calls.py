"""Who is called to a meeting, and who is to be."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from medverka.councils import rules
from medverka.councils.models import Meeting, SeatHolding, Summons
from medverka.councils.queries.councils import holdings_of
from medverka.foundation import clock
from medverka.pool.models import Contributor, Term


def sitting_at(meeting: Meeting) -> QuerySet[SeatHolding]:
    """Everybody who holds a seat on the day of the meeting, substitutes too, in the order of the seats."""
    day = clock.day_of(meeting.starts_at)
    found = SeatHolding.objects.held_on(day).filter(seat__council=meeting.council_id)
    found = found.filter(Q(seat__closed_on=None) | Q(seat__closed_on__gt=day))
    found = found.exclude(contributor__status=Contributor.Status.LEFT)
    return found.select_related("seat__council", "contributor", "user", "organisation").order_by(
        "seat__order", "seat_id"
    )


def is_substitute() -> Q:
    """Seats whose holder comes instead of somebody."""
    return Q(seat__duty=rules.Duty.SUBSTITUTE) | Q(seat__stands_in_for__isnull=False)


def to_be_called(meeting: Meeting) -> QuerySet[SeatHolding]:
    """Those who sit there that day and are not called yet. A substitute only where the seat they stand in for is vacant."""
    if meeting.council.is_forum:
        return SeatHolding.objects.none()
    sitting = sitting_at(meeting)
    held = sitting.order_by().values("seat")
    vacant = Q(seat__stands_in_for__isnull=False) & ~Q(seat__stands_in_for__in=held)
    called = Exists(Summons.objects.filter(meeting=meeting.pk, holding=OuterRef("pk")))
    return sitting.filter(~is_substitute() | vacant).exclude(called)


def substitutes_for(summons: Summons) -> QuerySet[SeatHolding]:
    """Who may come instead: the seat's own substitutes first, then those for all. Not those who are taken or have said no."""
    sitting = sitting_at(summons.meeting).filter(is_substitute()).exclude(pk=summons.holding_id)
    own = Q(seat__stands_in_for=summons.holding.seat_id)
    for_all = Q(seat__stands_in_for=None, seat__duty=rules.Duty.SUBSTITUTE)
    there = Summons.objects.filter(meeting=summons.meeting_id, holding=OuterRef("pk"))
    taken = there.filter(stands_in_for__reply=rules.Reply.SUBSTITUTE).exclude(stands_in_for=summons)
    free = sitting.filter(own | for_all).exclude(Exists(taken)).exclude(Exists(there.filter(reply=rules.Reply.NO)))
    return free.order_by(F("seat__stands_in_for_id").desc(nulls_last=True), "seat__order", "seat_id")


def needed() -> Q:
    """Calls that hold: to whoever still has the seat that day, and to substitutes as long as somebody sends them."""
    sent = Q(stands_in_for=None) | Q(stands_in_for__reply=rules.Reply.SUBSTITUTE)
    return sent & (Q(holding__ends_on=None) | Q(holding__ends_on__gte=TruncDate("meeting__starts_at")))


def called_to(meeting: Meeting) -> QuerySet[Summons]:
    """The calls to a meeting with whoever is called, in the order of the seats."""
    rows = Summons.objects.filter(meeting=meeting)
    return rows.select_related(
        "holding__seat", "holding__contributor", "holding__user", "holding__organisation", "stands_in_for"
    ).order_by("holding__seat__order", "holding__seat_id", "pk")


def unanswered() -> QuerySet[Summons]:
    """Calls to meetings ahead that nobody has answered."""
    ahead = Q(meeting__state=rules.MeetingState.CALLED, meeting__starts_at__gt=clock.now())
    rows = Summons.objects.filter(ahead, needed(), reply="")
    return rows.select_related(
        "meeting__council__organisation", "holding__seat", "holding__contributor", "holding__user"
    )


def may_answer(summons: Summons) -> bool:
    """Whether there still is something to answer."""
    meeting = summons.meeting
    return meeting.state in rules.AHEAD and meeting.starts_at > clock.now()


def is_needed(summons: Summons) -> bool:
    """`needed` for one; `stands_in_for`, `holding` and `meeting` must have been fetched."""
    last = summons.holding.ends_on
    if last is not None and last < clock.day_of(summons.meeting.starts_at):
        return False
    return summons.stands_in_for is None or summons.stands_in_for.reply == rules.Reply.SUBSTITUTE


def called_to_me(user: Any) -> QuerySet[Summons]:
    """The calls to somebody who signs in, on the seats that they hold today."""
    return called_on(holdings_of(user).order_by().values("pk"))


def called_on(seats: Collection[SeatHolding] | QuerySet[Any]) -> QuerySet[Summons]:
    """The calls to those who hold these seats."""
    rows = Summons.objects.filter(holding__in=seats)
    return rows.select_related(
        "meeting__council__organisation", "holding__seat", "holding__contributor", "holding__user",
        "holding__organisation", "stands_in_for",
    )  # fmt: skip


def mine_by_time(user: Any) -> dict[str, list[Summons]]:
    """The same for their page: `to_answer`, `ahead` and `past`, in the order of time."""
    rows = called_to_me(user).filter(needed()).exclude(meeting__state=rules.MeetingState.CANCELLED)
    coming = list(rows.filter(meeting__ends_at__gt=clock.now()).order_by("meeting__starts_at", "pk")[:100])
    return {
        "to_answer": [row for row in coming if may_answer(row) and not row.reply],
        "ahead": [row for row in coming if row.reply or not may_answer(row)],
        "past": list(rows.filter(meeting__ends_at__lte=clock.now()).order_by("-meeting__starts_at", "pk")[:20]),
    }


def needs_known(holding: SeatHolding) -> list[str]:
    """What a contributor has told the pool that they need, in the county's words."""
    if holding.contributor is None:
        return []
    return [term.name for term in holding.contributor.terms.filter(kind=Term.Kind.ACCESS)]
