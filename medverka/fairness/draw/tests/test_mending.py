import numpy as np
import pytest

from medverka.fairness.draw import exchange
from medverka.fairness.draw.mending import mend_any
from medverka.fairness.draw.objectives import FAIREST
from medverka.fairness.draw.result import unwatched
from medverka.fairness.draw.target import polytope
from medverka.fairness.draw.tests.pools import pool
from medverka.fairness.draw.weights import counted

PANELS = 120


def dealt(problem):
    """Panels as they were dealt, before any was mended, and the average that was wanted."""
    mean = FAIREST["leximin"](polytope(problem)).mean
    dice, deck = np.random.default_rng(0), exchange.deck(problem, mean)
    return exchange.Table(deck, exchange.dealt(deck, mean, PANELS, dice), dice), mean


@pytest.mark.parametrize("homes", [0, 25])
@pytest.mark.parametrize("seed", range(4))
def test_nearly_all_panels_are_mended_and_those_keep_to_everything(seed, homes):
    problem = pool(seed, homes=homes)
    table, mean = dealt(problem)
    before = len(table.faulty(np.arange(PANELS)))
    kept = mend_any(table, mean, unwatched)
    assert before > PANELS / 2
    assert len(kept) > 0.9 * PANELS
    assert problem.allows(counted(table.cards[kept], len(mean))).all()


def test_what_no_change_of_one_value_mends_is_mended():
    problem = pool(2, people=80, size=20, features=6, homes=30)
    table, mean = dealt(problem)
    assert len(exchange.mend(table, mean, unwatched)) < 0.5 * PANELS
    assert len(mend_any(table, mean, unwatched)) > 0.9 * PANELS


def test_panels_that_keep_to_everything_stay_as_they_are():
    problem = pool(2)
    table, mean = dealt(problem)
    kept = exchange.mend(table, mean, unwatched)
    cards = table.cards[kept].copy()
    mend_any(table, mean, unwatched)
    assert len(kept)
    assert (table.cards[kept] == cards).all()
