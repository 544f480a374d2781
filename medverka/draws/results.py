"""A lottery over kinds of people as it is kept between being worked out and being published, and back."""

import hashlib
import json
from typing import Any

import numpy as np

from medverka.draws import problems
from medverka.draws.models import Draw, Working
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.result import Distribution


class Outdated(Exception):
    """Those who are in the draw, or what is known of them, are no longer what it was worked out from."""


def keep(draw: Draw, found: Distribution) -> None:
    """Keep what was found, in place of anything kept before."""
    Working.objects.filter(draw=draw).delete()
    Working.objects.create(draw=draw, content=_as_json(found))


def kept(draw: Draw) -> Distribution:
    """What was found for a draw. Raises `Working.DoesNotExist`, and `Outdated` where it was found for another problem."""
    told: dict[str, Any] = json.loads(Working.objects.get(draw=draw).content)
    problem = problems.problem_of(draw)
    if told["problem"] != _digest(problem):
        raise Outdated
    panels = np.zeros((len(told["panels"]), len(problem.types)), dtype=np.int64)
    for panel, filled in zip(panels, told["panels"], strict=True):
        for number, count in filled:
            panel[number] = count
    return Distribution(problem, told["objective"], panels, np.array(told["weights"]))


def _as_json(found: Distribution) -> str:
    panels = [[(int(at), int(panel[at])) for at in np.flatnonzero(panel)] for panel in found.panels]
    weights = [float(weight) for weight in found.weights]
    told = {
        "problem": _digest(found.problem),
        "objective": found.objective,
        "panels": panels,
        "weights": weights,
    }
    return json.dumps(told, separators=(",", ":"))


def _digest(problem: Problem) -> str:
    """A fingerprint of the problem: kinds of people are kept by number, which mean others in any other problem."""
    quotas = [(one.feature, one.value, one.low, one.high) for one in problem.quotas]
    people = [(one.id, one.values, str(one.household)) for one in problem.people]
    return hashlib.sha256(json.dumps([problem.size, quotas, people], sort_keys=True).encode()).hexdigest()
