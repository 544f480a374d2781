"""The lottery found is the fairest: against going through every panel, in exact fractions, and by what must follow."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.proof import prove, worth
from medverka.fairness.draw.result import OBJECTIVES
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.tests.every_panel import every_panel, leximin_chances
from medverka.fairness.draw.tests.pools import crowded, small

FEW = settings(max_examples=10, deadline=None, derandomize=True)
SEEDS = st.integers(1000, 5000)


@pytest.mark.parametrize("start", range(0, 300, 5))
def test_everybody_has_the_chance_that_going_through_every_panel_gives_and_it_is_proven(start):
    """300 pools in all, every other one with households."""
    for seed in range(start, start + 5):
        is_fairest(small(seed))


@pytest.mark.parametrize("start", range(0, 40, 2))
def test_the_same_where_averages_and_whole_people_differ(start):
    """A fifth of these have a gap, which is searched for with integer programs."""
    for seed in range(start, start + 2):
        is_fairest(crowded(seed))


@pytest.mark.slow
def test_an_integer_program_is_called_for_now_and_then():
    """Otherwise the tests above would tell nothing of what is done about a gap."""
    assert {solve(crowded(seed)).certificate.method for seed in range(12)} == {"linear", "integer"}


def is_fairest(problem):
    """No solver is trusted in the proof: what a panel is worth at most is found among all panels."""
    found = solve(problem)
    assert problem.allows(found.panels).all()
    assert (found.weights > 0).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert found.chance_of_person == pytest.approx(leximin_chances(every_panel(problem)), abs=1e-6)

    proof = prove(found.certificate, most=worth_most(problem))
    assert found.certificate.kind == "reached"
    assert max(proof.gaps) < Fraction(1, 10**7)
    assert max(proof.rises) < Fraction(1, 10**6)
    proven = sorted(kind for level in found.certificate.levels for kind in level.types)
    assert proven == list(range(len(problem.types)))


def worth_most(problem):
    """A function that goes through all panels for the one that is worth most."""
    types = np.eye(len(problem.types), dtype=int)[problem.types.of_person]
    panels = np.unique(every_panel(problem).astype(int) @ types, axis=0).tolist()
    return lambda prices: max(
        sum((price * number for price, number in zip(prices, panel, strict=True) if number), Fraction(0))
        for panel in panels
    )


@pytest.mark.slow
@FEW
@given(SEEDS, st.randoms(use_true_random=False), st.sampled_from(["leximin", "nash"]))
def test_the_order_of_people_and_quotas_changes_nothing(seed, dice, objective):
    problem = small(seed)
    people, quotas = list(problem.people), list(problem.quotas)
    dice.shuffle(people)
    dice.shuffle(quotas)
    before, after = solve(problem, objective), solve(Problem(people, quotas, problem.size), objective)
    chances = dict(zip([person.id for person in people], after.chance_of_person, strict=True))
    assert [chances[person.id] for person in problem.people] == pytest.approx(list(before.chance_of_person), abs=1e-6)


@pytest.mark.slow
@FEW
@given(SEEDS, st.integers(0, 8), st.sampled_from(["low", "high"]), st.sampled_from(["leximin", "maximin"]))
def test_a_wider_quota_never_lowers_the_least_chance(seed, number, bound, objective):
    problem = small(seed)
    quotas = list(problem.quotas)
    quota = quotas[number % len(quotas)]
    wider = replace(quota, low=max(quota.low - 1, 0)) if bound == "low" else replace(quota, high=quota.high + 1)
    quotas[number % len(quotas)] = wider
    assert (
        solve(Problem(problem.people, quotas, problem.size), objective).minimum
        >= solve(problem, objective).minimum - 1e-7
    )


@pytest.mark.slow
@FEW
@given(SEEDS)
def test_with_everybody_twice_the_least_chance_is_at_least_halved_and_no_twin_has_more(seed):
    problem = small(seed)
    twins = [replace(person, id=person.id + "'", household=None) for person in problem.people]
    alone = [replace(person, household=None) for person in problem.people]
    once = solve(Problem(alone, problem.quotas, problem.size))
    twice = solve(Problem([*alone, *twins], problem.quotas, problem.size))
    assert twice.minimum >= once.minimum / 2 - 1e-7
    assert twice.chance_of_person[: len(alone)] == pytest.approx(twice.chance_of_person[len(alone) :], abs=1e-9)


@pytest.mark.slow
@FEW
@given(SEEDS, st.sampled_from(OBJECTIVES))
def test_all_chances_together_are_the_seats(seed, objective):
    problem = small(seed)
    found = solve(problem, objective)
    assert found.chance_of_person.sum() == pytest.approx(problem.size, abs=1e-6)
    assert problem.allows(found.panels).all()


@pytest.mark.slow
@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
def test_what_the_other_objectives_claim_is_true_of_every_panel(objective):
    for seed in range(12):
        problem = crowded(seed)
        certificate = solve(problem, objective).certificate
        assert certificate.kind == "reached"
        exact = worth(problem, certificate.claim, certificate.cuts, worth_most(problem))
        assert float(exact) == pytest.approx(certificate.claim.bound, abs=1e-6)


@pytest.mark.slow
@FEW
@given(SEEDS)
def test_each_objective_is_best_by_its_own_measure(seed):
    problem = small(seed)
    chances = {objective: solve(problem, objective).chance_of_person for objective in OBJECTIVES}
    drawn = chances["leximin"] > 1e-9
    share = problem.size / len(problem.people)

    def goldilocks(own):
        return own[drawn].max() / share + share / max(own[drawn].min(), 1e-12)

    def nash(own):
        return np.log(np.maximum(own[drawn], 1e-12)).sum()

    for own in chances.values():
        assert chances["maximin"].min() >= own.min() - 1e-7
        assert nash(chances["nash"]) >= nash(own) - 1e-5
        assert goldilocks(chances["goldilocks"]) <= goldilocks(own) + 1e-5
