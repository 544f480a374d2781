"""Panels of people give everybody as nearly their chance as whole numbers allow, and keep to everything."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from medverka.fairness.draw import lottery as lottery_module
from medverka.fairness.draw.lottery import TooLarge, exact, panels_for, uniform
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.result import Distribution
from medverka.fairness.draw.seating import seat_people
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.tests.lotteries import small_lottery

KEY = b"a key"


def made_up(seed, *, count=40, size=8, homes=None, slack=1, features=(2, 3), tilt=1.0):
    """A pool of some common values and some rare, with quotas of their part (or less unlike, with a ``tilt`` below 1);
    in homes of one to three if asked for.
    """
    chance = np.random.default_rng(seed)
    columns = [chance.integers(values, size=count) * chance.integers(2, size=count) for values in features]
    of_home = [None] * count if homes is None else chance.integers(homes, size=count).tolist()
    people = [
        Person(f"p{n}", {f"f{f}": str(column[n]) for f, column in enumerate(columns)}, of_home[n]) for n in range(count)
    ]
    quotas = []
    for feature, column in enumerate(columns):
        many = Counter(column.tolist())
        for value, have in many.items():
            fair = size * have**tilt / sum(there**tilt for there in many.values())
            quotas.append(Quota(f"f{feature}", str(value), max(0, int(fair) - slack), int(fair) + 1 + slack))
    return Problem(people, quotas, size)


def keeps_to_everything(problem, panels):
    filled = np.zeros((len(panels), len(problem.types)), dtype=np.int64)
    np.add.at(filled, (np.arange(len(panels))[:, None], problem.types.of_person[panels]), 1)
    homes = [
        [problem.people[index].household for index in panel if problem.people[index].household is not None]
        for panel in panels
    ]
    return (
        problem.allows(filled).all()
        and (np.diff(panels, axis=1) > 0).all()
        and all(len(set(panel)) == len(panel) for panel in homes)
    )


@pytest.mark.slow
@pytest.mark.parametrize("homes", [None, 60, 20])
@pytest.mark.parametrize("slack", [0, 1])
@pytest.mark.parametrize("seed", range(4))
def test_everybody_is_in_as_many_panels_as_their_chance_says_rounded_down_or_up(seed, slack, homes):
    problem = made_up(seed, slack=slack, homes=homes)
    distribution = solve(problem)
    lottery = uniform(distribution, 200, key=KEY)
    assert lottery.panels.shape == (200, 8)
    assert keeps_to_everything(problem, lottery.panels)
    wanted = 200 * distribution.chance_of_person
    missed = np.maximum(np.floor(wanted + 1e-6) - lottery.counts, lottery.counts - np.ceil(wanted - 1e-6))
    crowded = slack == 0 and homes == 20  # no room in quotas nor homes: there may be no such 200 panels
    assert missed.max() <= (1 if crowded else 0)
    assert lottery.least_share <= lottery.best_share + 1e-9


def test_the_same_key_gives_the_same_panels_and_another_key_others():
    distribution = solve(made_up(1))
    one, again, other = (uniform(distribution, 50, key=key).panels.tolist() for key in (KEY, KEY, b"another"))
    assert one == again
    assert one != other


@pytest.mark.slow
def test_with_a_thousand_panels_everybody_has_nearly_all_of_their_chance():
    lottery = uniform(solve(made_up(3, count=100, homes=40)), key=KEY)
    assert min(lottery.wanted) * 1000 > 50
    assert lottery.least_share >= 0.98


def test_chances_are_exact_fractions_of_the_panels():
    lottery = small_lottery((3, 2, 4, 1))
    assert lottery.chances == [Fraction(n, 10) for n in (8, 6, 7, 4, 3, 2)]
    assert small_lottery().least_share == 1


def test_the_best_share_counts_whole_panels():
    """Three people for one seat in ten panels: somebody has three of ten, which is nine tenths of a third."""
    problem = Problem([Person(f"p{n}", {"a": "x"}) for n in range(3)], [Quota("a", "x", 1, 1)], 1)
    distribution = Distribution(problem, "leximin", np.array([[1]]), np.array([1.0]))
    lottery = uniform(distribution, 10, key=KEY)
    assert sorted(lottery.counts.tolist()) == [3, 3, 4]
    assert lottery.least_share == pytest.approx(0.9)
    assert lottery.best_share == pytest.approx(0.9)


def test_nobody_meets_the_same_people_each_time():
    problem = Problem([Person(f"p{n}", {"a": "x"}) for n in range(8)], [Quota("a", "x", 4, 4)], 4)
    distribution = Distribution(problem, "leximin", np.array([[4]]), np.array([1.0]))
    panels = uniform(distribution, 300, key=KEY).panels
    together = Counter((one, other) for panel in panels.tolist() for one in panel for other in panel if one < other)
    assert len(together) == 28
    assert min(together.values()) > 0.5 * 300 * 4 * 3 / (8 * 7)


def test_homes_with_different_types_in_them_are_shared_evenly():
    """Four homes, each with an old man and two young women; of the people of one home only one can sit in a panel."""
    people = []
    for home in range(4):
        people += [Person(f"m{home}", {"kind": "m"}, home), Person(f"f{home}", {"kind": "f"}, home)]
        people += [Person(f"g{home}", {"kind": "f"}, home)]
    problem = Problem(people, [Quota("kind", "m", 1, 3), Quota("kind", "f", 1, 3)], 4)
    kinds = [problem.types.profiles[t]["kind"] for t in range(2)]
    man, woman = kinds.index("m"), kinds.index("f")
    chance = np.random.default_rng(5)
    seats = np.array([sorted([man] * m + [woman] * (4 - m)) for m in chance.integers(1, 4, size=101)])
    panels = seat_people(problem, seats, chance)
    assert keeps_to_everything(problem, panels)
    counts = np.bincount(panels.ravel(), minlength=12)
    for kind in (man, woman):
        mine = counts[problem.types.people[kind]]
        assert mine.max() - mine.min() <= 1


@pytest.mark.slow
@pytest.mark.parametrize("homes", [None, 60, 20])
@pytest.mark.parametrize("slack", [0, 1])
@pytest.mark.parametrize("seed", range(4))
def test_an_exact_lottery_gives_everybody_their_chance_to_a_billionth(seed, slack, homes):
    problem = made_up(seed, slack=slack, homes=homes)
    distribution = solve(problem)
    lottery = exact(distribution, key=KEY)
    assert lottery.total == 2**60
    assert min(lottery.weights) > 0
    assert keeps_to_everything(problem, lottery.panels)
    assert max(abs(float(chance) - want) for chance, want in zip(lottery.chances, lottery.wanted, strict=True)) <= 1e-9
    assert lottery.wanted == pytest.approx(distribution.chance_of_person, abs=1e-8)


def test_an_exact_lottery_is_the_same_for_the_same_key():
    distribution = solve(made_up(2))
    one, again, other = (exact(distribution, key=key) for key in (KEY, KEY, b"another"))
    assert (one.panels.tolist(), one.weights) == (again.panels.tolist(), again.weights)
    assert one.panels.tolist() != other.panels.tolist()


def test_somebody_who_must_be_in_and_somebody_who_cannot_be_stay_so():
    people = [Person("only", {"a": "x"}), Person("never", {"a": "z"}), *(Person(f"p{n}", {"a": "y"}) for n in range(4))]
    problem = Problem(people, [Quota("a", "x", 1, 1), Quota("a", "y", 2, 2), Quota("a", "z", 0, 0)], 3)
    distribution = solve(problem)
    assert [float(chance) for chance in exact(distribution, key=KEY).chances] == [1, 0, 0.5, 0.5, 0.5, 0.5]
    assert uniform(distribution, 100, key=KEY).counts.tolist() == [100, 0, 50, 50, 50, 50]
    assert uniform(distribution, 100, key=KEY).least_share == 1


def test_what_would_be_too_large_to_publish_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(lottery_module, "MOST_SEATS", 100)
    with pytest.raises(TooLarge) as refusal:
        exact(solve(made_up(2)), key=KEY)
    assert refusal.value.most == 100
    assert refusal.value.seats > 100


def test_so_many_panels_are_enough_for_so_great_a_share():
    distribution = solve(made_up(2))
    for fewest in (1, 30, 1000):
        panels = panels_for(distribution, fewest=fewest)
        assert panels >= fewest
        assert uniform(distribution, panels, key=KEY).least_share >= 0.98
    assert panels_for(distribution, 1 - 1e-9, fewest=7) >= 7


def test_the_number_of_panels_is_the_first_in_which_little_is_lost_by_rounding():
    """Three for one seat: of 100 panels somebody has 33, which is 99 % of a third; of 52 it would be 17 of 17.3."""
    problem = Problem([Person(f"p{n}", {"a": "x"}) for n in range(3)], [Quota("a", "x", 1, 1)], 1)
    distribution = Distribution(problem, "leximin", np.array([[1]]), np.array([1.0]))
    assert [panels_for(distribution, fewest=fewest) for fewest in (1, 50, 52, 100)] == [3, 51, 52, 100]
    assert [panels_for(distribution, 0.99, fewest=fewest) for fewest in (52, 100)] == [54, 100]


@pytest.mark.parametrize("panels", [1, 7])
@pytest.mark.parametrize("size", [1, 3])
def test_without_quotas_or_with_hardly_any_panels_it_works_too(panels, size):
    problem = Problem([Person(f"p{n}", {}) for n in range(5)], [], size)
    distribution = Distribution(problem, "leximin", np.array([[size]]), np.array([1.0]))
    lottery = uniform(distribution, panels, key=KEY)
    assert lottery.panels.shape == (panels, size)
    assert lottery.counts.max() - lottery.counts.min() <= 1
    assert exact(distribution, key=KEY).chances == pytest.approx([size / 5] * 5, abs=1e-12)


def test_who_is_rounded_down_is_whoever_loses_least_by_it():
    """Ten should be in 5.5 panels each, and two in 72.5: five instead of 5.5 costs more than 70 instead of 72.5."""
    people = [*(Person(f"a{n}", {"k": "a"}) for n in range(10)), *(Person(f"b{n}", {"k": "b"}) for n in range(2))]
    problem = Problem(people, [Quota("k", "a", 0, 2), Quota("k", "b", 0, 2)], 2)
    mean = np.array([0.55, 1.45])
    panels = np.array([[2, 0], [1, 1], [0, 2]])
    distribution = Distribution(problem, "leximin", panels, np.array([0.05, 0.45, 0.5]))
    assert distribution.mean == pytest.approx(mean)
    lottery = uniform(distribution, 100, key=KEY)
    assert lottery.counts[:10].tolist() == [6] * 10
    assert lottery.least_share == pytest.approx(70 / 72.5)
    assert lottery.best_share == pytest.approx(70 / 72.5, abs=1e-3)


def test_the_best_share_keeps_to_what_every_panel_must_have():
    """Six share eleven seats. A seat could be spared by the two others; but each panel must have one of these."""
    people = [*(Person(f"a{n}", {"k": "a"}) for n in range(6)), *(Person(f"b{n}", {"k": "b"}) for n in range(2))]
    problem = Problem(people, [Quota("k", "a", 0, 2), Quota("k", "b", 1, 2)], 2)
    distribution = Distribution(problem, "leximin", np.array([[1, 1]]), np.array([1.0]))
    lottery = uniform(distribution, 11, key=KEY)
    assert lottery.least_share == lottery.best_share == pytest.approx(6 / 11)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_where_hardly_two_are_alike_and_no_quota_leaves_room_the_least_share_is_what_whole_panels_allow(seed):
    problem = made_up(seed, count=160, size=16, slack=0, features=(2, 4, 3, 3, 4, 3), tilt=0.6)
    assert len(problem.types) > 100
    lottery = uniform(solve(problem), 400, key=KEY)
    assert lottery.is_sound
    assert lottery.least_share == pytest.approx(lottery.best_share, abs=2e-3)
