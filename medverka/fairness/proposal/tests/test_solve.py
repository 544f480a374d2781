"""The plan is the best there is, is proven so, and depends on nothing that should not matter."""

import pytest

from medverka.fairness.proposal.solve import solve
from medverka.fairness.proposal.tests.worlds import as_rows, best, world, worth


@pytest.mark.parametrize("first", range(0, 400, 50))
def test_no_plan_is_better_than_the_one_found(first):
    for seed in range(first, first + 50):
        plan = solve(world(seed))
        filled, load, penalty = plan.total
        assert worth(plan.problem, as_rows(plan)) == (-filled, load, penalty) == best(plan.problem)
        assert plan.proof.cost == plan.proof.bound


@pytest.mark.parametrize("first", range(0, 120, 10))
def test_no_plan_is_better_with_rules_within_requests_and_requests_of_several_days(first):
    for seed in range(first, first + 10):
        plan = solve(world(seed, people=6, rules=True, many_days=True))
        filled, load, penalty = plan.total
        assert worth(plan.problem, as_rows(plan)) == (-filled, load, penalty) == best(plan.problem)
        assert plan.proof.reached
