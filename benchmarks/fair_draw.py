"""``.venv-bench/bin/python -m benchmarks.fair_draw [--limit SECONDS] [--only TEXT]``: the fair draw beside ``sortition-algorithms``.

For each pool of ``fair_instances`` our lottery and the package's, each in a process of its own with one thread: leximin
beside leximin (for which the package needs Gurobi, whose licence in the environment is for small programs only),
maximin beside maximin (with each of its two solvers), Nash beside Nash. The clock runs from people and quotas in memory
to weighted panels; reading files is in neither. Beside it stands how long the processor was busy, which hardly depends
on what else the machine does. Ours also makes 1,000 numbered panels, as the package does, and the least share of their
chance that anybody has in them is printed of both. ``--rounds`` runs ours several times and takes the median.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict
from importlib.metadata import version
from statistics import median

from benchmarks import machine
from benchmarks.fair_instances import Shape, problem

OURS = "benchmarks.fair_draw"
THEIRS = "benchmarks.fair_rival"
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
POOLS = [
    Shape(143, 30, 5),
    Shape(150, 30, 6),
    Shape(360, 30, 7),
    Shape(500, 30, 6),
    Shape(2000, 50, 7),
    Shape(10_000, 60, 5),
    Shape(10_000, 100, 5),
    Shape(100_000, 100, 6),
]
GAPS = [
    Shape(60, 12, 3, homes=2),
    Shape(100, 20, 5, seed=2),
    Shape(150, 30, 3, homes=2, seed=3),
    Shape(150, 30, 5, seed=3, room=0),
    Shape(150, 30, 5, homes=3, seed=3),
]
BESIDE = [("leximin", "mip"), ("maximin", "mip"), ("maximin", "highspy"), ("nash", "mip")]


def ours(shape: Shape, objective: str, rounds: int) -> dict[str, object]:
    """What our lottery takes and gives."""
    from medverka.fairness.draw.lottery import uniform
    from medverka.fairness.draw.problem import Problem
    from medverka.fairness.draw.solve import solve

    made = problem(shape)
    took = []
    for _round in range(rounds):
        fresh = Problem(made.people, made.quotas, made.size)  # nothing worked out before
        began, busy = time.perf_counter(), time.process_time()
        found = solve(fresh, objective)  # type: ignore[arg-type]
        took.append((time.perf_counter() - began, time.process_time() - busy))
    began = time.perf_counter()
    lottery = uniform(found, 1000, key=bytes(32))
    numbered = time.perf_counter() - began
    chances = found.chance_of_person
    share = min((float(c) / w for c, w in zip(lottery.chances, chances, strict=True) if w > 1e-6), default=1.0)
    return {
        "seconds": median(wall for wall, _busy in took),
        "busy": median(busy for _wall, busy in took),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "minimum": found.minimum,
        "drawable": float(min((c for c in chances if c > 1e-6), default=0.0)),
        "types": len(fresh.types),
        "share": share,
        "numbered": numbered,
        "proof": f"{found.certificate.kind}, {found.certificate.method}",  # type: ignore[attr-defined]
    }


def run(module: str, told: dict[str, object], limit: float) -> dict[str, object]:
    """The answer of a process of its own, or why there is none."""
    environment = os.environ | ONE_THREAD
    command = [sys.executable, "-m", module, *(["--ours"] if module == OURS else [])]
    try:
        done = subprocess.run(
            command, input=json.dumps(told), capture_output=True, text=True, timeout=limit, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": f"over {limit:.0f} s"}
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return {"refused": (done.stderr.strip().splitlines() or ["nothing said"])[-1][:90]}
    answer: dict[str, object] = json.loads(lines[-1])
    return answer


def beside(shape: Shape, asked: list[tuple[str, str]], limit: float, rounds: int) -> None:
    """A line for each objective and solver."""
    known: dict[str, dict[str, object]] = {}
    for objective, solver in asked:
        if objective not in known:
            known[objective] = run(OURS, {"shape": asdict(shape), "objective": objective, "rounds": rounds}, 600)
        mine = known[objective]
        if "refused" in mine:
            print(f"| {shape} | {objective} | {mine['refused']} |", flush=True)
            continue
        if limit <= 0:
            line(shape, objective, solver, mine, {"refused": "not run"})
            continue
        line(shape, objective, solver, mine, run(THEIRS, _told(shape, objective, solver), limit))


def _told(shape: Shape, objective: str, solver: str) -> dict[str, object]:
    return {"shape": asdict(shape), "objective": objective, "solver": solver}


def line(shape: Shape, objective: str, solver: str, mine: dict[str, object], other: dict[str, object]) -> None:
    """One row of the table in ``docs/fairness.md``."""
    cells = [
        f"{shape}",
        f"{mine['types']}",
        objective,
        f"{_number(mine, 'seconds'):.3f}",
        f"{_number(mine, 'busy'):.3f}",
    ]
    cells.append(f"{_number(mine, 'memory'):.0f}")
    if "refused" in other:
        text = str(other["refused"])
        over = float(text.split()[1]) if text.startswith("over") else None
        faster = "–" if over is None else f"> {over / _number(mine, 'seconds'):.0f}"
        cells += [solver, text, "–", "–", faster, "–", "–"]
    else:
        theirs, busy = _number(other, "seconds"), _number(other, "busy")
        apart = abs(_number(mine, "minimum") - min(other["chances"]))  # type: ignore[call-overload]
        cells += [solver, f"{theirs:.2f}", f"{busy:.2f}", f"{_number(other, 'memory'):.0f}"]
        cells += [f"{theirs / _number(mine, 'seconds'):.0f}", f"{busy / _number(mine, 'busy'):.0f}", f"{apart:.0e}"]
    cells += [f"{100 * _number(answer, 'share'):.1f} %" if "share" in answer else "–" for answer in (mine, other)]
    cells += [f"{_number(mine, 'numbered'):.2f}", str(mine["proof"])]
    print("| " + " | ".join(cells) + " |", flush=True)


def _number(answer: dict[str, object], key: str) -> float:
    return float(str(answer[key]))


HEAD = (
    "pool",
    "types",
    "objective",
    "ours s",
    "ours busy s",
    "ours MB",
    "its solver",
    "its s",
    "its busy s",
    "its MB",
    "times faster",
    "times less busy",
    "minima apart",
    "share ours",
    "share its",
    "1,000 panels s",
    "proof",
)


def main() -> None:
    """Measure one pool after the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ours", action="store_true", help="(for the process that runs ours)")
    parser.add_argument(
        "--limit", type=float, default=300, help="seconds for each run of the package; 0: it is not run"
    )
    parser.add_argument("--only", default="", help="only pools whose name has this text")
    parser.add_argument("--objective", default="", help="only this objective")
    parser.add_argument("--rounds", type=int, default=3, help="how often ours is run")
    wish = parser.parse_args()
    if wish.ours:
        told = json.loads(sys.stdin.read())
        print(json.dumps(ours(Shape(**told["shape"]), told["objective"], told["rounds"])))
        return
    rival = ", ".join(f"{name} {version(name)}" for name in ("sortition-algorithms", "mip", "highspy", "gurobipy"))
    print(f"{machine.describe()}; {rival}; at most {wish.limit:.0f} s each\n")
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD), flush=True)
    asked = [(objective, solver) for objective, solver in BESIDE if wish.objective in objective]
    for shape in POOLS + GAPS:
        if wish.only in str(shape):
            beside(shape, asked, wish.limit, wish.rounds)


if __name__ == "__main__":
    main()
