"""Many panels at once that together have as nearly as may be the wanted number of people of each type.

Seats are dealt like cards, just as many of each type as all panels together are to have. Each panel is told how many of
each quota it should have, the average's number rounded down or up, so that all panels together have just the average.
Panels that miss this are mended: one card is changed for a type that differs in that feature alone. Every step is done
for all panels at once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.problem import Floats, Ints, Problem
from medverka.fairness.draw.result import Watch

SEATS = 40  # of larger panels so many seats are looked at, at a time
TRIES = 12  # types tried for a card when no type differs in one feature alone
ROUNDS = 40
BEGIN = 12  # after so many rounds it is given up as soon as few more panels were mended
LATELY = 4  # rounds
FEW = 0.08  # of those that were left
LUCK = 0.5  # how much of which card goes is left to chance
NOTHING = -1e9
NONE = 1e-7  # of a person: so near a bound is at it

Marks = npt.NDArray[np.bool_]
Small = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Deck:
    """The types as cards. ``of[t]`` are the quotas of type ``t``, one of each feature; ``cap[t]`` is what it shares homes with.

    A cell holds the types with the same values. ``next_cell[t, q]`` is the cell with the values of ``t`` but that of quota
    ``q`` in its feature, or -1; the types of cell ``c`` are ``cells[first[c]:first[c + 1]]``.
    """

    of: Ints
    feature: Ints
    low: Ints
    high: Ints
    cap: Ints
    cap_high: Ints
    full: Marks
    next_cell: Ints
    cells: Ints
    first: Ints
    with_quota: Ints
    first_of: Ints

    @cached_property
    def order(self) -> Ints:
        """Alike types next to each other."""
        return np.lexsort(self.of.T[::-1]) if self.of.shape[1] else np.arange(len(self.of))

    @cached_property
    def values(self) -> npt.NDArray[np.float32]:
        """Shape (types, quotas): 1 where people of the type count towards the quota, otherwise 0."""
        values = np.zeros((len(self.of), len(self.low)), dtype=np.float32)
        np.put_along_axis(values, self.of, 1, axis=1)
        return values

    def filled(self, mean: Floats) -> Floats:
        """How many people of each quota the average has."""
        return np.bincount(self.of.ravel(), np.repeat(mean, self.of.shape[1]), len(self.low)).astype(np.float64)

    def from_cell(self, cell: Ints, dice: np.random.Generator) -> Ints:
        """Some type of each cell; of cell -1, any type at all."""
        many = self.first[cell + 1] - self.first[cell]
        if many.max(initial=1) <= 1:
            return self.cells[self.first[cell]]
        return self.cells[self.first[cell] + (dice.random(cell.shape) * many).astype(np.int64)]


def deck(problem: Problem, mean: Floats) -> Deck:
    """The deck for panels whose average is to be ``mean``.

    Types that the average has none of have no cards. What the average has at a bound, every panel must have at that bound.
    """
    types, members = problem.types, problem.members * (mean > NONE)
    of = np.nonzero(problem.members.T)[1].reshape(len(types), -1)
    names = {name: number for number, name in enumerate(problem.features)}
    feature = np.array([names[quota.feature] for quota in problem.quotas], dtype=np.int64)
    filled = problem.members @ mean
    cap = np.where(types.class_of < 0, len(types.homes) + np.arange(len(types)), types.class_of)
    cap_high = np.concatenate([types.homes, types.most])
    used = np.flatnonzero(mean > NONE)
    profiles, cell, many = np.unique(of[used], axis=0, return_inverse=True, return_counts=True)
    steps = np.full((len(types), len(members)), -1, dtype=np.int64)
    steps[used] = _steps(profiles, feature)[cell.ravel()]
    return Deck(
        of=of,
        feature=feature,
        low=np.where(filled > problem.high - NONE, problem.high, problem.low),
        high=np.where(filled < problem.low + NONE, problem.low, problem.high),
        cap=cap,
        cap_high=cap_high,
        full=np.bincount(cap, mean, len(cap_high)) > cap_high - NONE,
        next_cell=steps,
        cells=used[np.argsort(cell.ravel(), kind="stable")],
        first=np.append(0, np.cumsum(many)),
        with_quota=np.nonzero(members)[1],
        first_of=np.append(0, np.cumsum(members.sum(axis=1))),
    )


def _steps(profiles: Ints, feature: Ints) -> Ints:
    steps = np.full((len(profiles), len(feature)), -1, dtype=np.int64)
    for column in range(profiles.shape[1]):
        _same, rest = np.unique(np.delete(profiles, column, axis=1), axis=0, return_inverse=True)
        alike = np.full((len(profiles), len(feature)), -1, dtype=np.int64)  # alike but for this feature
        alike[rest.ravel(), profiles[:, column]] = np.arange(len(profiles))
        steps = np.where(feature == column, alike[rest.ravel()], steps)
    return steps


def shares(mean: Floats, panels: int) -> Ints:
    """Whole numbers next to ``panels * mean`` that sum to a multiple of the panels, rounded so that neighbours even out."""
    total = np.rint(np.cumsum(mean) * panels - 1e-7)
    if len(mean):
        total[-1] = panels * np.rint(mean.sum())
    return np.diff(total, prepend=0).astype(np.int64)


def dealt(deck: Deck, mean: Floats, panels: int, dice: np.random.Generator) -> Ints:
    """Shape (panels, size): the type at each seat, as many of each in all as ``panels * mean`` says, whatever the quotas."""
    full = deck.full[deck.cap]
    parts = [np.flatnonzero(deck.cap == cap) for cap in np.flatnonzero(deck.full)]
    parts.append(deck.order[~full[deck.order]])
    hands = []
    for part in parts:
        cards = np.repeat(part, shares(mean[part], panels)).reshape(-1, panels)
        hands.append(dice.permuted(cards, axis=1))
    return np.ascontiguousarray(np.vstack(hands).T)


def rounded(deck: Deck, mean: Floats, panels: int, dice: np.random.Generator) -> Ints:
    """Shape (panels, quotas): the average's number of each quota, rounded so that all panels together have the average."""
    filled, size = deck.filled(mean), np.rint(mean.sum())
    each = np.empty((panels, len(filled)), dtype=np.int64)
    for feature in range(deck.of.shape[1]):
        own = np.flatnonzero(deck.feature == feature)
        ends = np.floor(np.cumsum(filled[own]) + dice.permutation(panels)[:, None] / panels + NONE)
        ends[:, -1] = size
        each[:, own] = np.diff(ends, axis=1, prepend=0)
    return each


class Table:
    """Panels as cards, shape (panels, size), and how many people they have of each quota and cap."""

    def __init__(self, deck: Deck, cards: Ints, dice: np.random.Generator) -> None:
        self.deck, self.cards, self.dice = deck, cards, dice
        self.aim(deck.low, deck.high)
        self.have = np.bincount(cards.ravel(), minlength=len(deck.of)).astype(np.float64)
        self.filled = self._count(deck.of[self.cards], len(deck.low))
        self.capped = self._count(deck.cap[self.cards][:, :, None], len(deck.cap_high))
        self.crowd: Ints = np.maximum(self.capped - deck.cap_high, 0).sum(axis=1)

    def aim(self, low: Ints, high: Ints) -> None:
        """From now on panels should have from ``low`` to ``high`` of each quota; one answer for all panels, or one each."""
        shape = len(self.cards), len(self.deck.low)
        self.low, self.high = np.broadcast_to(low, shape), np.broadcast_to(high, shape)

    def _count(self, groups: Ints, many: int) -> Small:
        panels = np.arange(len(groups))[:, None, None]
        counted = np.bincount((panels * many + groups).ravel(), minlength=len(groups) * many)
        return counted.astype(np.int16).reshape(len(groups), many)

    def faulty(self, panels: Ints) -> Ints:
        """Those of these panels that miss a quota, or have too many of some home."""
        filled = self.filled[panels]
        missed = ((filled > self.high[panels]) | (filled < self.low[panels])).any(axis=1)
        return panels[missed | (self.crowd[panels] > 0)]

    def replace(self, panels: Ints, seats: Ints, new: Ints) -> None:
        """Other cards at these seats, at most one seat of each panel."""
        deck, old = self.deck, self.cards[panels, seats]
        self.cards[panels, seats] = new
        for feature in range(deck.of.shape[1]):
            self.filled[panels, deck.of[old, feature]] -= 1
            self.filled[panels, deck.of[new, feature]] += 1
        gone, come = deck.cap[old], deck.cap[new]
        self.crowd[panels] -= self.capped[panels, gone] > deck.cap_high[gone]
        self.capped[panels, gone] -= 1
        self.capped[panels, come] += 1
        self.crowd[panels] += self.capped[panels, come] > deck.cap_high[come]
        self.have += np.bincount(new, minlength=len(self.have)) - np.bincount(old, minlength=len(self.have))


def mend(table: Table, mean: Floats, watch: Watch) -> Ints:
    """Mend panels until all keep to everything, or little is won (`mending.mend_any` then wins more). Says which panels do.

    Among cards that would do, those go that there are too many of in all, compared with ``mean``.
    """
    everyone, wanted = np.arange(len(table.cards)), mean * len(table.cards)
    faulty = table.faulty(everyone)
    left = [len(faulty)]
    for turn in range(ROUNDS):
        if not len(faulty) or (turn >= BEGIN and left[-1] > (1 - FEW) * left[-1 - LATELY]):
            break
        watch("panels", turn / ROUNDS)
        _mend_one(table, faulty, (wanted - table.have) / np.sqrt(wanted + 1.0))
        faulty = table.faulty(faulty)
        left.append(len(faulty))
    return np.delete(everyone, faulty)


def _mend_one(table: Table, faulty: Ints, tilt: Floats) -> None:
    crowded = table.crowd[faulty] > 0
    _part(table, faulty[crowded])
    faulty = faulty[~crowded]
    away, to = _trade(table, faulty)
    seats, new = _best_step(table, faulty, away, to, tilt, LUCK)
    stuck = seats < 0
    table.replace(faulty[~stuck], seats[~stuck], new[~stuck])
    _try_any(table, faulty[stuck], away[stuck], to[stuck])


def _part(table: Table, panels: Ints) -> None:
    """Where one panel has too many of a type, or of a home: one of these cards takes another value."""
    deck, dice, cards = table.deck, table.dice, table.cards[panels]
    cap = deck.cap[cards]
    over = table.capped[panels[:, None], cap] > deck.cap_high[cap]
    seats = (over * (1 + dice.random(cards.shape))).argmax(axis=1)
    rows = np.arange(len(panels))
    cell = deck.next_cell[cards[rows, seats]]
    new = deck.from_cell(np.maximum(cell, 0), dice)
    cap = deck.cap[new]
    room = table.filled[panels] < table.high[panels]
    fits = (cell >= 0) & (table.capped[panels[:, None], cap] < deck.cap_high[cap])
    choice = (fits * (1 + 0.5 * room + dice.random(cell.shape))).argmax(axis=1)
    some = deck.cells[dice.integers(0, len(deck.cells), len(panels))]  # where nothing fits, anybody who has room
    new = np.where(fits[rows, choice], new[rows, choice], some)
    fine = over[rows, seats] & (table.capped[panels, deck.cap[new]] < deck.cap_high[deck.cap[new]])
    table.replace(panels[fine], seats[fine], new[fine])


def _trade(table: Table, panels: Ints) -> tuple[Ints, Ints]:
    """For each panel a quota that it has too many of, or can spare, and one of the same feature that it lacks or has room for."""
    deck, dice, filled = table.deck, table.dice, table.filled[panels]
    low, high = table.low[panels], table.high[panels]
    over, under = filled > high, filled < low
    luck = dice.random(filled.shape)
    fault = ((over | under) + luck).argmax(axis=1)
    same = deck.feature == deck.feature[fault][:, None]
    away = np.where(same, 2.0 * over + (filled > low) + luck, NOTHING)
    to = np.where(same, 2.0 * under + (filled < high) + luck, NOTHING)
    away[np.arange(len(panels)), fault] += 4.0 * over[np.arange(len(panels)), fault]
    to[np.arange(len(panels)), fault] += 4.0 * under[np.arange(len(panels)), fault]
    return away.argmax(axis=1), to.argmax(axis=1)


def _best_step(table: Table, panels: Ints, away: Ints, to: Ints, worth: Floats, luck: float) -> tuple[Ints, Ints]:
    """The seat of each panel (or -1) whose card best changes its value, and the type that comes there instead."""
    deck, dice, rows, size = table.deck, table.dice, np.arange(len(panels)), table.cards.shape[1]
    if size > SEATS:
        looked_at = dice.integers(0, size, (len(panels), SEATS))
        cards = table.cards[panels[:, None], looked_at]
    else:
        cards = table.cards[panels]
    cell = deck.next_cell[cards, to[:, None]]
    fits = (cell >= 0) & (deck.of[cards, deck.feature[away][:, None]] == away[:, None])
    new = deck.from_cell(np.maximum(cell, 0), dice)
    cap = deck.cap[new]
    same = cap == deck.cap[cards]
    fits &= ((table.capped[panels[:, None], cap] < deck.cap_high[cap]) & ~deck.full[deck.cap[cards]]) | same
    gain = np.where(fits, worth[new] - worth[cards], NOTHING)
    if luck:
        gain = gain + luck * dice.standard_exponential(cards.shape)
    best = gain.argmax(axis=1)
    seats = looked_at[rows, best] if size > SEATS else best
    return np.where(fits[rows, best], seats, -1), new[rows, best]


def _try_any(table: Table, panels: Ints, away: Ints, to: Ints) -> None:
    """One card of each panel that has too much for some type with what it lacks, that makes the fewest faults elsewhere."""
    deck, dice = table.deck, table.dice
    rows, each = panels[:, None], np.arange(len(panels))
    cards = table.cards[panels]
    fits = deck.of[cards, deck.feature[away][:, None]] == away[:, None]
    seats = np.argsort(dice.random(cards.shape) - fits, axis=1)[:, :TRIES]
    old = table.cards[rows, seats]
    many = deck.first_of[to + 1] - deck.first_of[to]
    new = deck.with_quota[deck.first_of[to][:, None] + (dice.random(seats.shape) * many[:, None]).astype(np.int64)]
    harm = dice.random(seats.shape)
    for feature in range(deck.of.shape[1]):
        a, b = deck.of[old, feature], deck.of[new, feature]
        lost = 1.0 * (table.filled[rows, a] <= table.low[rows, a]) - (table.filled[rows, a] > table.high[rows, a])
        won = 1.0 * (table.filled[rows, b] >= table.high[rows, b]) - (table.filled[rows, b] < table.low[rows, b])
        harm += (lost + won) * (a != b)
    a, b = deck.cap[old], deck.cap[new]
    harm += np.where(deck.full[a] | (table.capped[rows, b] >= deck.cap_high[b]), 9.0, 0.0) * (a != b)
    best = harm.argmin(axis=1)
    fine = harm[each, best] < 9.0
    panels, best, each = panels[fine], best[fine], each[fine]
    table.replace(panels, seats[each, best], new[each, best])


def climb(table: Table, worth: Floats, watch: Watch, rounds: int, luck: float = 0.0) -> None:
    """Make panels that keep to everything worth more, each person of type ``t`` being worth ``worth[t]``; they go on keeping to it.

    Two cards of a panel trade a value, so that every quota stays as it is; or one takes another where quotas leave room.
    With ``luck`` a change may also be for the worse, by about so much.
    """
    for turn in range(rounds):
        watch("climb", turn / rounds)
        one, other = _two_values(table)
        _change_value(table, one, other, worth, luck)
        _trade_values(table, one, other, worth, luck)


def _two_values(table: Table) -> tuple[Ints, Ints]:
    deck, dice, panels = table.deck, table.dice, len(table.cards)
    one = dice.integers(0, len(deck.low), panels)
    same = deck.feature == deck.feature[one][:, None]
    same[np.arange(panels), one] = False
    return one, (same * (1 + dice.random(same.shape))).argmax(axis=1)


def _change_value(table: Table, away: Ints, to: Ints, worth: Floats, luck: float) -> None:
    deck, dice, rows = table.deck, table.dice, np.arange(len(table.cards))
    room = (table.filled[rows, away] > table.low[rows, away]) & (table.filled[rows, to] < table.high[rows, to])
    panels = rows[room & (deck.feature[away] == deck.feature[to]) & (away != to)]
    seats, new = _best_step(table, panels, away[panels], to[panels], worth, luck)
    good = (seats >= 0) & (worth[new] - worth[table.cards[panels, seats]] > luck * dice.logistic(size=len(panels)))
    table.replace(panels[good], seats[good], new[good])


def _trade_values(table: Table, one: Ints, other: Ints, worth: Floats, luck: float) -> None:
    deck, dice, panels = table.deck, table.dice, np.arange(len(table.cards))
    seat, new = _best_step(table, panels, one, other, worth, luck)
    back, newer = _best_step(table, panels, other, one, worth, luck)
    gain = worth[new] - worth[table.cards[panels, seat]] + worth[newer] - worth[table.cards[panels, back]]
    cap = deck.cap[new]
    clash = (cap == deck.cap[newer]) & (table.capped[panels, cap] + 2 > deck.cap_high[cap])
    good = (seat >= 0) & (back >= 0) & (gain > luck * dice.logistic(size=len(gain))) & ~clash
    table.replace(panels[good], seat[good], new[good])
    table.replace(panels[good], back[good], newer[good])
