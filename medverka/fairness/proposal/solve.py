"""The best plan: first as if there were no rules within requests, which is fast; then, where one is broken, by search."""

import numpy as np

from medverka.fairness.proposal import flow, lots, prices
from medverka.fairness.proposal.ground import Ground, Total, ground
from medverka.fairness.proposal.plan import Plan, Proof
from medverka.fairness.proposal.problem import Ints, Problem


def solve(problem: Problem) -> Plan:
    """Fill the most seats; of such plans one with the most even load; of such, one with the least penalty.

    The plan depends on people and requests, not on the order in which they come.
    """
    laid_out = ground(problem)
    filled = flow.fill(laid_out)
    taken = laid_out.pair[lots.settle(laid_out, _places(laid_out, filled))]
    seat, turn = np.array(filled.price, dtype=np.int64), flow.turn_prices(filled)
    total = total_of(problem, taken)
    proof = Proof(seat, turn, bound=prices.bound(laid_out, seat, turn), cost=laid_out.cost(total))
    return Plan(problem, laid_out, taken, total, proof)


def total_of(problem: Problem, taken: Ints) -> Total:
    """What these pairs add up to."""
    pairs = problem.pairs
    turns = np.bincount(pairs.person[taken], minlength=len(problem.people))
    load = int((turns * (turns + 2 * problem.load)).sum())  # 2L+1, 2L+3 and so on, as many as there are turns.
    return Total(len(taken), load, int(pairs.penalty[taken].sum()))


def _places(ground: Ground, filled: flow.Flow) -> Ints:
    """Where the pairs stand that have got a seat, in the open blocks, which hold all pairs."""
    places = [np.zeros(0, dtype=np.int64)]
    first = {block.request: number for number, block in reversed(list(enumerate(ground.blocks)))}
    for number, holds in enumerate(filled.holds):
        if holds:
            row = filled.rows[first[ground.blocks[number].request]]
            places.append(np.nonzero(np.isin(ground.person[row], list(holds)))[0] + row.start)
    return np.concatenate(places)
