"""A bound that no plan can cost less than, from any prices at all: what an outsider checks.

Let a seat of request r have the price v(r), at most what an empty seat costs, and a turn of person p the price u(p). A plan
costs c(r, p) for each pair taken (the penalty), what the turns cost, and so much for each empty seat. Whoever adds up
v(r) - c(r, p) - u(p) over the pairs taken gains at most the greatest such difference of each person and day, where it is
above 0, as there is one pair a day; and of the turns at most what u(p) is above the cost of each. So no plan costs less than

    sum of seats(r) v(r)  -  sum over persons and days of max(0, v(r) - c(r, p) - u(p))
                          -  sum over persons and their turns of max(0, u(p) - cost of the turn)

(weak duality of the flow's linear programme). A plan that costs just that is one of the best.
"""

import numpy as np

from medverka.fairness.proposal.ground import Ground
from medverka.fairness.proposal.problem import Ints


def bound(ground: Ground, seat: Ints, turn: Ints) -> int:
    """The bound, for prices of a seat of each block, shape (blocks,), and of a turn of each person, shape (people,)."""
    if (seat > ground.empty).any():
        raise ValueError("a seat costs more than to leave it empty")
    gain = _gain(ground, seat, turn)
    some = np.flatnonzero(gain > 0)
    greatest = np.zeros(len(some), dtype=np.int64)
    slot = _slots(ground, some)
    np.maximum.at(greatest, slot, gain[some])
    seats = sum(block.seats * price for block, price in zip(ground.blocks, seat.tolist(), strict=True))
    return int(seats - sum(greatest.tolist()) - _gain_of_turns(ground, turn))


def regret(ground: Ground, seat: Ints, turn: Ints) -> Ints:
    """How much more than the bound a plan must cost that has this pair, for each pair on the ground in its open block.

    With the pair, what that person gains on that day is the pair's gain, instead of the greatest one there.
    """
    gain = _gain(ground, seat, turn)
    every = np.arange(len(gain))
    slot = _slots(ground, every)
    greatest = np.zeros(len(gain), dtype=np.int64)
    np.maximum.at(greatest, slot, gain)
    least = np.full(len(ground.problem.pairs), np.iinfo(np.int64).max)
    np.minimum.at(least, ground.pair, greatest[slot] - gain)  # A seat that is kept for them, or an open one.
    return np.asarray(least[ground.pair])


def _gain(ground: Ground, seat: Ints, turn: Ints) -> Ints:
    return np.asarray(seat[ground.block] - ground.penalty - turn[ground.person])


def _slots(ground: Ground, places: Ints) -> Ints:
    """A number for each of these pairs, alike for those of the same person and day; fewer numbers than pairs."""
    day = np.array(ground.day, dtype=np.int64)[ground.block[places]]
    keys = ground.person[places] * (max(ground.day, default=0) + 1) + day
    return np.asarray(np.unique(keys, return_inverse=True)[1])


def _gain_of_turns(ground: Ground, turn: Ints) -> int:
    total, number = 0, 1
    while True:
        gain = np.where(ground.problem.limit >= number, turn - ground.turn(number), 0)
        if not (gain > 0).any():
            return total
        total += sum(gain[gain > 0].tolist())
        number += 1
