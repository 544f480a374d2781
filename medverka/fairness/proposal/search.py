"""Plans that keep rules which prices cannot express: people kept apart, two tags at once, requests of several days.

Without these rules the prices give a bound, and for each pair how much more a plan must cost that has it (its regret).
HiGHS finds the best plan among the pairs of little regret. Whatever costs no more than that plan has only pairs whose
regret is within the difference to the bound; if there are others of that kind, the search is done once more with them.
So the answer is the best of all plans, though most pairs were never looked at.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from medverka.fairness.highs import Program, Rows
from medverka.fairness.proposal import prices
from medverka.fairness.proposal.ground import Ground
from medverka.fairness.proposal.plan import Proof, total_of
from medverka.fairness.proposal.problem import Ints
from medverka.fairness.proposal.rules import broken

SPARE = 12  # So many pairs more than seats are looked at first, of each request.
MOST = 30_000  # With more pairs than this the search would take too long, and the proof is left open.
NODES = 20_000  # So far HiGHS goes in each of three programs.


def keeps_all(ground: Ground, taken: Ints) -> bool:
    """Whether this plan (places in ``ground.pair``) happens to keep the rules that prices know nothing of."""
    problem = ground.problem
    of_request, days = defaultdict(list), set()
    for pair in ground.pair[taken].tolist():
        person, index = int(problem.pairs.person[pair]), int(problem.pairs.request[pair])
        of_request[index].append(problem.people[person])
        for day in problem.requests[index].days:
            if (person, day) in days:
                return False
            days.add((person, day))
    return not any(broken(problem.requests[index], people) for index, people in of_request.items())


def search(ground: Ground, taken: Ints, proof: Proof) -> tuple[Ints, Proof]:
    """The best plan that keeps all rules, from the best one that need not: its places in ``ground.pair``, and its proof."""
    regret = prices.regret(ground, proof.seat, proof.turn)
    near = _near(ground, regret, taken)
    while True:
        found, ended = _best_of(ground, near)
        cost = ground.cost(total_of(ground.problem, ground.pair[found]))
        needed = np.flatnonzero(regret[: ground.start[len(ground.problem.requests)]] <= cost - proof.bound)
        proven = ended and not len(np.setdiff1d(needed, near))
        if proven or not ended or len(needed) > MOST:
            return found, Proof(proof.seat, proof.turn, proof.bound, cost, searched=proven)
        near = np.union1d(near, needed)


def _near(ground: Ground, regret: Ints, taken: Ints) -> Ints:
    near = [taken]
    for number, index in enumerate(block.request for block in ground.blocks[: len(ground.problem.requests)]):
        row = slice(ground.start[number], ground.start[number + 1])
        least = np.argsort(regret[row], kind="stable")[: ground.problem.requests[index].seats + SPARE]
        near.append(least + row.start)
    return np.unique(np.concatenate(near))


@dataclass
class _Sums:
    """Rows of a program: for each the columns, what they are multiplied by, and what the sum may be at most."""

    columns: list[Ints]
    most: list[int]

    def add(self, columns: Iterable[int], most: int) -> None:
        self.columns.append(np.array(list(columns), dtype=np.int64))
        self.most.append(most)

    def rows(self) -> Rows:
        starts = np.cumsum([0, *(len(columns) for columns in self.columns)])
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *self.columns])
        return Rows(starts.astype(np.int32), columns.astype(np.int32), np.ones(len(columns)))


def _best_of(ground: Ground, near: Ints) -> tuple[Ints, bool]:
    """The best plan of these pairs, and whether HiGHS got to the end: seats first, then load, then penalty."""
    turns, of_person = _turns(ground, near)
    ones = np.concatenate([np.ones(len(near)), np.zeros(len(turns))])
    load = np.concatenate([np.zeros(len(near)), turns])
    penalty = np.concatenate([ground.penalty[near], np.zeros(len(turns))])
    program = Program(ones, 0, 1, whole=ones > 0, most=True)
    sums = _sums(ground, near)
    program.add_rows(sums.rows(), -np.inf, np.array(sums.most, dtype=np.float64))
    program.add_rows(of_person, 0, 0)
    seats = program.solve(nodes=NODES)
    every = np.arange(len(ones), dtype=np.int32)
    one_row = np.array([0, len(ones)], dtype=np.int32)
    program.add_rows(Rows(one_row, every, ones), round(seats.objective), np.inf)
    program.set_costs(-load)
    even = program.solve(nodes=NODES)
    program.add_rows(Rows(one_row, every, load), -np.inf, round(-even.objective))
    program.set_costs(-penalty)
    best = program.solve(nodes=NODES)
    return near[best.x[: len(near)] > 0.5], seats.proven and even.proven and best.proven


def _turns(ground: Ground, near: Ints) -> tuple[Ints, Rows]:
    """A column for each turn that somebody could have, with its load, and a row that ties turns and pairs together."""
    problem, people = ground.problem, ground.person[near]
    loads: list[int] = []
    columns, values, starts = [], [], [0]
    for person in dict.fromkeys(people.tolist()):  # In an order that does not depend on the problem's.
        mine = np.flatnonzero(people == person)
        many = min(len(mine), int(problem.limit[person]))
        places = np.arange(many) + len(near) + len(loads)
        loads += [2 * (int(problem.load[person]) + turn) + 1 for turn in range(many)]
        columns += [mine, places]
        values += [np.ones(len(mine)), -np.ones(many)]
        starts.append(starts[-1] + len(mine) + many)
    empty = np.zeros(0, dtype=np.int64)
    tied = np.concatenate([empty, *columns]).astype(np.int32), np.concatenate([empty, *values]).astype(np.float64)
    return np.array(loads, dtype=np.int64), Rows(np.array(starts, dtype=np.int32), *tied)


def _sums(ground: Ground, near: Ints) -> _Sums:
    problem, pairs, sums = ground.problem, ground.problem.pairs, _Sums([], [])
    of_request: dict[int, list[tuple[int, int]]] = defaultdict(list)
    same_day: dict[tuple[int, Hashable], list[int]] = defaultdict(list)
    for column, pair in enumerate(ground.pair[near].tolist()):
        person, index = int(pairs.person[pair]), int(pairs.request[pair])
        of_request[index].append((column, person))
        for day in sorted(problem.requests[index].days, key=repr):
            same_day[person, day].append(column)
    for columns in same_day.values():
        if len(columns) > 1:
            sums.add(columns, 1)
    for index, seated in of_request.items():
        sums.add((column for column, _person in seated), problem.requests[index].seats)
        _add_rules(ground, index, seated, sums)
    return sums


def _add_rules(ground: Ground, index: int, seated: list[tuple[int, int]], sums: _Sums) -> None:
    request, people = ground.problem.requests[index], ground.problem.people
    for tag, kept in request.at_least.items():
        others = [column for column, person in seated if tag not in people[person].tags]
        sums.add(others, max(request.seats - kept, 0))
    for kind in sorted(request.apart):
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for column, person in seated:
            for group in sorted(set(people[person].groups.get(kind, ())), key=repr):
                groups[group].append(column)
        for columns in groups.values():
            if len(columns) > 1:
                sums.add(columns, 1)
