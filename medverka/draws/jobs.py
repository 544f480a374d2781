"""What the worker does with draws: works them out, makes them ready to publish, and lets those go who are disposed of."""

import logging
from datetime import datetime
from typing import cast

from medverka.draws import checks, problems
from medverka.draws.actions import computing
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow
from medverka.draws.rules import State
from medverka.fairness.draw.result import Cancelled, Objective

log = logging.getLogger(__name__)


def compute(draw_id: int, token: str) -> None:
    """Find the fairest lottery of a draw. Harmless to run twice, and to be killed in the middle."""
    began_at = datetime.fromisoformat(token)
    draw = Draw.objects.filter(pk=draw_id, state=State.COMPUTING, began_at=began_at).first()
    if draw is None:
        return
    from medverka.fairness.draw.highs import Impossible
    from medverka.fairness.draw.relaxations import Infeasible
    from medverka.fairness.draw.solve import solve  # Heavy: numpy and a solver.

    try:
        problem = problems.problem_of(draw)
        if trouble := checks.contradictions_of(draw, problem):
            computing.keep_trouble(draw, "stop_computing", trouble, began_at)
            return
        watch = computing.watcher(draw, began_at)
        computing.keep_result(draw, solve(problem, cast(Objective, draw.objective), watch=watch), began_at)
    except (Cancelled, NotNow):
        return
    except (Impossible, Infeasible):
        computing.keep_trouble(draw, "stop_computing", {"code": "infeasible"}, began_at)
    except Exception:
        log.exception("The draw %s could not be worked out.", draw_id)
        computing.keep_trouble(draw, "stop_computing", {"code": "broken"}, began_at)
