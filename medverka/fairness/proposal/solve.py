"""The best plan: first as if there were no rules within requests, which is fast; then, where one is broken, by search."""

import numpy as np

from medverka.fairness.proposal import flow, lots, prices, search
from medverka.fairness.proposal.ground import Ground, ground
from medverka.fairness.proposal.plan import Plan, Proof, total_of
from medverka.fairness.proposal.problem import Ints, Problem


def solve(problem: Problem) -> Plan:
    """Fill the most seats; of such plans one with the most even load; of such, one with the least penalty.

    The plan depends on people and requests, not on the order in which they come.
    """
    laid_out = ground(problem)
    filled = flow.fill(laid_out)
    taken = _places(laid_out, filled)
    seat, turn = filled.price, flow.turn_prices(filled)
    cost = laid_out.cost(total_of(problem, laid_out.pair[taken]))
    proof = Proof(seat, turn, prices.bound(laid_out, seat, turn), cost)
    if not search.keeps_all(laid_out, taken):
        taken, proof = search.search(laid_out, taken, proof)
    pairs = laid_out.pair[lots.settle(laid_out, taken)]
    return Plan(problem, laid_out, pairs, total_of(problem, pairs), proof)


def _places(ground: Ground, filled: flow.Flow) -> Ints:
    """Where the pairs stand that have got a seat, in the open blocks, which come first and hold all pairs."""
    number = {block.request: number for number, block in reversed(list(enumerate(ground.blocks)))}
    opened = np.array([number[block.request] for block in ground.blocks] + [flow.NOBODY], dtype=np.int64)
    pairs = ground.start[len(number)]
    has_seat = np.zeros(pairs, dtype=bool)
    for holder in filled.holder:
        has_seat |= opened[holder][ground.person[:pairs]] == ground.block[:pairs]
    return np.flatnonzero(has_seat)
