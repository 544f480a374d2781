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
from medverka.fairness.draw.weights import Balance, nearest

PANELS = 2.5  # so many panels for each type that the average has some of
FEWEST = 120
ROUNDS = 4
EVEN = 7.0  # when no panel's weight is so many times the average one, no more panels are needed
CLIMB = 12  # trades tried for each panel that is to be worth more
LUCK = 1.0
APART = 1e-7  # a person: an average worth so much more than any panel is none


@dataclass(frozen=True)
class Mix:
    """Panels, shape (panels, types), and their weights, which sum to 1."""

    panels: Ints
    weights: Floats


@dataclass(frozen=True)
class Apart:
    """The average is no mix of panels: the ``cut`` keeps every panel and not the average. ``panels`` are some that were found."""

    cut: Cut
    panels: Ints


def mix(problem: Problem, mean: Floats, watch: Watch) -> Mix | Apart:
    """Panels and weights whose average is ``mean``, or what shows that there are none.

    Raises `highs.Impossible` when no panel exists.
    """
    dice = np.random.default_rng(0)
    deck = exchange.deck(problem, mean)
    cards = _first(deck, mean, dice, watch)
    for turn in range(ROUNDS if len(cards) else 0):
        watch("weights", turn / ROUNDS)
        balance = Balance(cards, mean)
        balance.lean()
        if turn or balance.even() < EVEN:
            y = balance.y
            if balance.solve():
                return Mix(_counted(cards, len(mean)), balance.weights)
            balance.y = balance.y if turn % 2 else y
        cards = _more(deck, balance, dice, watch)
    return _searched(problem, mean, cards, watch)


def _first(deck: exchange.Deck, mean: Floats, dice: np.random.Generator, watch: Watch) -> Ints:
    panels = max(int(PANELS * np.count_nonzero(mean > exchange.NONE)), FEWEST)
    table = exchange.Table(deck, exchange.dealt(deck, mean, panels, dice), dice)
    kept = exchange.mend(table, mean, watch)
    return np.unique(np.sort(table.cards[kept], axis=1), axis=0)


def _more(deck: exchange.Deck, balance: Balance, dice: np.random.Generator, watch: Watch) -> Ints:
    """As many panels again at most, made from those there are so that more have what the balance's prices ask for."""
    most = max(int(PANELS * np.count_nonzero(balance.mean > exchange.NONE)), FEWEST)
    heavy = np.argsort(-balance.weights)[:most]
    table = exchange.Table(deck, balance.cards[heavy], dice)
    exchange.climb(table, balance.y, watch, CLIMB, LUCK)
    kept = balance.cards[np.argsort(-balance.weights)[: 2 * most]]
    return np.unique(np.vstack([kept, np.sort(table.cards, axis=1)]), axis=0)


def _searched(problem: Problem, mean: Floats, cards: Ints, watch: Watch) -> Mix | Apart:
    """The same with panels that an integer program looks for, one after the other, until there is proof."""
    finder = Finder(problem)
    cards = cards.reshape(-1, problem.size)
    y: Floats = np.zeros(len(mean))
    while True:
        watch("search", 0.0)
        panel, bound = finder.best(y)
        if bound < y @ mean - APART:
            return Apart(Cut(y, bound), _counted(cards, len(mean)))
        known, cards = len(cards), np.unique(np.vstack([cards, _cards(panel)]), axis=0)
        balance = Balance(cards, mean)
        if balance.solve():
            return Mix(_counted(cards, len(mean)), balance.weights)
        if len(cards) > known:
            y = balance.y / max(np.abs(balance.y).max(), 1e-300)
        else:  # these prices lead nowhere
            weights, y, missed = nearest(_counted(cards, len(mean)), mean)
            if missed <= APART:
                return Mix(_counted(cards, len(mean)), weights)


def _cards(panel: Ints) -> Ints:
    return np.repeat(np.arange(len(panel)), panel)[None, :]


def _counted(cards: Ints, types: int) -> Ints:
    places = (np.arange(len(cards))[:, None] * types + cards).ravel()
    return np.bincount(places, minlength=len(cards) * types).reshape(len(cards), types)
