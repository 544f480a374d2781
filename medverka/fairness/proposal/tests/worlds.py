"""Small made-up problems, and every plan that each of them has."""

from itertools import combinations, product
from random import Random

from medverka.fairness.proposal.problem import Pairs, Person, Problem, Request
from medverka.fairness.proposal.rules import broken


def world(seed, *, people=5, requests=3, rules=False, many_days=False):
    dice = Random(seed)
    tags = [frozenset(tag for tag in ("relative", "patient") if dice.random() < 0.4) for _person in range(people)]
    groups = [
        {"unit": frozenset(dice.sample(range(3), dice.choice([1, 1, 2])))} if dice.random() < 0.7 else {}
        for _person in range(people)
    ]
    everybody = [
        Person(f"p{n}", dice.randrange(3), dice.choice([None, 0, 1, 1, 2]), dice.randrange(9), tags[n], groups[n])
        for n in range(people)
    ]
    asked = [_request(dice, n, rules=rules, many_days=many_days) for n in range(requests)]
    pairs = [
        (person.key, request.key, dice.randrange(3))
        for person, request in product(everybody, asked)
        if dice.random() < 0.7
    ]
    return Problem(everybody, asked, Pairs.of(pairs, everybody, asked))


def _request(dice, n, *, rules, many_days):
    days = [frozenset(), frozenset({1}), frozenset({2})] + ([frozenset({1, 2}), frozenset({2, 3})] if many_days else [])
    at_least = {tag: 1 for tag in ("relative", "patient") if rules and dice.random() < 0.4}
    apart = frozenset({"unit"} if rules and dice.random() < 0.4 else ())
    return Request(n, dice.randrange(4), dice.choice(days), dice.randrange(9), at_least, apart)


def best(problem):
    """(-filled, load, penalty) of the best plan, by trying them all."""
    pairs = problem.pairs
    rows = list(zip(pairs.person.tolist(), pairs.request.tolist(), pairs.penalty.tolist(), strict=True))
    choices = []
    for index, request in enumerate(problem.requests):
        mine = [row for row in rows if row[1] == index]
        seated = [few for size in range(request.seats + 1) for few in combinations(mine, size)]
        choices.append([few for few in seated if not broken(request, [problem.people[row[0]] for row in few])])
    return min(value for plan in product(*choices) if (value := worth(problem, [row for few in plan for row in few])))


def worth(problem, rows):
    """(-filled, load, penalty) of these (person, request, penalty), or None where somebody has too much."""
    load = 0
    for index, person in enumerate(problem.people):
        mine = [problem.requests[row[1]] for row in rows if row[0] == index]
        days = [day for request in mine for day in request.days]
        if len(days) > len(set(days)) or (person.limit is not None and len(mine) > person.limit):
            return None
        load += sum(2 * (person.load + turn) + 1 for turn in range(len(mine)))
    return -len(rows), load, sum(row[2] for row in rows)


def as_rows(plan):
    pairs = plan.problem.pairs
    return [(int(pairs.person[at]), int(pairs.request[at]), int(pairs.penalty[at])) for at in plan.taken]
