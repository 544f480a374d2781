"""``python -m benchmarks.matching [--long]``: the fair proposal beside OR-tools' flow of least cost and HiGHS's linear programme.

Made-up counties in three sizes, easy (half of the people have not been asked in a year) and hard (a fifth; so there are
fewer of them than seats near them), with requests on days of their own or sharing days. All three have to find the same
optimum, and ours has to prove it. The time is from a problem in memory to the plan, without making the problem; of the
others from arrays to the optimum. It is the processor's time (all three use one), so that a busy machine does not matter
much. ``--long`` adds what takes minutes: HiGHS on the largest (stopped after 200 s), and
OR-tools on the largest with shared days.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks import machine
from medverka.fairness.highs import Program, Rows, Unsolved
from medverka.fairness.proposal.plan import Plan
from medverka.fairness.proposal.problem import Pairs, Person, Problem, Request
from medverka.fairness.proposal.solve import solve

AIMS = {20: 0.005, 500: 0.1, 5000: 10.0}
SIZES = ((143, 20, 1_430, 10), (5_000, 500, 50_000, 60), (5_000, 500, 250_000, 60), (50_000, 5_000, 2_500_000, 200))
LOADS = (("easy", 0.5), ("hard", 0.2))
TURNS = 3
PATIENCE = 200


@dataclass
class County:
    """A problem, and the day of each request as a number."""

    problem: Problem
    day: np.ndarray

    @property
    def step(self) -> int:
        """What a unit of load weighs in penalties."""
        return int(self.problem.seats.sum()) * 9 + 1


def county(people: int, requests: int, pairs: int, days: int, not_asked: float) -> County:
    """Everybody alike but for chance; always the same for the same numbers."""
    dice = np.random.default_rng(7)
    each = pairs // requests
    who = np.concatenate([dice.choice(people, each, replace=False, shuffle=False) for _request in range(requests)])
    what = np.repeat(np.arange(requests), each)
    loads, lots = dice.geometric(not_asked, people) - 1, dice.permutation(people)
    limits, seats = dice.integers(1, TURNS + 1, people), dice.integers(1, 5, requests)
    day = dice.integers(0, days, requests) if days else np.arange(requests)
    everybody = [Person(n, int(loads[n]), int(limits[n]), int(lots[n])) for n in range(people)]
    asked = [
        Request(n, int(seats[n]), frozenset({int(day[n])}), lot=int(dice.integers(people))) for n in range(requests)
    ]
    problem = Problem(everybody, asked, Pairs(who, what, dice.integers(0, 10, len(who))))
    assert len(problem.load) == len(problem.limit) == people  # So that the arrays are there when the clock starts.
    return County(problem, day)


def rows(row: np.ndarray, column: np.ndarray, value: np.ndarray, count: int) -> Rows:
    """A sparse matrix from its entries."""
    order = np.argsort(row, kind="stable")
    starts = np.searchsorted(row[order], np.arange(count + 1))
    return Rows(starts.astype(np.int32), column[order].astype(np.int32), value[order].astype(np.float64))


def slots(it: County) -> tuple[np.ndarray, np.ndarray]:
    """The persons and days that occur, as (person of each, which of them each pair is)."""
    many = int(it.day.max()) + 1
    keys, slot = np.unique(it.problem.pairs.person * many + it.day[it.problem.pairs.request], return_inverse=True)
    return keys // many, slot


def or_tools(it: County) -> tuple[int, int]:
    """(seats, step x load + penalty) by OR-tools' flow of least cost."""
    from ortools.graph.python import min_cost_flow

    problem, pairs = it.problem, it.problem.pairs
    requests, people = len(problem.requests), len(problem.people)
    flow = min_cost_flow.SimpleMinCostFlow()
    add: Any = flow.add_arcs_with_capacity_and_unit_cost
    person_of, slot = slots(it)
    first = requests + len(person_of)
    if len(person_of) == len(pairs):  # Nobody can meet two requests on one day: a pair leads straight to the person.
        add(pairs.request, first + pairs.person, np.ones(len(pairs), int), pairs.penalty)
    else:
        add(pairs.request, requests + slot, np.ones(len(pairs), int), pairs.penalty)
        ones = np.ones(len(person_of), int)
        add(requests + np.arange(len(person_of)), first + person_of, ones, ones * 0)
    for turn in range(TURNS):
        can = np.flatnonzero(problem.limit > turn)
        ones = np.ones(len(can), int)
        add(first + can, ones * (first + people), ones, it.step * (2 * (problem.load[can] + turn) + 1))
    flow.set_nodes_supplies(np.arange(requests), problem.seats)
    flow.set_node_supply(first + people, -int(problem.seats.sum()))
    assert flow.solve_max_flow_with_min_cost() == flow.OPTIMAL
    return flow.maximum_flow(), flow.optimal_cost()


def highs(it: County, filled: int, seconds: float) -> tuple[int, int]:
    """The same by a linear programme of all pairs, which is told how many seats can be filled."""
    problem, pairs = it.problem, it.problem.pairs
    n, people = len(pairs), len(problem.people)
    person = np.tile(np.arange(people), TURNS)
    turn = np.repeat(np.arange(TURNS), people)
    high = np.concatenate([np.ones(n), (problem.limit[person] > turn).astype(float)])
    costs = np.concatenate([pairs.penalty, it.step * (2 * (problem.load[person] + turn) + 1)])
    program = Program(costs, 0, high)
    program.add_rows(rows(pairs.request, np.arange(n), np.ones(n), len(problem.requests)), -np.inf, problem.seats)
    entries = np.concatenate([pairs.person, person]), np.arange(n + len(person))
    program.add_rows(rows(*entries, np.concatenate([np.ones(n), -np.ones(len(person))]), people), 0, 0)
    person_of, slot = slots(it)
    if len(person_of) < n:
        program.add_rows(rows(slot, np.arange(n), np.ones(n), len(person_of)), -np.inf, 1)
    program.add_rows(rows(np.zeros(n, int), np.arange(n), np.ones(n), 1), filled, filled)
    return filled, round(program.solve(seconds=seconds).objective)


def clock(what: Callable[[], Any], times: int) -> tuple[float, Any]:
    """(the median of the processor's seconds, what came out)."""
    seconds = []
    for _time in range(times):
        began = time.process_time()
        answer = what()
        seconds.append(time.process_time() - began)
    return float(np.median(seconds)), answer


def clock_highs(it: County, filled: int, times: int) -> tuple[float, Any]:
    """In a process of its own, as OR-tools brings another HiGHS, and one process can have only one of them."""
    return clock(lambda: highs(it, filled, PATIENCE), times)


def measure(it: County, elsewhere: Executor, *, long: bool) -> str:
    """A line of the table: ours, OR-tools, HiGHS."""
    requests, large = len(it.problem.requests), len(it.problem.pairs) > 10**6
    times = 21 if requests < 100 else 1 if large else 5
    ours, plan = clock(lambda: solve(it.problem), times)
    assert isinstance(plan, Plan)
    assert plan.proof.cost == plan.proof.bound
    optimum = plan.total.filled, it.step * plan.total.load + plan.total.penalty
    line = f"{ours:8.4f} s{AIMS[requests]:7g} s"
    if large and len(set(it.day.tolist())) < requests and not long:
        return f"{line}{'-':>11}{'':>8}{'-':>11}"
    rival, found = clock(lambda: or_tools(it), times)
    assert found == optimum, (found, optimum)
    line += f"{rival:9.4f} s{rival / ours:7.1f}x"
    if large and not long:
        return f"{line}{'-':>11}"
    try:
        linear, found = elsewhere.submit(clock_highs, it, plan.total.filled, min(times, 3)).result()
        assert found == optimum, (found, optimum)
    except Unsolved:
        return f"{line} over {PATIENCE} s"
    return f"{line}{linear:9.4f} s{linear / ours:7.1f}x"


def main() -> None:
    """Measure all counties."""
    long = "--long" in sys.argv
    print(f"Whom to propose, for all requests at once. {machine.describe()}")
    print(
        f"{'people x requests, pairs':<30}{'load':<6}{'days':<8}{'ours':>10}{'aim':>9}{'OR-tools':>11}{'':>8}{'HiGHS':>11}"
    )
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:
        for (people, requests, pairs, days), (hard, not_asked), shares in product(SIZES, LOADS, (False, True)):
            it = county(people, requests, pairs, days if shares else 0, not_asked)
            what = f"{people:,} x {requests:,}, {pairs:,}"
            print(f"{what:<30}{hard:<6}{'shared' if shares else 'own':<8}", end="", flush=True)
            print(measure(it, elsewhere, long=long), flush=True)


if __name__ == "__main__":
    main()
