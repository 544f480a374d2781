"""What holds for councils, their meetings and their minutes: words, transitions as data, and pure functions."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil

from django.db import models
from django.utils.translation import gettext_lazy as _


class CouncilKind(models.TextChoices):
    """What a standing body is."""

    USER_COUNCIL = "user_council", _("brukarråd")
    PATIENT_COUNCIL = "patient_council", _("patientråd")
    DISABILITY_COUNCIL = "disability_council", _("funktionshindersråd")
    PATIENT_FORUM = "patient_forum", _("patientforum")
    DIALOGUE_FORUM = "dialogue_forum", _("dialogforum")
    STEERING_GROUP = "steering_group", _("styrgrupp")
    REFERENCE_GROUP = "reference_group", _("referensgrupp")
    YOUTH_GROUP = "youth_group", _("referensgrupp för barn och unga")
    WORKING_GROUP = "working_group", _("arbetsgrupp")
    NETWORK = "network", _("nätverk")


FORUMS = frozenset({CouncilKind.PATIENT_FORUM, CouncilKind.DIALOGUE_FORUM})


class Capacity(models.TextChoices):
    """As what somebody sits on a seat: for one or for many."""

    INDIVIDUAL = "individual", _("som enskild")
    MANDATE = "mandate", _("med en förenings mandat")
    PEER = "peer", _("som anställd med egen erfarenhet")
    OFFICIAL = "official", _("som tjänsteperson")
    POLITICIAN = "politician", _("som förtroendevald")
    COORDINATOR = "coordinator", _("som samordnare")


OWN_EXPERIENCE = frozenset({Capacity.INDIVIDUAL, Capacity.MANDATE, Capacity.PEER})


class SpeaksFor(models.TextChoices):
    """Whether the holder of a seat speaks for one or for many."""

    ONE = "one", _("för en")
    MANY = "many", _("för många")
    SERVICE = "service", _("för en verksamhet")


SPEAKS_FOR: dict[str, SpeaksFor] = {
    Capacity.INDIVIDUAL: SpeaksFor.ONE,
    Capacity.PEER: SpeaksFor.ONE,
    Capacity.MANDATE: SpeaksFor.MANY,
    Capacity.POLITICIAN: SpeaksFor.MANY,
    Capacity.OFFICIAL: SpeaksFor.SERVICE,
    Capacity.COORDINATOR: SpeaksFor.SERVICE,
}


class Duty(models.TextChoices):
    """What the holder of a seat does there. Chair and secretary may call to meetings and write."""

    MEMBER = "member", _("ledamot")
    CHAIR = "chair", _("ordförande")
    SECRETARY = "secretary", _("sekreterare")
    SUBSTITUTE = "substitute", _("ersättare")


LEADING = frozenset({Duty.CHAIR, Duty.SECRETARY})


class Perspective(models.TextChoices):
    """Whose view a seat brings."""

    USER = "user", _("brukare")
    PATIENT = "patient", _("patient")
    RELATIVE = "relative", _("närstående")
    SERVICE = "service", _("verksamheten")
    POLITICS = "politics", _("politiken")


class Rhythm(models.TextChoices):
    """How a series goes on."""

    WEEKLY = "weekly", _("varje vecka, samma veckodag")
    MONTHLY = "monthly", _("varje månad, samma veckodag i månaden")


class MeetingState(models.TextChoices):
    """How far a meeting has come."""

    PLANNED = "planned", _("planerat")
    CALLED = "called", _("kallat")
    HELD = "held", _("genomfört")
    CANCELLED = "cancelled", _("inställt")


# From here a meeting is changed, held or called off; only a planned one is called to.
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.CALLED})


class Reply(models.TextChoices):
    """What somebody answers a call to a meeting."""

    YES = "yes", _("kommer")
    NO = "no", _("kommer inte")
    SUBSTITUTE = "substitute", _("min ersättare kommer")


class Told(models.TextChoices):
    """What the holder of a seat is told about a meeting."""

    CALL = "call", _("kallelse")
    REMINDER = "reminder", _("påminnelse")
    CHANGED = "changed", _("ändrad tid eller plats")
    CANCELLED = "cancelled", _("inställt möte")
    NOT_NEEDED = "not_needed", _("behöver inte ersätta")
    POINT = "point", _("svar om en punkt")
    DRAFT = "draft", _("utkast till protokoll")
    ATTEST = "attest", _("protokoll att justera")
    MINUTES = "minutes", _("färdigt protokoll")


TOLD_AFTERWARDS = frozenset({Told.DRAFT, Told.ATTEST, Told.MINUTES})
AFTER_DAYS = 7  # So long after a meeting its links open.
TO_READ_DAYS = 30  # So long after what is told of its minutes.
REMIND_DAYS = 3  # Before the meeting.
POST_DAYS = 4  # A letter that is posted takes so long to be read.


def is_still_news(what: str, state: str, reply: str, *, begun: bool) -> bool:
    """Whether there is a point in telling it, as the meeting and the reply stand now."""
    ahead = state in AHEAD and not begun
    if what == Told.REMINDER:
        return ahead and not reply
    if what in {Told.CALL, Told.CHANGED, Told.NOT_NEEDED}:
        return ahead
    return what != Told.CANCELLED or state == MeetingState.CANCELLED


def is_late_for_post(meets_on: date, today: date, what: str) -> bool:
    """Whether a letter that is posted today may come too late to be answered before the meeting."""
    return what in {Told.CALL, Told.CHANGED, Told.REMINDER} and meets_on < today + timedelta(days=POST_DAYS)


class ItemKind(models.TextChoices):
    """What an item of the agenda is. The first three come by themselves."""

    VOICES = "voices", _("det som sades förra gången")
    TASKS = "tasks", _("uppgifter som inte är klara")
    STANDING = "standing", _("vad är viktigt för patienten, brukaren, närstående?")
    POINT = "point", _("en punkt")


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one moment to another."""
    return int((end - start).total_seconds() // 60)


def minutes_left(minutes: int, since: datetime, now: datetime) -> int:
    """Whole minutes left of so many, counted from a moment; the minute that has begun counts. Never below 0."""
    left = minutes * 60 - (now - since).total_seconds()
    return max(ceil(left / 60), 0)


class ItemState(models.TextChoices):
    """Whether an item stands on the agenda."""

    PROPOSED = "proposed", _("föreslagen")
    ON = "on", _("på dagordningen")
    DECLINED = "declined", _("inte med den här gången")


class MinutesState(models.TextChoices):
    """How far the minutes have come."""

    DRAFT = "draft", _("utkast")
    COMMENT = "comment", _("läses av ledamöterna")
    ATTEST = "attest", _("justeras")
    DONE = "done", _("klart")


MINUTES_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "send_out": (frozenset({MinutesState.DRAFT}), MinutesState.COMMENT),
    "take_back": (frozenset({MinutesState.COMMENT, MinutesState.ATTEST}), MinutesState.DRAFT),
    "ask_to_attest": (frozenset({MinutesState.DRAFT, MinutesState.COMMENT}), MinutesState.ATTEST),
    "finish": (frozenset({MinutesState.ATTEST}), MinutesState.DONE),
    "finish_notes": (frozenset({MinutesState.DRAFT, MinutesState.COMMENT}), MinutesState.DONE),
}


class DecisionKind(models.TextChoices):
    """Whether something is settled, or still to be done by somebody."""

    DECISION = "decision", _("beslut")
    TASK = "task", _("uppgift")


SERIES_AT_MOST = 110  # Meetings in a series: two years of weekly ones, and some.


def series_days(rhythm: str, interval: int, first_on: date, last_on: date) -> list[date]:
    """The days of a series, at most `SERIES_AT_MOST`. Monthly keeps the weekday and which one of the month it is.

    The fifth, say, Tuesday of a month counts as the last one.
    """
    days: list[date] = []
    for day in _days(rhythm, interval, first_on):
        if day > last_on or len(days) == SERIES_AT_MOST:
            break
        days.append(day)
    return days


def _days(rhythm: str, interval: int, first_on: date) -> Iterator[date]:
    step = 0
    while True:
        if rhythm == Rhythm.WEEKLY:
            yield first_on + timedelta(weeks=interval * step)
        else:
            months = first_on.year * 12 + first_on.month - 1 + interval * step
            yield _same_weekday(first_on, months // 12, months % 12 + 1)
        step += 1


def _same_weekday(like: date, year: int, month: int) -> date:
    """The day of a month with the weekday, and the place among them, that `like` has in its own."""
    days = [week[like.weekday()] for week in calendar.monthcalendar(year, month) if week[like.weekday()]]
    place = (like.day - 1) // 7
    return date(year, month, days[place] if place < min(4, len(days)) else days[-1])


def moved_day(rhythm: str, day: date, weekday: int) -> date:
    """Where the meeting of a day goes when its series gets another weekday (0 is Monday).

    A weekly one stays in its week; a monthly one keeps which one of the month it is.
    """
    if rhythm == Rhythm.WEEKLY:
        return day + timedelta(days=weekday - day.weekday())
    days = [week[weekday] for week in calendar.monthcalendar(day.year, day.month) if week[weekday]]
    return date(day.year, day.month, days[min((day.day - 1) // 7, len(days) - 1)])


# What one does there, as the slugs of the county's list of ways to take part; in the other councils "rad-och-styrgrupp".
WAYS: dict[str, str] = {
    CouncilKind.PATIENT_FORUM: "patientforum-och-dialogforum",
    CouncilKind.DIALOGUE_FORUM: "patientforum-och-dialogforum",
    CouncilKind.REFERENCE_GROUP: "referensgrupp",
    CouncilKind.YOUTH_GROUP: "referensgrupp",
    CouncilKind.WORKING_GROUP: "arbetsgrupp",
}


def hours_between(starts_at: datetime, ends_at: datetime) -> Decimal:
    """The length of a meeting in hours, to the hundredth."""
    return min((Decimal(minutes_between(starts_at, ends_at)) / 60).quantize(Decimal("0.01")), Decimal(24))
