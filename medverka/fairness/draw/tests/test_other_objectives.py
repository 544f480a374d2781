"""Maximin, Nash and Goldilocks over average panels: nothing is better, and what cannot be drawn does not matter."""

import numpy as np
import pytest

from medverka.fairness.draw.goldilocks import GAMMA, fair_share, goldilocks
from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.maximin import maximin
from medverka.fairness.draw.nash import nash
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.target import polytope
from medverka.fairness.draw.tests.pools import pool
from medverka.fairness.highs import Impossible, Program


def polytopes():
    """Some that are not empty, with and without homes, with wide and with narrow quotas."""
    for seed in range(16):
        within = polytope(pool(seed, homes=20 * (seed % 2), features=2 + seed % 3, width=1 + seed % 2))
        try:
            within.program(np.zeros(len(within.count))).solve()
        except Impossible:
            continue
        yield within


def keeps(within, mean):
    filled = within.matrix.times(mean)
    return (
        np.all((filled >= within.low - 1e-9) & (filled <= within.high + 1e-9))
        and np.all(mean >= 0)
        and np.all(mean <= within.most + 1e-9)
    )


SOME = list(polytopes())
NEVER = Problem(
    [Person(str(i), {"place": place}) for i, place in enumerate("aaabbc")],
    [Quota("place", "a", 0, 3), Quota("place", "b", 1, 1), Quota("place", "c", 0, 0)],
    2,
)
IN_SUM = Problem(  # the highs leave no room at all, though none of them is a low as well
    [Person(str(i), {"place": place, "age": age}) for i, (place, age) in enumerate(zip("aaaabbbccd", "xyxxyxyxyy", strict=True))],
    [Quota("place", value, 0, high) for value, high in zip("abcd", [2, 1, 1, 1], strict=True)]
    + [Quota("age", "x", 0, 3), Quota("age", "y", 1, 4)],
    5,
)  # fmt: skip


def test_maximin_has_the_least_chance_of_leximin():
    for within in SOME:
        target = maximin(within)
        assert keeps(within, target.mean)
        assert target.chances.min() == pytest.approx(leximin(within).chances.min(), abs=1e-9)
        assert len(target.levels) == 1


@pytest.mark.parametrize("within", [*SOME, polytope(IN_SUM)])
def test_no_average_panel_has_a_greater_product_of_chances(within):
    """The logarithm lies below its tangent, so the sum of ``chance now / chance in the best`` is nowhere above n."""
    target = nash(within)
    assert keeps(within, target.mean)
    drawn = target.mean > 0
    assert target.claim.prices[drawn] == pytest.approx((within.count / target.mean)[drawn])
    best = within.program(target.claim.prices).solve().objective
    assert best == pytest.approx(within.count[drawn].sum(), rel=1e-8)
    assert target.claim.bound == pytest.approx(best, rel=1e-8)


@pytest.mark.parametrize("within", [*SOME, polytope(IN_SUM)])
def test_no_average_panel_balances_the_greatest_and_the_least_chance_better(within):
    target = goldilocks(within)
    assert keeps(within, target.mean)
    share = fair_share(within)
    value = target.chances.max() / share + GAMMA * share / target.chances.min()
    for least in np.linspace(target.chances.min() * 0.7, leximin(within).chances.min(), 9):
        assert value <= smallest_greatest(within, least) / share + GAMMA * share / least + 1e-8


def smallest_greatest(within, least):
    """How small the greatest chance can be, when none is smaller than ``least``."""
    types = len(within.count)
    program = Program(
        np.append(np.zeros(types), 1.0), np.append(within.count * least * (1 - 1e-9), 0.0), np.append(within.most, 1.0)
    )
    dense = np.zeros((len(within.low), types + 1))
    dense[within.matrix.row_of, within.matrix.columns] = within.matrix.values
    program.add_rows(dense, within.low, within.high)
    program.add_rows(np.hstack([np.eye(types), -within.count[:, None]]), high=0.0)
    return program.solve().objective


@pytest.mark.parametrize("objective", [nash, goldilocks])
def test_who_can_never_be_drawn_is_left_out_of_the_reckoning(objective):
    target = objective(polytope(NEVER))
    assert target.chances == pytest.approx([1 / 3, 1 / 2, 0], abs=1e-9)
    assert [list(level.types) for level in target.levels] == [[2]]


@pytest.mark.parametrize("objective", [maximin, nash, goldilocks])
def test_what_is_impossible_is_impossible_for_all(objective):
    problem = Problem(
        NEVER.people, [Quota("place", "a", 0, 0), Quota("place", "b", 0, 1), Quota("place", "c", 0, 0)], 2
    )
    with pytest.raises(Impossible):
        objective(polytope(problem))


@pytest.mark.parametrize("objective", [leximin, maximin, nash, goldilocks])
def test_without_anything_in_the_way_all_have_the_same_chance(objective):
    people = [Person(str(i), {"place": place}) for i, place in enumerate("aaabb")]
    target = objective(polytope(Problem(people, [Quota("place", "a", 0, 2), Quota("place", "b", 0, 2)], 2)))
    if objective is maximin:
        assert target.chances.min() == pytest.approx(0.4)
    else:
        assert target.chances == pytest.approx([0.4, 0.4])
