"""What the worker does with draws: works them out, makes them ready to publish, and lets those go who are disposed of.

Every process imports this module when it starts; what is heavy (numpy, the solver) is imported by the work itself.
"""

import logging
from datetime import datetime
from typing import cast

from medverka.draws import disposal
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow
from medverka.draws.rules import LONGEST_WORK, OPEN_TO_ALL, State
from medverka.foundation import clock
from medverka.foundation.schedule import daily

log = logging.getLogger(__name__)


def compute(draw_id: int, token: str) -> None:
    """Find the fairest lottery of a draw. Harmless to run twice, and to be killed in the middle."""
    began_at = datetime.fromisoformat(token)
    draw = Draw.objects.filter(pk=draw_id, state=State.COMPUTING, began_at=began_at).first()
    if draw is None or _given_up(draw, "stop_computing", began_at):
        return
    from medverka.draws import checks, problems
    from medverka.draws.actions import computing
    from medverka.fairness.draw.result import Cancelled, Objective
    from medverka.fairness.draw.solve import solve
    from medverka.fairness.highs import Unsolved

    try:
        computing.put_down_pool(draw, began_at)
        problem = problems.problem_of(draw)
        watch = computing.watcher(draw, began_at)
        watch("target", 0.0)
        if trouble := checks.contradictions_of(draw, problem):
            computing.keep_trouble(draw, "stop_computing", trouble, began_at)
            return
        computing.keep_result(draw, solve(problem, cast(Objective, draw.objective), watch=watch), began_at)
    except (Cancelled, NotNow):
        return
    except Unsolved:
        computing.keep_trouble(draw, "stop_computing", {"code": "too_hard"}, began_at)
    except Exception:
        log.exception("The draw %s could not be worked out.", draw_id)
        computing.keep_trouble(draw, "stop_computing", {"code": "broken"}, began_at)


def _given_up(draw: Draw, verb: str, began_at: datetime) -> bool:
    """Whether this work was begun so long ago that it was stopped for taking too long; others wait for the only worker."""
    if draw.step == "waiting" or clock.now() - began_at < LONGEST_WORK:
        return False
    from medverka.draws.actions import computing

    computing.keep_trouble(draw, verb, {"code": "took_too_long"}, began_at)
    return True


def publish(draw_id: int, token: str) -> None:
    """Make the numbered panels of a draw and publish them. Harmless to run twice, and to be killed in the middle."""
    began_at = datetime.fromisoformat(token)
    draw = Draw.objects.filter(pk=draw_id, state=State.PUBLISHING, began_at=began_at).first()
    if draw is None or _given_up(draw, "stop_publishing", began_at):
        return
    from medverka.draws.actions import computing, publishing
    from medverka.draws.results import Outdated
    from medverka.draws.revealing import Revealing
    from medverka.fairness.draw.lottery import TooLarge
    from medverka.fairness.draw.randomness import WrongValues
    from medverka.fairness.draw.result import Cancelled

    try:
        publishing.publish(draw, began_at, *publishing.prepare(draw, began_at))
    except (Cancelled, NotNow):
        return
    except Outdated:
        computing.keep_trouble(draw, "outdated", {"code": "outdated"}, began_at)
    except Revealing as few:
        computing.keep_trouble(draw, "stop_publishing", few.trouble, began_at)
    except WrongValues:  # They were right when it was asked for; meanwhile the moment has come.
        computing.keep_trouble(draw, "stop_publishing", {"code": "too_late"}, began_at)
    except TooLarge:
        computing.keep_trouble(draw, "stop_publishing", {"code": "too_many_for_exact"}, began_at)
    except Exception:
        log.exception("The draw %s could not be published.", draw_id)
        computing.keep_trouble(draw, "stop_publishing", {"code": "broken"}, began_at)


def tell(draw_id: int) -> None:
    """Mail those who are in a published draw. Harmless to run twice: each gets one."""
    draw = Draw.objects.filter(pk=draw_id, state__in=OPEN_TO_ALL).first()
    if draw is not None:
        from medverka.draws.actions import publishing

        publishing.queue_mails(draw)


@daily
def forget() -> None:
    """Let those go who have been disposed of: their salt and what was known of them. What was published stays."""
    disposal.let_go()
