"""A lottery over kinds of people as it is kept between being worked out and being published, and back."""

import json
from typing import Any

import numpy as np

from medverka.draws import problems
from medverka.draws.models import Draw, Working
from medverka.fairness.draw.result import Distribution


def keep(draw: Draw, found: Distribution) -> None:
    """Keep what was found, in place of anything kept before."""
    Working.objects.filter(draw=draw).delete()
    Working.objects.create(draw=draw, content=_as_json(found))


def kept(draw: Draw) -> Distribution:
    """What was found for a draw. Raises `Working.DoesNotExist`."""
    told: dict[str, Any] = json.loads(Working.objects.get(draw=draw).content)
    problem = problems.problem_of(draw)
    panels = np.zeros((len(told["panels"]), len(problem.types)), dtype=np.int64)
    for panel, filled in zip(panels, told["panels"], strict=True):
        for number, count in filled:
            panel[number] = count
    return Distribution(problem, told["objective"], panels, np.array(told["weights"]))


def _as_json(found: Distribution) -> str:
    panels = [[(int(at), int(panel[at])) for at in np.flatnonzero(panel)] for panel in found.panels]
    told = {"objective": found.objective, "panels": panels, "weights": [float(weight) for weight in found.weights]}
    return json.dumps(told, separators=(",", ":"))
