"""The long work on draws, as the worker does it. Harmless to do twice, and to be killed in the middle: it keeps all or nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils import translation

from medverka.draws import checks, files, problems
from medverka.draws.actions import computing, publishing, reading
from medverka.draws.models import Draw, Upload
from medverka.draws.moves import NotNow
from medverka.draws.numbered import LeavesOut
from medverka.draws.results import Outdated
from medverka.draws.revealing import Revealing
from medverka.draws.rules import LONGEST_WORK, State
from medverka.fairness.draw.lottery import TooLarge
from medverka.fairness.draw.randomness import WrongValues
from medverka.fairness.draw.result import Cancelled, Objective
from medverka.fairness.draw.solve import solve
from medverka.fairness.highs import Unsolved
from medverka.foundation import clock

log = logging.getLogger(__name__)

# What may keep work from its end: the word for it in `checks.TROUBLES`.
TROUBLES: dict[type[Exception], str] = {
    Unsolved: "too_hard",
    Outdated: "outdated",
    TooLarge: "too_many_for_exact",
    LeavesOut: "some_left_out",
    WrongValues: "too_late",  # They were right when it was asked for; meanwhile the moment has come.
}


@dataclass(frozen=True)
class Work:
    """What is done with a draw that is in this state."""

    state: State
    do: Callable[[Draw, datetime], None]


def do(work: Work, draw_id: int, token: str) -> None:
    """Do it, unless it has been stopped or begun again since; what keeps it from its end is told on the draw's page."""
    began_at = datetime.fromisoformat(token)
    draw = Draw.objects.filter(pk=draw_id, state=work.state, began_at=began_at).first()
    if draw is None:
        return
    try:
        if _given_up(draw, began_at):
            computing.keep_trouble(draw, {"code": "took_too_long"}, began_at)
        else:
            work.do(draw, began_at)
    except (Cancelled, NotNow):
        return
    except Revealing as few:
        computing.keep_trouble(draw, few.trouble, began_at)
    except Exception as error:
        code = TROUBLES.get(type(error), "broken")
        if code == "broken":
            log.exception("The draw %s was %s, and it came to nothing.", draw_id, work.state)
        verb = "outdated" if code == "outdated" else ""
        computing.keep_trouble(draw, {"code": code}, began_at, verb=verb)


def _given_up(draw: Draw, began_at: datetime) -> bool:
    """Whether this work was begun so long ago that it was stopped for taking too long; others wait for the only worker."""
    return draw.step != "waiting" and clock.now() - began_at >= LONGEST_WORK


def _read(draw: Draw, began_at: datetime) -> None:
    watch = computing.watcher(draw, began_at)
    try:
        upload = draw.upload
        watch("reading", 0.0)
        with translation.override(upload.language):
            found = files.read(upload, watch)
    except (Upload.DoesNotExist, FileNotFoundError):
        if Draw.objects.filter(pk=draw.pk, state=State.READING, began_at=began_at).exists():
            raise
        raise NotNow from None  # They went with the stop, between two looks at the draw.
    if found.problem is None:
        reading.keep_mistakes(upload, found.mistakes, began_at)
    else:
        watch("taking_in", 0.0)
        trouble = checks.contradictions_at_a_glance(draw, found.problem)
        reading.take_in(upload, found.problem, trouble, began_at)


def _compute(draw: Draw, began_at: datetime) -> None:
    watch = computing.watcher(draw, began_at)
    watch("target", 0.0)  # From the first: work that says it waits, and is killed, would begin again and again.
    computing.put_down_pool(draw, began_at)
    problem = problems.problem_of(draw)
    if trouble := checks.contradictions_of(draw, problem):
        computing.keep_trouble(draw, trouble, began_at)
        return
    computing.keep_result(draw, solve(problem, cast(Objective, draw.objective), watch=watch), began_at)


def _publish(draw: Draw, began_at: datetime) -> None:
    computing.watcher(draw, began_at)("panels", 0.0)
    publishing.publish(draw, began_at, *publishing.prepare(draw))


READ = Work(State.READING, _read)
COMPUTE = Work(State.COMPUTING, _compute)
PUBLISH = Work(State.PUBLISHING, _publish)
