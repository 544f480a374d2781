"""Panels made many at a time keep to everything, and their weights give just the average that is wanted."""

import numpy as np
import pytest

from medverka.fairness.draw import columns, exchange, mixture
from medverka.fairness.draw.columns import Finder, Mix
from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.mixture import Search, deal, mix
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.result import OBJECTIVES, Cancelled, unwatched
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.target import Cut, polytope
from medverka.fairness.draw.tests import pools
from medverka.fairness.draw.weights import Balance
from medverka.fairness.highs import Unsolved


def pool(seed=1, people=120, homes=60):
    """People of four features, two to a home, and quotas that follow a panel that exists."""
    dice = np.random.default_rng(seed)
    values = dice.integers(0, 3, (people, 4))
    everyone = [
        Person(f"p{n}", {f"f{f}": f"v{row[f]}" for f in range(4)}, int(dice.integers(homes)) if n % 2 else None)
        for n, row in enumerate(values)
    ]
    shown = np.array([np.bincount(values[::6, f], minlength=3) for f in range(4)])
    quotas = [
        Quota(f"f{f}", f"v{v}", max(int(shown[f, v]) - 1, 0), int(shown[f, v]) + (f > 0))
        for f in range(4)
        for v in range(3)
    ]
    return Problem(everyone, quotas, len(values[::6]))


def table(problem, mean, panels=200):
    dice = np.random.default_rng(5)
    deck = exchange.deck(problem, mean)
    return exchange.Table(deck, exchange.dealt(deck, mean, panels, dice), dice)


def test_cards_are_dealt_as_often_as_the_average_says_give_or_take_one():
    problem = pool()
    mean = leximin(polytope(problem)).mean
    dealt = np.bincount(table(problem, mean).cards.ravel(), minlength=len(mean))
    assert np.abs(dealt - 200 * mean).max() < 1.01
    assert dealt.sum() == 200 * problem.size


def test_each_panel_is_told_numbers_next_to_the_average_and_all_together_have_just_the_average():
    problem = pool()
    mean = leximin(polytope(problem)).mean
    made = table(problem, mean)
    told, filled = exchange.rounded(made.deck, mean, 200, made.dice), problem.members @ mean
    assert (np.abs(told - filled) < 1 + 1e-6).all()
    assert np.abs(told.mean(axis=0) - filled).max() <= 1 / 200 + 1e-9
    names = [quota.feature for quota in problem.quotas]
    for feature in problem.features:
        assert (told[:, [name == feature for name in names]].sum(axis=1) == problem.size).all()
    made.aim(told, told)
    kept = exchange.mend(made, mean, unwatched)
    assert len(kept) > 150
    assert (made.filled[kept] == told[kept]).all()


def test_panels_that_were_mended_keep_to_everything_and_so_do_they_after_climbing():
    problem = pool()
    mean = leximin(polytope(problem)).mean
    made = table(problem, mean)
    before = np.array([np.bincount(cards, minlength=len(mean)) for cards in made.cards])
    kept = exchange.mend(made, mean, unwatched)
    assert problem.allows(before).mean() < 0.5
    assert len(kept) > 150
    worth = np.random.default_rng(2).normal(size=len(mean))
    only = exchange.Table(made.deck, made.cards[kept], made.dice)
    was = worth[only.cards].sum(axis=1)
    exchange.climb(only, worth, unwatched, 10)
    assert (worth[only.cards].sum(axis=1) >= was - 1e-12).all()
    assert worth[only.cards].sum() > was.sum() + 1
    assert problem.allows(np.array([np.bincount(cards, minlength=len(mean)) for cards in only.cards])).all()


def test_what_a_table_keeps_count_of_is_what_its_cards_say():
    problem = pool(3)
    mean = leximin(polytope(problem)).mean
    made = table(problem, mean)
    exchange.mend(made, mean, unwatched)
    fresh = exchange.Table(made.deck, made.cards, made.dice)
    for counted in ("have", "filled", "capped", "crowd"):
        assert (getattr(made, counted) == getattr(fresh, counted)).all(), counted


def test_weights_give_the_average_exactly_where_there_are_any():
    dice = np.random.default_rng(0)
    cards = np.sort(np.argsort(dice.random((80, 12)), axis=1)[:, :4], axis=1)
    weights = dice.dirichlet(np.ones(80))
    mean = np.bincount(cards.ravel(), np.repeat(weights, 4), 12)
    for dense in (True, False):
        balance = Balance(cards, mean)
        if not dense:
            balance.matrix = None
        assert balance.solve()
        assert np.abs(balance.miss()).max() < 1e-10
        assert balance.weights.min() > 0


def test_prices_tell_when_no_weights_give_the_average():
    cards = np.array([[0, 1], [1, 2], [0, 2]])
    balance = Balance(cards, np.array([1.4, 0.3, 0.3]))
    assert not balance.solve()
    assert balance.worth(balance.y).max() < balance.y @ balance.mean


def test_an_average_is_mixed_from_panels_that_exist():
    problem = pool()
    mean = leximin(polytope(problem)).mean
    found = mix(problem, mean, deal(problem, mean, unwatched), unwatched)
    assert isinstance(found, Mix)
    assert problem.allows(found.panels).all()
    assert np.abs(found.weights @ found.panels - mean).max() < 1e-9
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)


def triangle():
    """Three people of whom the quotas take two at a time, each pair but not all in equal parts of a half."""
    people = [
        Person("a", {"x": "1", "y": "1", "z": "0"}),
        Person("b", {"x": "1", "y": "0", "z": "1"}),
        Person("c", {"x": "0", "y": "1", "z": "1"}),
        *(Person(f"d{n}", {"x": "0", "y": "0", "z": "0"}) for n in range(2)),
    ]
    quotas = [Quota(f, v, 0, 1 if v == "1" else 2) for f in "xyz" for v in "01"]
    return Problem(people, quotas, 2)


def test_an_average_that_no_lottery_gives_is_cut_off_from_all_panels():
    problem = triangle()
    mean = np.array([0.5, 0.5, 0.5, 0.5])
    assert mean.sum() == problem.size
    found = Search(problem, mix(problem, mean, deal(problem, mean, unwatched), unwatched), unwatched).mix(mean)
    assert isinstance(found, Cut)
    assert found.weights @ mean > found.most + 0.1
    panels = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 1], [0, 0, 0, 2]])
    assert (panels @ found.weights <= found.most + 1e-9).all()


def test_where_the_average_is_out_of_reach_the_lottery_is_proven_nevertheless():
    problem = triangle()
    found = solve(problem)
    assert found.certificate.method == "integer"
    assert found.certificate.kind == "reached"
    assert found.chances == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.5])


@pytest.mark.parametrize("step", ["target", "panels", "weights", "climb"])
def test_at_each_step_whoever_watches_can_stop_it(step):
    def watch(now, done):
        assert 0 <= done <= 1
        if now == step:
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(triangle() if step == "climb" else pool(), watch=watch)


def test_a_search_can_be_stopped_too():
    def watch(now, done):
        if now == "search":
            raise Cancelled

    with pytest.raises(Cancelled):
        solve(triangle(), watch=watch)


def test_two_times_the_same_is_found():
    one, other = solve(pool(2)), solve(pool(2))
    assert (one.panels == other.panels).all()
    assert (one.weights == other.weights).all()


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(("steps", "kind"), [(1, "gap"), (200, "reached")])
def test_a_search_whose_steps_are_used_up_gives_the_best_it_has_and_tells_that_better_may_exist(
    monkeypatch, objective, steps, kind
):
    monkeypatch.setattr(mixture, "STEPS", steps)
    problem = triangle()
    found = solve(problem, objective)
    assert problem.allows(found.panels).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert found.certificate.kind == kind
    assert np.isfinite(found.certificate.gap)
    assert min(found.chances) > 0
    if objective in ("leximin", "maximin"):
        assert found.minimum - 1e-9 <= 1 / 3 <= found.minimum + found.certificate.gap + 1e-9


def test_an_integer_program_can_be_stopped_while_it_runs():
    problem = pools.pool(1, people=80, size=20, features=4, homes=20)
    asked = []

    def watch(now, done):
        asked.append(now)
        if len(asked) > 1:
            raise Cancelled

    finder = Finder(problem, watch, 100)
    worth = np.random.default_rng(0).normal(size=len(problem.types))
    with pytest.raises(Cancelled):
        finder.best(worth)
    finder.watch = unwatched
    panel, bound = finder.best(worth)  # and nothing is left of it
    assert problem.allows(panel)
    assert bound == pytest.approx(worth @ panel)


def test_where_no_panel_is_found_in_the_nodes_there_are_nobody_says_that_there_is_none(monkeypatch):
    problem = pools.pool(1, people=80, size=20, features=4, homes=20)
    monkeypatch.setattr(columns, "TRIES", 0)
    assert problem.allows(Finder(problem, unwatched).some())
    monkeypatch.setattr(columns, "FIRST", 0)
    with pytest.raises(Unsolved):
        Finder(problem, unwatched).some()
