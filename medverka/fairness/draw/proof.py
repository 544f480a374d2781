"""Certificates checked in exact fractions, from the people and quotas themselves: no solver, no numpy, no rounding.

Floats are taken for the fractions that they stand for. What is found is therefore true to the last digit, however the
certificate was made: a bad one proves little, but never anything false. Only what an integer program has proven (cuts,
and claims without multipliers) is taken on trust, unless ``most`` is given: then its answer stands in place of what was
claimed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from medverka.fairness.draw.certificate import Certificate
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.target import Claim, Cut

# What a panel of whole people can be worth at most, when a person of each type is worth so much
Most = Callable[[Sequence[Fraction]], Fraction]


class Disproven(Exception):
    """The certificate is not one; the text says why."""


@dataclass(frozen=True)
class Proof:
    """What has been proven of a leximin or maximin, level by level.

    ``ceilings``: no lottery that gives those of earlier levels what they have gives everybody else more. ``gaps``: how
    far the least of them is from it. ``rises``: how much more anybody of the level could have at most, if no other of
    theirs has less. ``trusted``: whether an integer program is taken on trust.
    """

    ceilings: Sequence[Fraction]
    gaps: Sequence[Fraction]
    rises: Sequence[Fraction]
    trusted: bool


@dataclass(frozen=True)
class Row:
    """No panel has less than ``low`` or more than ``high`` of these types, each weighted."""

    weights: Sequence[tuple[int, Fraction]]
    low: Fraction | None
    high: Fraction | None


def prove(certificate: Certificate, *, most: Most | None = None) -> Proof:
    """What the levels prove. Raises Disproven when a price, a cut or a claim is not what it must be."""
    problem, trusted = certificate.problem, most is None and bool(certificate.cuts)
    count = problem.types.count.tolist()
    mean = [Fraction(x) for x in certificate.mean.tolist()]
    chances = [x / number for x, number in zip(mean, count, strict=True)]
    later = set(range(len(count)))
    ceilings, gaps, rises = [], [], []
    for level in certificate.levels:
        prices = [Fraction(price) for price in level.claim.prices.tolist()]
        types = level.types.tolist()
        if min(prices) < 0 or any(prices[kind] > 0 for kind in later - set(types)):
            raise Disproven("a price is negative, or of a type that comes later")
        bound = worth(problem, level.claim, certificate.cuts, most)
        trusted |= most is None and level.claim.multipliers is None
        spent = sum((prices[kind] * mean[kind] for kind in range(len(count)) if kind not in later), Fraction(0))
        shared = sum((prices[kind] * count[kind] for kind in types), Fraction(0))
        if shared <= 0:
            raise Disproven("nobody of a level has a price")
        ceilings.append((bound - spent) / shared)
        gaps.append(ceilings[-1] - min(chances[kind] for kind in later))
        left = bound - sum((price * x for price, x in zip(prices, mean, strict=True)), Fraction(0))
        rises.append(max(left / (prices[kind] * count[kind]) for kind in types))
        later -= set(types)
    return Proof(ceilings, gaps, rises, trusted)


def worth(problem: Problem, claim: Claim, cuts: Sequence[Cut] = (), most: Most | None = None) -> Fraction:
    """What a panel is worth at most at the claim's prices.

    From the multipliers by weak duality: they times the bounds, and what is left of the prices above zero times the
    most people of each type. Raises Disproven when there are too many or too few of them, or one is of a bound that
    does not exist.
    """
    prices = [Fraction(price) for price in claim.prices.tolist()]
    if claim.multipliers is None:
        return Fraction(claim.bound) if most is None else most(prices)
    rows = list(_rows(problem, cuts, most))
    if len(rows) != len(claim.multipliers):
        raise Disproven("the multipliers are not one for each row")
    left, total = list(prices), Fraction(0)
    for row, number in zip(rows, claim.multipliers.tolist(), strict=True):
        if multiplier := Fraction(number):
            limit = row.high if multiplier > 0 else row.low
            if limit is None:
                raise Disproven("a multiplier is that of a bound which does not exist")
            total += multiplier * limit
            for kind, weight in row.weights:
                left[kind] -= multiplier * weight
    most_of_each = problem.types.most.tolist()
    total += sum((rest * number for rest, number in zip(left, most_of_each, strict=True) if rest > 0), Fraction(0))
    return total


def _rows(problem: Problem, cuts: Sequence[Cut], most: Most | None) -> Iterator[Row]:
    """The size, the quotas, the homes, the cuts."""
    types, one = problem.types, Fraction(1)
    profiles = list(enumerate(types.profiles))
    yield Row([(kind, one) for kind, _ in profiles], Fraction(problem.size), Fraction(problem.size))
    for quota in problem.quotas:
        having = [(kind, one) for kind, profile in profiles if profile[quota.feature] == quota.value]
        yield Row(having, Fraction(quota.low), Fraction(quota.high))
    for shared, homes in zip(types.classes.tolist(), types.homes.tolist(), strict=True):
        yield Row([(kind, one) for kind, lives in enumerate(shared) if lives], None, Fraction(homes))
    for cut in cuts:
        weights = [Fraction(weight) for weight in cut.weights.tolist()]
        yield Row(list(enumerate(weights)), None, Fraction(cut.most) if most is None else most(weights))
