"""Plays Exempellän's history from October 2016 to today, all of it or none."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from medverka.demo import crowd, past, present
from medverka.demo.stage import BEGINNING, Stage, set_stage
from medverka.foundation import clock, outbox
from medverka.pool.actions import dispose_due

Event = tuple[date, Callable[[], object]]


@transaction.atomic
def load() -> None:
    """Fill an empty county with its history. What was mailed in the past counts as delivered."""
    today = clock.today()
    with outbox.delivered_already(until=today):
        with clock.at(BEGINNING):
            stage = set_stage(today)
        for day, happen in sorted(_events(stage, today), key=lambda event: event[0]):
            with clock.at(day):
                happen()
        with clock.at(today - timedelta(days=60)):
            present.tidy_up(stage)
            dispose_due()
        present.set_today(stage, today)


def _events(stage: Stage, today: date) -> list[Event]:
    joining = list(crowd.joining_days(today))
    events: list[Event] = [(day, partial(crowd.join, stage, number)) for number, day in enumerate(joining)]
    leaving = [7 + 12 * place for place in range(crowd.LEFT_BY_THEN)]
    events += [(joining[number] + timedelta(days=200), partial(crowd.go, stage, number)) for number in leaving]
    later = range(3, 100, 17)
    events += [
        (crowd.REPORT_DAY + timedelta(days=90 * (place + 1)), partial(crowd.go, stage, number))
        for place, number in enumerate(number for number in later if number not in leaving)
    ]
    resting = [number for number in range(10, 110, 11) if number not in leaving and number not in later]
    events += [
        (crowd.REPORT_DAY - timedelta(days=20 * (place + 1)), partial(crowd.rest, stage, number))
        for place, number in enumerate(resting)
    ]
    events += [(day, partial(past.live_through, stage, number)) for number, day in enumerate(past.request_days())]
    events += [
        (day, partial(present.live_through, stage, number)) for number, day in enumerate(present.request_days(today))
    ]
    return [event for event in events if event[0] <= today]
