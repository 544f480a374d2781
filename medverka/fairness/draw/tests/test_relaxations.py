"""What is impossible becomes possible by the smallest changes there are."""

from itertools import product

import numpy as np
import pytest

from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.relaxations import Relaxation, greatest_size, infeasible, relaxed
from medverka.fairness.draw.target import polytope
from medverka.fairness.draw.tests.pools import pool
from medverka.fairness.highs import Impossible


def people(places, homes=None):
    return [Person(str(i), {"place": place}, homes and homes[i]) for i, place in enumerate(places)]


def a_panel_exists(problem):
    within = polytope(problem)
    try:
        panel = np.rint(within.program(np.zeros(len(problem.types)), whole=True).solve().x).astype(int)
    except Impossible:
        return False
    return bool(problem.allows(panel))


def worth(relaxations):
    return sum(abs(one.becomes - one.was) for one in relaxations)


def test_too_many_are_wanted_of_a_value_that_few_have():
    problem = Problem(people("aaaab"), [Quota("place", "a", 0, 3), Quota("place", "b", 3, 3)], 3)
    assert infeasible(problem).relaxations == (Relaxation("place", "b", "low", 3, 1),)


def test_one_quota_is_touched_rather_than_two():
    quotas = [Quota("place", value, 0, 1) for value in "abc"]
    assert infeasible(Problem(people("aabbbcc"), quotas, 5)).relaxations == (Relaxation("place", "b", "high", 1, 3),)
    assert len(infeasible(Problem(people("aabbcc"), quotas, 5)).relaxations) == 2


def test_flexible_bounds_are_enough_or_come_first():
    quotas = [Quota("place", "a", 0, 1, 0, 1), Quota("place", "b", 0, 1, 0, 2)]
    assert infeasible(Problem(people("aaabbb"), quotas, 3)).relaxations == (Relaxation("place", "b", "high", 1, 2),)
    further = infeasible(Problem(people("aaabbb"), quotas, 4)).relaxations
    assert worth(further) == 2
    assert {one.value for one in further} >= {"b"}


def test_the_size_shrinks_only_when_people_or_homes_are_too_few():
    quotas = [Quota("place", "a", 0, 9), Quota("place", "b", 2, 9)]
    too_few = Problem(people("aab"), quotas, 5)
    assert infeasible(too_few).relaxations == (
        Relaxation("", "", "size", 5, 3), Relaxation("place", "b", "low", 2, 1),
    )  # fmt: skip
    crowded = Problem(
        people("aabb", homes=["x", "x", "y", "y"]), [Quota("place", "a", 0, 9), Quota("place", "b", 1, 9)], 3
    )
    assert infeasible(crowded).relaxations == (Relaxation("", "", "size", 3, 2),)


def test_a_home_that_all_with_a_value_share_holds_the_quota_back():
    problem = Problem(
        people("abbc", homes=["x", "y", "y", "z"]),
        [Quota("place", v, low, 2) for v, low in zip("abc", [0, 2, 0], strict=True)],
        2,
    )
    assert infeasible(problem).relaxations == (Relaxation("place", "b", "low", 2, 1),)


def test_nobody_at_all_can_only_be_a_panel_of_nobody():
    assert infeasible(Problem([], [Quota("place", "a", 1, 1)], 2)).relaxations == (
        Relaxation("", "", "size", 2, 0), Relaxation("place", "a", "low", 1, 0),
    )  # fmt: skip


def test_what_is_possible_needs_no_change():
    problem = Problem(people("aab"), [Quota("place", "a", 1, 2), Quota("place", "b", 0, 1)], 2)
    assert infeasible(problem).relaxations == ()


def test_no_smaller_change_would_do():
    """Every change of fewer persons' worth is tried on small problems, and leaves them impossible."""
    tried = 0
    for seed in range(40):
        problem = pool(seed, people=10, size=4, features=2, homes=6 if seed % 2 else 0)
        if a_panel_exists(problem):
            continue
        found = infeasible(problem)
        assert found.proven
        assert a_panel_exists(relaxed(problem, found.relaxations))
        if worth(found.relaxations) <= 2 and len(problem.quotas) <= 6:
            smaller = changes(problem, worth(found.relaxations) - 1)
            assert not any(a_panel_exists(relaxed(problem, change)) for change in smaller)
            tried += 1
    assert tried > 2


def changes(problem, persons):
    """Every change of so many persons' worth, at most one a bound."""
    single = [Relaxation(q.feature, q.value, "low", q.low, q.low - 1) for q in problem.quotas if q.low]
    single += [Relaxation(q.feature, q.value, "high", q.high, q.high + 1) for q in problem.quotas]
    return list(product(single, repeat=persons))


@pytest.mark.parametrize(("homes", "most"), [(None, 3), (["x", "x", "y"], 2)])
def test_at_most_one_of_each_home_is_drawn(homes, most):
    assert greatest_size(Problem(people("aab", homes), [Quota("place", "a", 0, 9)], 1)) == most
