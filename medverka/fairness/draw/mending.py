"""Panels that no change of one value mends: any person of such a panel may be changed for anybody.

What a panel misses costs, and the change that costs least is made. Where nothing makes it better, what is missed costs more
from then on, until a change that makes something else a little worse is worth it: so no panel is stuck for long (after
Morris, "The breakout method for escaping from local minima", AAAI 1993). Every round is done for all such panels at once.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.exchange import Table
from medverka.fairness.draw.problem import Floats, Ints
from medverka.fairness.draw.result import Watch

ROUNDS = 60
SEATS = 16  # of each panel so many are looked at in a round
LOOKED_AT = 3_000_000  # changes in a round, of all panels together
GROWTH = 0.5  # how much more a fault costs where a panel is stuck
BETTER = 0.5  # a change must save so much, or the panel is stuck
TILT = 0.3  # what it is worth to take those who are lacking in all
LUCK = 0.3
NEVER = np.float32(1e9)
ONE = np.float32(1)

Costs = npt.NDArray[np.float32]


class _Bounds:
    """What some panels have of each quota, or of each cap, and may have; each costs as much as its weight when missed.

    All have shape (panels, quotas). ``more`` and ``fewer`` are what one more and one fewer cost.
    """

    def __init__(self, have: npt.NDArray[np.int16], low: Ints, high: Ints, weight: Costs) -> None:
        self.missed = (have < low) | (have > high)
        self.weight = weight
        self.more: Costs = weight * ((have >= high) * ONE - (have < low))
        self.fewer: Costs = weight * ((have <= low) * ONE - (have > high))


def mend_any(table: Table, mean: Floats, watch: Watch) -> Ints:
    """Mend what panels are faulty, as far as may be. Says which panels keep to everything."""
    everyone, wanted = np.arange(len(table.cards)), mean * len(table.cards)
    faulty = table.faulty(everyone)
    weights = [np.ones((len(faulty), many.shape[1]), dtype=np.float32) for many in (table.filled, table.capped)]
    for turn in range(ROUNDS):
        if not len(faulty):
            break
        watch("panels", turn / ROUNDS)
        lacking = TILT * (wanted - table.have) / np.sqrt(wanted + 1.0)
        _change(table, faulty, weights, lacking.astype(np.float32))
        left = np.isin(faulty, table.faulty(faulty))
        faulty, weights = faulty[left], [weight[left] for weight in weights]
    return np.delete(everyone, faulty)


def _change(table: Table, panels: Ints, weights: Sequence[Costs], lacking: Costs) -> None:
    """In each of these panels the change that costs least, of some looked at."""
    deck, dice, each = table.deck, table.dice, np.arange(len(panels))
    seats = np.argsort(dice.random((len(panels), table.cards.shape[1])), axis=1)[:, :SEATS]
    types = dice.permutation(deck.cells)[: max(LOOKED_AT // seats.size, 1)]
    quotas = _Bounds(table.filled[panels], table.low[panels], table.high[panels], weights[0])
    caps = _Bounds(table.capped[panels], np.where(deck.full, deck.cap_high, 0), deck.cap_high, weights[1])
    cost = _costs(table, table.cards[panels[:, None], seats], types, quotas, caps, lacking)
    seat, new = np.divmod(cost.reshape(len(panels), -1).argmin(axis=1), len(types))
    stuck = cost[each, seat, new] > -BETTER
    for bounds in (quotas, caps):
        bounds.weight[:] += GROWTH * (stuck[:, None] & bounds.missed)
    table.replace(panels, seats[each, seat], types[new])


def _costs(table: Table, cards: Ints, types: Ints, quotas: _Bounds, caps: _Bounds, lacking: Costs) -> Costs:
    """What it costs each panel that one of its cards goes and one of the types comes; shape (panels, cards, types)."""
    deck, dice, rows = table.deck, table.dice, np.arange(len(cards))[:, None]
    going, coming = deck.values[cards], deck.values[types]
    own, cap = deck.cap[cards], deck.cap[types]
    goes = np.einsum("pq,psq->ps", quotas.fewer, going) + caps.fewer[rows, own] + lacking[cards]
    comes = quotas.more @ coming.T + caps.more[:, cap] - lacking[types]
    goes += LUCK * dice.random(goes.shape, dtype=np.float32)
    comes += LUCK * dice.random(comes.shape, dtype=np.float32)
    cost = goes[:, :, None] + comes[:, None, :]
    cost -= ((quotas.more + quotas.fewer)[:, None, :] * going) @ coming.T
    cost -= (caps.more + caps.fewer)[rows, own][:, :, None] * (own[:, :, None] == cap)
    cost += NEVER * (cards[:, :, None] == types)
    return np.asarray(cost)
