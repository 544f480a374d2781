"""The rules within a request: seats kept for some, and people kept apart. And the days that requests share."""

from collections import Counter
from collections.abc import Collection
from itertools import chain
from typing import Literal, NamedTuple

from medverka.fairness.proposal.problem import Person, Problem, Request


class Rule(NamedTuple):
    """A rule of a request: so many seats kept for a tag, or no two with a group of a kind in common."""

    code: Literal["at_least", "apart"]
    what: str


def broken(request: Request, people: Collection[Person]) -> list[Rule]:
    """The rules that these people in the request's seats would break, fewer than all seats or not."""
    rules = []
    for tag, kept in request.at_least.items():
        others = sum(tag not in person.tags for person in people)
        if others and others > request.seats - kept:
            rules.append(Rule("at_least", tag))
    for kind in sorted(request.apart):
        groups = Counter(chain.from_iterable(set(person.groups.get(kind, ())) for person in people))
        if any(count > 1 for count in groups.values()):
            rules.append(Rule("apart", kind))
    return rules


def share_a_day(problem: Problem, one: int, other: int) -> bool:
    """Whether two requests (indexes) have a day in common, so that nobody can have both."""
    return bool(set(problem.requests[one].days) & set(problem.requests[other].days))
