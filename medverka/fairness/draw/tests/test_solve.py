"""The lottery found is the fairest there is, and only of panels that exist."""

import numpy as np
import pytest

from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.relaxations import Infeasible
from medverka.fairness.draw.result import Cancelled
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.tests import made_up


@pytest.mark.parametrize("seed", range(40))
def test_everybody_has_the_chance_that_going_through_every_panel_gives_them(seed):
    problem = made_up.small(seed)
    found = solve(problem)
    assert problem.allows(found.panels).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    expected = made_up.leximin_chances(made_up.every_panel(problem))
    assert np.abs(found.chance_of_person - expected).max() < 1e-6


def test_the_least_chance_is_as_great_by_maximin_as_by_leximin():
    for seed in range(10):
        problem = made_up.small(seed)
        assert solve(problem, "maximin").minimum == pytest.approx(solve(problem).minimum, abs=1e-8)


def test_quotas_that_no_panel_keeps_are_told():
    people = [Person("a", {"g": "f"}), Person("b", {"g": "f"})]
    with pytest.raises(Infeasible):
        solve(Problem(people, [Quota("g", "f", 0, 1)], 2))


def test_whoever_watches_can_stop_it():
    def watch(step, done):
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(made_up.small(1), watch=watch)


def test_the_same_people_and_quotas_give_the_same_lottery():
    one, other = solve(made_up.small(3)), solve(made_up.small(3))
    assert (one.panels == other.panels).all()
    assert (one.weights == other.weights).all()
