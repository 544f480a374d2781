"""An average panel, written as a mix of panels that really exist; or shown to be none.

Very many panels are made at once (`exchange`), so that their average is near the wanted one, and weights are found for them
that make it exact (`weights`). Where there are none, the prices found on the way tell what panels are missing: they are
made from those there are, or looked for by an integer program. When no panel at all is worth as much as the average wanted,
which the integer program proves, the average is no mix of panels, and the prices cut it off from them.
"""

from dataclasses import dataclass

import numpy as np

from medverka.fairness.draw import exchange
from medverka.fairness.draw.columns import Finder
from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.result import Watch
from medverka.fairness.draw.target import Cut
from medverka.fairness.draw.weights import Balance

PANELS = 2.5  # so many panels for each type that the average has some of
FEWEST = 120
ROUNDS = 60
CLIMB = 12  # trades tried for each panel that is to be worth more
APART = 1e-7  # a person: an average worth so much more than any panel is none


@dataclass(frozen=True)
class Mix:
    """Panels, shape (panels, types), and their weights, which sum to 1."""

    panels: Ints
    weights: Floats


def mix(problem: Problem, mean: Floats, finder: Finder, watch: Watch) -> Mix | Cut:
    """Panels and weights whose average is ``mean``, or a cut that keeps every panel and not ``mean``.

    Raises `highs.Impossible` when no panel exists.
    """
    dice = np.random.default_rng(0)
    deck = exchange.deck(problem, mean)
    cards = _first(deck, mean, dice, watch)
    y: Floats = np.zeros(len(mean))
    for turn in range(ROUNDS):
        watch("weights", turn / ROUNDS)
        balance = Balance(cards, mean, y) if len(cards) else None
        if balance is not None:
            if balance.solve():
                return _counted(cards, balance.weights, len(mean))
            y = balance.y
            better = _better(deck, balance, dice, watch)
            if len(better):
                cards = np.unique(np.vstack([cards, better]), axis=0)
                continue
        y = y / max(np.abs(y).max(), 1e-300)
        watch("search", turn / ROUNDS)
        panel, bound = finder.best(y)
        if bound < y @ mean - APART:
            return Cut(y, bound)
        cards = np.unique(np.vstack([cards, _cards(panel)]), axis=0)
    raise NotImplementedError


def _first(deck: exchange.Deck, mean: Floats, dice: np.random.Generator, watch: Watch) -> Ints:
    panels = max(int(PANELS * np.count_nonzero(mean > exchange.NONE)), FEWEST)
    table = exchange.Table(deck, exchange.dealt(deck, mean, panels, dice), dice)
    kept = exchange.mend(table, mean, watch)
    return np.unique(np.sort(table.cards[kept], axis=1), axis=0)


def _better(deck: exchange.Deck, balance: Balance, dice: np.random.Generator, watch: Watch) -> Ints:
    """Panels worth more at the balance's prices than those there are, made from those that are worth most."""
    worth, y = balance.worth(balance.y), balance.y
    best = np.argsort(-worth)[: max(len(worth) // 3, 40)]
    table = exchange.Table(deck, balance.cards[best].copy(), dice)
    exchange.climb(table, y, watch, CLIMB)
    made = np.unique(np.sort(table.cards, axis=1), axis=0)
    return np.asarray(made[y[made].sum(axis=1) > max(worth.max(), y @ balance.mean) + 1e-9])


def _cards(panel: Ints) -> Ints:
    return np.repeat(np.arange(len(panel)), panel)[None, :]


def _counted(cards: Ints, weights: Floats, types: int) -> Mix:
    places = (np.arange(len(cards))[:, None] * types + cards).ravel()
    return Mix(np.bincount(places, minlength=len(cards) * types).reshape(len(cards), types), weights)
