"""Leximin over average panels: nobody can have more unless somebody who has less gets even less."""

import numpy as np
import pytest

from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.target import Cut, Polytope, ceiling, polytope
from medverka.fairness.draw.tests.pools import pool
from medverka.fairness.highs import Impossible, Program


def fairest(seed, **shape):
    try:
        return leximin(polytope(pool(seed, **shape)))
    except Impossible:
        return None


def most_for(target, kind):
    """The greatest chance of a type when those who have no more than it keep what they have."""
    within, chances = target.polytope, target.chances
    kept = np.where(chances <= chances[kind] + 1e-9, target.mean - 1e-9, 0.0)
    program = Program(np.eye(len(chances))[kind], np.maximum(kept, 0.0), within.most, most=True)
    program.add_rows(within.matrix, within.low, within.high)
    return program.solve().objective / within.count[kind]


@pytest.mark.parametrize(
    "shape", [{"features": 2}, {"features": 3, "homes": 20}, {"features": 4, "width": 2, "homes": 9}]
)
def test_nobody_can_have_more_unless_somebody_with_less_falls(shape):
    for seed in range(3):
        target = fairest(seed, people=40, **shape)
        if target:
            best = [most_for(target, kind) for kind in range(len(target.mean))]
            assert target.chances == pytest.approx(best, abs=1e-6)


def test_the_average_panel_keeps_to_size_quotas_and_homes():
    for seed in range(12):
        target = fairest(seed, homes=20)
        if target:
            within = target.polytope
            filled = within.matrix.times(target.mean)
            assert np.all((filled >= within.low - 1e-9) & (filled <= within.high + 1e-9))
            assert np.all((target.mean >= 0) & (target.mean <= within.most + 1e-9))


def test_each_level_is_proven_by_its_prices():
    proven = 0
    for seed in range(9):
        target = fairest(seed, features=4, homes=20)
        if not target:
            continue
        count, got = target.polytope.count, np.full(len(target.mean), np.nan)
        for level in target.levels:
            prices, earlier = level.claim.prices, ~np.isnan(got)
            assert np.all(prices >= 0)
            assert np.all(prices[level.types] > 0)
            got[level.types] = level.chance
            assert not np.any(prices[np.isnan(got)])
            spent = prices[earlier] * count[earlier] @ got[earlier]
            assert (level.claim.bound - spent) / (prices[level.types] @ count[level.types]) == pytest.approx(
                level.chance, abs=1e-9
            )
            proven += 1
        assert target.chances == pytest.approx(got, abs=1e-9)
        assert [level.chance for level in target.levels] == sorted(level.chance for level in target.levels)
    assert proven > 30


def test_the_ceiling_holds_whatever_the_multipliers_are():
    within = polytope(pool(3, homes=20))
    dice = np.random.default_rng(1)
    for _ in range(50):
        prices = dice.exponential(size=len(within.count))
        multipliers = dice.normal(size=len(within.low))
        assert within.program(prices).solve().objective <= ceiling(within, prices, multipliers) + 1e-9


def test_who_can_never_be_drawn_has_no_chance_and_the_rest_share_alike():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("aaabbc")]
    quotas = [Quota("place", "a", 0, 3), Quota("place", "b", 1, 1), Quota("place", "c", 0, 0)]
    target = leximin(polytope(Problem(people, quotas, 2)))
    assert target.chances == pytest.approx([1 / 3, 1 / 2, 0])


def test_when_all_are_drawn_everybody_is_certain():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("aab")]
    target = leximin(polytope(Problem(people, [Quota("place", "a", 2, 2), Quota("place", "b", 1, 1)], 3)))
    assert target.chances == pytest.approx([1, 1])


def test_one_of_each_home_is_the_most_there_can_be():
    people = [Person(str(i), {"place": "a"}, "home") for i in range(2)] + [Person("2", {"place": "a"})]
    target = leximin(polytope(Problem(people, [Quota("place", "a", 0, 9)], 2)))
    assert sorted(target.chances) == pytest.approx([0.5, 1])


def test_a_cut_is_kept_to():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("ab")]
    problem = Problem(people, [Quota("place", "a", 0, 1), Quota("place", "b", 0, 1)], 1)
    target = leximin(polytope(problem, [Cut(np.array([1.0, 0.0]), 0.25)]))
    assert target.chances == pytest.approx([0.25, 0.75])


def test_quotas_that_contradict_each_other_are_impossible():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("aab")]
    with pytest.raises(Impossible):
        leximin(polytope(Problem(people, [Quota("place", "a", 0, 1), Quota("place", "b", 2, 3)], 2)))


def test_nobody_at_all_can_fill_no_seat():
    with pytest.raises(Impossible):
        leximin(polytope(Problem([], [Quota("place", "a", 0, 1)], 1)))


def test_the_polytope_is_the_problem_s_own():
    problem = pool(5, homes=20)
    within: Polytope = polytope(problem)
    panels = np.random.default_rng(2).integers(0, 2, size=(50, len(problem.types)))
    for panel in panels:
        filled = within.matrix.times(panel)
        kept = np.all((filled >= within.low) & (filled <= within.high)) and np.all(panel <= within.most)
        assert kept == problem.allows(panel)
