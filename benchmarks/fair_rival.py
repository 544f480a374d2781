"""``sortition-algorithms`` on a problem of ``fair_instances``, in a process of its own that can be ended.

Reads a shape, an objective and a solver as JSON from its standard input, and prints one line of JSON.
"""

import json
import resource
import sys
import time
from collections import Counter
from importlib import import_module

from benchmarks.fair_instances import Shape, problem
from medverka.fairness.draw.problem import Problem

PANELS = 1000


def main() -> None:
    """Solve as told; the clock runs while the package finds its distribution, not while it reads."""
    told = json.loads(sys.stdin.read())
    ours = problem(Shape(**told["shape"]))
    features, people, columns = _theirs(ours)
    module = import_module(f"sortition_algorithms.committee_generation.{told['objective']}")
    import_module("sortition_algorithms.utils").set_random_provider(1)
    find = getattr(module, f"find_distribution_{told['objective']}")
    began, busy = time.perf_counter(), time.process_time()
    try:
        committees, weights, _report = find(features, people, ours.size, columns, told["solver"])
    except Exception as error:  # Gurobi's restricted licence says no for size, and it must be told, not hidden
        print(json.dumps({"refused": f"{type(error).__name__}: {error}"[:200]}))
        return
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    chances = _chances(zip(committees, weights, strict=True), ours)
    lottery = import_module("sortition_algorithms.core").lottery_rounding(committees, list(weights), PANELS)
    times = _chances(((committee, 1 / PANELS) for committee in lottery), ours)
    answer = {
        "seconds": seconds,
        "busy": busy,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "chances": chances,
        "share": min((time / chance for time, chance in zip(times, chances, strict=True) if chance > 0), default=1),
    }
    print(json.dumps(answer))


def _theirs(ours: Problem) -> tuple[object, object, list[str]]:
    package = import_module("sortition_algorithms")
    homes = any(person.household is not None for person in ours.people)
    heads = ["id", "home", *ours.features]
    settings = package.Settings(id_column="id", columns_to_keep=["home"])
    quotas = [
        {"feature": quota.feature, "value": quota.value, "min": str(quota.low), "max": str(quota.high)}
        for quota in ours.quotas
    ]
    features, *_ = package.read_in_features(["feature", "value", "min", "max"], quotas, ours.size)
    body = [{"id": person.id, "home": str(person.household), **person.values} for person in ours.people]
    people, _report = package.read_in_people(heads, body, features, settings)
    return features, people, ["home"] if homes else []


def _chances(weighted: object, ours: Problem) -> list[float]:
    chances = Counter[str]()
    for committee, weight in weighted:  # type: ignore[attr-defined]
        for one in committee:
            chances[one] += weight
    return [chances[person.id] for person in ours.people]


if __name__ == "__main__":
    main()
