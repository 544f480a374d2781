"""An average panel, written as a mix of panels that really exist; or shown to be none.

Very many panels are made at once (`exchange`), so that their average is near the wanted one, and weights are found for
them that make it exact (`weights`). Where there are none, the prices found on the way tell what panels are missing:
they are made from those there are, or looked for by an integer program. When no panel at all is worth as much as the
average wanted, which the integer program proves, the average is no mix of panels, and the prices cut it off from them.
"""

import numpy as np

from medverka.fairness.draw import exchange
from medverka.fairness.draw.columns import Distance, Exhausted, Finder, Mix
from medverka.fairness.draw.mending import mend_any
from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.result import Watch
from medverka.fairness.draw.target import Cut
from medverka.fairness.draw.weights import Balance, counted

PANELS = 2.5  # so many panels for each type that the average has some of
FEWEST = 120
ROUNDS = 4
CLIMB = 8  # trades tried for each panel that is to be worth more
LUCK = 0.5
KEPT = 600  # panels that a search begins with
CLIMBERS = 300
HIGHER = 12  # trades tried for each of them
AT_ONCE = 80  # so many panels are added to a search at a time
STEPS = 1_000_000  # that a search may take in all, divided by the number of types, for the more there are the longer each takes
TURN = 10  # steps for each time that panels are looked for
QUICK = 12  # linear programs tried at a time
NOISE = 0.2  # how unlike the prices they have are
WORTH = 1e-6
NEAR = 1e-8  # of a person: so near to the average is there


def deal(problem: Problem, mean: Floats, watch: Watch) -> Ints:
    """Panels as cards, whose average is near ``mean``; shape (panels, size)."""
    dice, deck, many = np.random.default_rng(0), exchange.deck(problem, mean), _enough(mean)
    table = exchange.Table(deck, exchange.dealt(deck, mean, many, dice), dice)
    each = exchange.rounded(deck, mean, many, dice)
    table.aim(each, each)
    exchange.mend(table, mean, watch)
    table.aim(deck.low, deck.high)  # whatever misses what it was told may keep to the quotas in some other way
    kept = mend_any(table, mean, watch)
    return np.unique(np.sort(table.cards[kept], axis=1), axis=0)


def mix(problem: Problem, mean: Floats, cards: Ints, watch: Watch) -> Mix | Ints:
    """Panels and weights whose average is ``mean``, beginning with the panels dealt; or panels for a `Search` to begin with."""
    dice, deck = np.random.default_rng(0), exchange.deck(problem, mean)
    missed = np.setdiff1d(np.flatnonzero(mean > exchange.NONE), cards)
    if len(missed):  # there are no weights that give somebody whom no panel has
        return counted(cards[:KEPT], len(mean))
    for turn in range(ROUNDS):
        watch("weights", turn / ROUNDS)
        balance = Balance(cards, mean)
        if balance.solve():
            return Mix(counted(cards, len(mean)), balance.weights)
        if turn % 2 == 0:
            balance.lean()
        if turn < ROUNDS - 1:
            cards = _more(deck, balance, dice, watch)
    heaviest = np.argsort(-balance.weights)[:KEPT]
    return counted(cards[heaviest], len(mean))


def _enough(mean: Floats) -> int:
    """How many panels to make at once."""
    return max(int(PANELS * np.count_nonzero(mean > exchange.NONE)), FEWEST)


def _more(deck: exchange.Deck, balance: Balance, dice: np.random.Generator, watch: Watch) -> Ints:
    """As many panels again at most, made from those there are so that more have what the balance's prices ask for."""
    most = _enough(balance.mean)
    heavy = np.argsort(-balance.weights)[:most]
    table = exchange.Table(deck, balance.cards[heavy], dice)
    exchange.climb(table, balance.y, watch, CLIMB, LUCK)
    kept = balance.cards[np.argsort(-balance.weights)[: 2 * most]]
    return np.unique(np.vstack([kept, np.sort(table.cards, axis=1)]), axis=0)


class Search:
    """Panels that are looked for where they are worth most, until they mix to the average or it is proven that none do.

    First they are made from those there are; where that finds none worth more, an integer program does, or proves that
    none is.
    """

    def __init__(self, problem: Problem, panels: Ints, watch: Watch) -> None:
        self.problem, self.dice, self.watch = problem, np.random.default_rng(0), watch
        self.finder = Finder(problem, watch, STEPS / max(len(problem.types), 1))
        self.distance = Distance(len(problem.types))
        self.distance.add(list(panels) or [self.finder.some()])

    def mix(self, mean: Floats) -> Mix | Cut:
        """Panels and weights whose average is ``mean``, or a cut that keeps every panel and not ``mean``.

        Raises `Exhausted` when neither was found in the steps there are; then `distance.mix` is the nearest.
        """
        self.distance.aim(mean)
        deck = exchange.deck(self.problem, mean)
        while True:
            missed, y = self.distance.solve()
            if missed < NEAR:
                return self.distance.mix()
            self.finder.spend(TURN)
            aim = float(y @ mean) - missed / 2
            better = self._quick(y, aim - missed / 2) or self._climbed(deck, y, aim - missed / 2)
            if not better:
                panel, bound = self.finder.best(y, enough=aim)
                if bound >= aim and not self.finder.steps:
                    raise Exhausted
                if bound < aim or self.distance.has(panel):
                    return Cut(y, bound)
                better = [panel]
            self.distance.add(better)

    def _quick(self, y: Floats, enough: float) -> list[Ints]:
        """Some new panels that linear programs find, at these prices and at others near them."""
        found = dict[bytes, Ints]()
        for turn in range(QUICK):
            panel = self.finder.quick(y + (turn > 0) * NOISE * self.dice.normal(size=len(y)))
            if panel is not None and y @ panel > enough + WORTH and not self.distance.has(panel):
                found[panel.tobytes()] = panel
        return list(found.values())

    def _climbed(self, deck: exchange.Deck, y: Floats, enough: float) -> list[Ints]:
        """Some new panels that are worth more than ``enough`` at these prices."""
        panels = np.array(self.distance.panels)
        best = np.argsort(-(panels @ y), kind="stable")[:CLIMBERS]
        table = exchange.Table(deck, _cards(panels[best]), self.dice)
        exchange.climb(table, y, self.watch, HIGHER)
        made = counted(np.unique(np.sort(table.cards, axis=1), axis=0), len(y))
        made = made[self.problem.allows(made)]
        worth = made @ y
        order = np.argsort(-worth, kind="stable")[:AT_ONCE]
        return [made[one] for one in order if worth[one] > enough + WORTH and not self.distance.has(made[one])]


def _cards(panels: Ints) -> Ints:
    """Panels in people of each type, as cards; shape (panels, size)."""
    types = np.broadcast_to(np.arange(panels.shape[1]), panels.shape)
    return np.repeat(types.ravel(), panels.ravel()).reshape(len(panels), -1)
