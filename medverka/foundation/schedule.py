"""What the worker does by the clock: every minute, and every morning.

Each function must be harmless to run twice and to run late. One that fails is logged and does
not stop the others.
"""

import logging
from collections.abc import Callable

from django_q.models import Schedule

from medverka.foundation import clock, outbox

log = logging.getLogger(__name__)

Job = Callable[[], object]
_jobs: dict[str, list[Job]] = {"every_minute": [outbox.deliver_due], "daily": []}


def every_minute(job: Job) -> Job:
    """Register what is to be done each minute."""
    _jobs["every_minute"].append(job)
    return job


def daily(job: Job) -> Job:
    """Register what is to be done each morning."""
    _jobs["daily"].append(job)
    return job


def run(how_often: str) -> list[str]:
    """Run all jobs of one rhythm. Returns the names of those that failed."""
    failed = []
    for job in _jobs[how_often]:
        try:
            job()
        except Exception:
            log.exception("The job %s.%s failed.", job.__module__, job.__name__)
            failed.append(f"{job.__module__}.{job.__name__}")
    return failed


def ensure() -> None:
    """Let the worker know the two rhythms. Called whenever a worker starts."""
    morning = clock.now().replace(hour=5, minute=30, second=0, microsecond=0)
    for name, kind, first in (
        ("every_minute", Schedule.MINUTES, clock.now()),
        ("daily", Schedule.DAILY, morning),
    ):
        Schedule.objects.get_or_create(
            name=name,
            defaults={
                "func": "medverka.foundation.schedule.run",
                "args": repr((name,)),
                "schedule_type": kind,
                "minutes": 1,
                "next_run": first,
            },
        )
