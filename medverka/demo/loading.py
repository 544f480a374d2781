"""Plays Exempellän's history from October 2016 to today, all of it or none."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heapify, heappop, heappush

from django.db import transaction
from django.utils import timezone

from medverka.access.authorise import SYSTEM
from medverka.demo import councils, crowd, draws, forums, mappings, past, present, surveys
from medverka.demo.stage import BEGINNING, Stage, Story, set_stage
from medverka.foundation import clock, outbox
from medverka.pool.actions import ensure_default_terms
from medverka.voices.themes import ensure_default_themes

A_WHILE = timedelta(minutes=19)  # Between what happens on the same day.


@transaction.atomic
def load() -> None:
    """Fill an empty county with its history. What was mailed in the past counts as delivered."""
    today = clock.today()
    with outbox.delivered_already(until=today):
        with clock.at(_morning(BEGINNING)):
            ensure_default_terms(by=SYSTEM)
            ensure_default_themes(by=SYSTEM)
            stage = set_stage(today)
        play(_stories(stage, today), until=today)


def play(stories: Iterable[tuple[date, Story]], *, until: date) -> None:
    """Let each story begin on its day and go on when it says, so that what happens is written in the order of time."""
    ahead = [(day, order, story) for order, (day, story) in enumerate(stories)]
    heapify(ahead)
    moment = _morning(BEGINNING)
    while ahead and ahead[0][0] <= until:
        day, order, story = heappop(ahead)
        moment = max(moment + A_WHILE, _morning(day))
        with clock.at(moment):
            goes_on = next(story, None)
        if goes_on is not None:
            heappush(ahead, (goes_on, order, story))


def _morning(day: date) -> datetime:
    """When the office opens; what would happen at a week-end happens on the Friday before."""
    friday = day - timedelta(days=max(day.weekday() - 4, 0))
    return timezone.make_aware(datetime.combine(friday, time(8, 10)))


def _stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    yield from ((day, _once(happen)) for day, happen in _comings_and_goings(stage, today))
    yield from ((day, past.live_through(stage, number)) for number, day in enumerate(past.request_days()))
    yield from ((day, present.live_through(stage, number)) for number, day in enumerate(present.request_days(today)))
    yield BEGINNING + timedelta(days=30), present.keep_house(stage)
    yield from councils.stories(stage, today)
    yield from forums.stories(stage, today)
    yield from draws.stories(stage, today)
    yield from surveys.stories(stage, today)
    yield from mappings.stories(stage, today)
    yield from present.what_waits_today(stage, today)


def _once(happen: Callable[[], object]) -> Story:
    """A story that is told in a day."""
    happen()
    yield from ()


def _comings_and_goings(stage: Stage, today: date) -> Iterator[tuple[date, Callable[[], object]]]:
    joining = list(crowd.joining_days(today))
    yield from ((day, partial(crowd.join, stage, number)) for number, day in enumerate(joining))
    leaving = [7 + 12 * place for place in range(crowd.LEFT_BY_THEN)]
    yield from ((joining[number] + timedelta(days=200), partial(crowd.go, stage, number)) for number in leaving)
    later = [number for number in range(3, 100, 17) if number not in leaving]
    for place, number in enumerate(later):
        yield crowd.REPORT_DAY + timedelta(days=90 * (place + 1)), partial(crowd.go, stage, number)
    resting = [number for number in range(10, 110, 11) if number not in leaving + later]
    for place, number in enumerate(resting):
        yield crowd.REPORT_DAY - timedelta(days=20 * (place + 1)), partial(crowd.rest, stage, number)
