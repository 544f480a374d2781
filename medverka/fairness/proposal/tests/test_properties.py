"""What holds for every problem, whatever the numbers."""

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.fairness.highs import Program, rows
from medverka.fairness.proposal import prices, search
from medverka.fairness.proposal.ground import ROOM, ground
from medverka.fairness.proposal.plan import total_of
from medverka.fairness.proposal.problem import Pairs, Person, Problem
from medverka.fairness.proposal.rules import broken
from medverka.fairness.proposal.solve import solve
from medverka.fairness.proposal.tests.worlds import as_rows, world, worth

pytestmark = pytest.mark.slow
seeds = st.integers(0, 10**9)
some = settings(max_examples=25, deadline=None, derandomize=True)


def by_keys(plan):
    problem = plan.problem
    return {(problem.people[who].key, problem.requests[what].key) for who, what, _penalty in as_rows(plan)}


def with_pairs(problem, people, requests, keep=lambda _who, _what: True):
    who, what = problem.pairs.person.tolist(), problem.pairs.request.tolist()
    pairs = [
        (problem.people[one].key, problem.requests[two].key, penalty)
        for one, two, penalty in zip(who, what, problem.pairs.penalty.tolist(), strict=True)
        if keep(one, two)
    ]
    Random(len(pairs)).shuffle(pairs)
    return Problem(people, requests, Pairs.of(pairs, people, requests))


@some
@given(seeds, st.randoms(use_true_random=False), st.booleans())
def test_the_same_people_are_proposed_in_whatever_order_everything_comes(seed, dice, rules):
    problem = world(seed, people=12, requests=4, rules=rules, many_days=rules)
    people, requests = list(problem.people), list(problem.requests)
    dice.shuffle(people)
    dice.shuffle(requests)
    assert by_keys(solve(with_pairs(problem, people, requests))) == by_keys(solve(problem))


@some
@given(seeds, st.booleans())
def test_one_person_more_never_leaves_fewer_seats_filled(seed, rules):
    problem = world(seed, people=8, requests=4, rules=rules)
    fewer = with_pairs(problem, problem.people[:-1], problem.requests, lambda who, _what: who < 7)
    assert solve(fewer).total.filled <= solve(problem).total.filled


@some
@given(seeds, st.integers(1, 4), st.booleans())
def test_whoever_has_been_asked_more_is_not_proposed_for_more(seed, more, rules):
    problem = world(seed, people=8, requests=4, rules=rules)
    people = [replace(problem.people[0], load=problem.people[0].load + more), *problem.people[1:]]
    assert solve(replace(problem, people=people)).turns[0] <= solve(problem).turns[0]


def test_there_is_no_place_to_say_that_somebody_has_declined():
    assert {field.name for field in fields(Person)} == {"key", "load", "limit", "lot", "tags", "groups"}


@some
@given(seeds, st.randoms(use_true_random=False))
def test_any_prices_at_all_give_a_bound_that_the_best_plan_does_not_beat(seed, dice):
    problem = world(seed, people=8, requests=4)
    laid_out = ground(problem)
    top = dice.choice([20, 3 * laid_out.step, laid_out.empty])
    seat = np.array([dice.randint(-5, top) for _block in laid_out.blocks], dtype=np.int64)
    turn = np.array([dice.randint(-5, top) for _person in problem.people], dtype=np.int64)
    plan = solve(problem)
    assert prices.bound(laid_out, seat, turn) <= plan.proof.bound == plan.proof.cost
    regret = prices.regret(laid_out, seat, turn)
    taken = np.isin(laid_out.pair, plan.taken)
    assert plan.proof.cost >= prices.bound(laid_out, seat, turn) + regret[taken].max(initial=0)


@some
@given(seeds)
def test_nobody_has_a_seat_that_somebody_alike_with_an_earlier_lot_could_have(seed):
    plan = solve(world(seed, people=14, requests=3, rules=True))
    laid_out, problem, taken = plan.ground, plan.problem, as_rows(plan)
    ring = {
        (int(problem.pairs.person[pair]), int(problem.pairs.request[pair])): int(place)
        for pair, place in zip(laid_out.pair, laid_out.ring, strict=True)
    }
    for who, what, _penalty in taken:
        others = [row for row in taken if row[:2] != (who, what)]
        for one, two, penalty in zip(*(column.tolist() for column in _columns(problem)), strict=True):
            if two == what and (one, two) not in {row[:2] for row in taken} and ring[one, two] < ring[who, what]:
                seated = [problem.people[row[0]] for row in others if row[1] == what]
                if not broken(problem.requests[what], [*seated, problem.people[one]]):
                    assert worth(problem, [*others, (one, two, penalty)]) != worth(problem, taken)


def _columns(problem):
    return problem.pairs.person, problem.pairs.request, problem.pairs.penalty


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seeds)
def test_a_linear_programme_of_all_pairs_agrees(seed):
    problem = world(seed, people=60, requests=15)
    plan, laid_out = solve(problem), ground(problem)
    columns, turns = len(problem.pairs), 3
    count = columns + turns * len(problem.people)
    costs, high, sums, most = np.zeros(count), np.ones(count), [], []
    costs[:columns] = problem.pairs.penalty - laid_out.empty
    for index, person in enumerate(problem.people):
        mine = columns + index * turns + np.arange(turns)
        costs[mine] = laid_out.step * (2 * (person.load + np.arange(turns)) + 1)
        limit = len(problem.requests) if person.limit is None else person.limit
        high[mine] = np.clip([limit, limit - 1, limit - 2], 0, [1, 1, len(problem.requests)])
        days = {day for request in problem.requests for day in request.days}
        at = problem.pairs.person == index
        sums.append(np.concatenate([at, np.zeros(count - columns)]))
        sums[-1][mine] = -1
        most.append(0)
        for day in days:
            on = np.array([day in problem.requests[what].days for what in problem.pairs.request])
            sums.append(np.concatenate([at & on, np.zeros(count - columns)]))
            most.append(1)
    for index, request in enumerate(problem.requests):
        sums.append(np.concatenate([problem.pairs.request == index, np.zeros(count - columns)]))
        most.append(request.seats)
    program = Program(costs, 0, high)
    program.add_rows(rows(np.array(sums)), -np.inf, np.array(most, dtype=float))
    everything = round(program.solve().objective) + laid_out.empty * int(problem.seats.sum())
    assert plan.turns.max() <= turns
    assert everything == laid_out.cost(plan.total)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seeds)
def test_the_search_among_few_pairs_finds_what_a_search_among_all_finds(seed):
    problem = world(seed, people=40, requests=6, rules=True, many_days=True)
    plan, laid_out = solve(problem), ground(problem)
    found, ended = search._best_of(laid_out, np.arange(len(problem.pairs)))
    assert ended
    assert plan.proof.reached
    assert total_of(problem, laid_out.pair[found]) == plan.total


def test_where_the_search_may_not_go_on_the_gap_stays_open_and_is_told(monkeypatch):
    monkeypatch.setattr(search, "MOST", 0)
    monkeypatch.setattr(search, "SPARE", -99)
    plans = [solve(world(seed, people=8, requests=4, rules=True)) for seed in range(60)]
    left_open = [plan for plan in plans if not plan.proof.reached]
    assert left_open
    for plan in left_open:
        assert plan.proof.bound < plan.proof.cost == plan.ground.cost(plan.total) < ROOM
