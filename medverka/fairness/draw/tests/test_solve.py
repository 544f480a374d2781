"""What whoever asks for a lottery meets: word of what cannot be, a way to stop it, the same answer again."""

import pytest

from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.relaxations import Infeasible
from medverka.fairness.draw.result import Cancelled
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.tests.pools import small


def test_the_least_chance_is_as_great_by_maximin_as_by_leximin():
    for seed in range(10):
        problem = small(seed)
        assert solve(problem, "maximin").minimum == pytest.approx(solve(problem).minimum, abs=1e-8)


def test_quotas_that_no_panel_keeps_are_told():
    people = [Person("a", {"g": "f"}), Person("b", {"g": "f"})]
    with pytest.raises(Infeasible):
        solve(Problem(people, [Quota("g", "f", 0, 1)], 2))


def test_whoever_watches_can_stop_it():
    def watch(step, done):
        raise Cancelled

    with pytest.raises(Cancelled):
        solve(small(1), watch=watch)


def test_the_same_people_and_quotas_give_the_same_lottery():
    one, other = solve(small(3)), solve(small(3))
    assert (one.panels == other.panels).all()
    assert (one.weights == other.weights).all()
