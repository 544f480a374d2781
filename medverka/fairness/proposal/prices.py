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
    sizes = np.diff(ground.start)
    gain = np.repeat(seat, sizes) - ground.penalty - turn[ground.person]
    some = np.nonzero(gain > 0)[0]
    day, person = np.repeat(ground.day, sizes)[some], ground.person[some]
    order = np.lexsort((-gain[some], day, person))
    day, person, gain = day[order], person[order], gain[some][order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (person[1:] != person[:-1]) | (day[1:] != day[:-1])
    seats = sum(block.seats * price for block, price in zip(ground.blocks, seat.tolist(), strict=True))
    return int(seats - sum(gain[first].tolist()) - _gain_of_turns(ground, turn))


def _gain_of_turns(ground: Ground, turn: Ints) -> int:
    total, number = 0, 1
    while True:
        gain = np.where(ground.problem.limit >= number, turn - ground.turn(number), 0)
        if not (gain > 0).any():
            return total
        total += sum(gain[gain > 0].tolist())
        number += 1
