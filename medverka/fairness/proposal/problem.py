"""What is to be shared out: requests with seats, people with a load, and who can be asked about what.

People and requests are told apart by their place in the sequences (an index); a key of the caller's own makes sure that
the same people and requests give the same plan in whatever order they come.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Key = int | str
BOUNDLESS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be asked.

    ``load``: how many times they were asked in the last year. ``limit``: how many more times they may be asked in this
    half-year; ``None``: as often as needed. ``lot``: who comes first among equals, the lower; drawn by the caller, best
    without repeats and new from time to time. ``tags``: what a request may want at least some of ("relative").
    ``groups``: what a request may want at most one from, and which of them this person is from (``{"unit": {12, 15}}``).
    """

    key: Key
    load: int = 0
    limit: int | None = None
    lot: int = 0
    tags: frozenset[str] = frozenset()
    groups: Mapping[str, Collection[Hashable]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """Seats to fill. Nobody is proposed for two requests that have a day in common; no days: it meets no other.

    ``lot``: where in the order of people's lots this request begins, so that it is not the same people who come first
    everywhere. ``at_least``: so many seats are kept for people with this tag; where there are none, the seat stays empty
    rather than being filled by somebody else. ``apart``: no two get a seat who have a group of this kind in common.
    """

    key: Key
    seats: int
    days: Collection[Hashable] = frozenset()
    lot: int = 0
    at_least: Mapping[str, int] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pairs:
    """Who can be asked about what: indexes of people and requests, and how badly they fit (0: as well as anybody).

    Three arrays of the same length. A pair that is not here is out of the question: the caller's rules said no.
    """

    person: Ints
    request: Ints
    penalty: Ints

    @classmethod
    def of(
        cls, pairs: Iterable[tuple[Key, Key, int]], people: Sequence[Person], requests: Sequence[Request]
    ) -> "Pairs":
        """From (person's key, request's key, penalty). Raises ``KeyError`` for a key that nobody has."""
        person = {one.key: index for index, one in enumerate(people)}
        request = {one.key: index for index, one in enumerate(requests)}
        rows = [(person[who], request[what], penalty) for who, what, penalty in pairs]
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def __len__(self) -> int:
        return len(self.person)


@dataclass(frozen=True)
class Problem:
    """People, requests, and the pairs that can be. Raises ``ValueError`` with what is wrong, in English, for developers."""

    people: Sequence[Person]
    requests: Sequence[Request]
    pairs: Pairs

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)

    @cached_property
    def load(self) -> Ints:
        """Shape (people,)."""
        return np.array([person.load for person in self.people], dtype=np.int64)

    @cached_property
    def limit(self) -> Ints:
        """Shape (people,): how many more times each may be asked, at most."""
        limits = [BOUNDLESS if person.limit is None else person.limit for person in self.people]
        return np.array(limits, dtype=np.int64)

    @cached_property
    def seats(self) -> Ints:
        """Shape (requests,)."""
        return np.array([request.seats for request in self.requests], dtype=np.int64)


def _faults(problem: Problem) -> Iterable[str]:
    people, requests = problem.people, problem.requests
    if len({person.key for person in people}) < len(people):
        yield "two people have the same key"
    if len({request.key for request in requests}) < len(requests):
        yield "two requests have the same key"
    if any(person.load < 0 or (person.limit or 0) < 0 for person in people):
        yield "a load or a limit is negative"
    if any(count < 0 for request in requests for count in chain([request.seats], request.at_least.values())):
        yield "a number of seats is negative"
    yield from _faults_of_pairs(problem.pairs, len(people), len(requests))


def _faults_of_pairs(pairs: Pairs, people: int, requests: int) -> Iterable[str]:
    if not len(pairs.person) == len(pairs.request) == len(pairs.penalty):
        yield "the three arrays of the pairs differ in length"
    if not len(pairs):
        return
    if pairs.penalty.min() < 0:
        yield "a penalty is negative"
    if pairs.person.min() < 0 or pairs.person.max() >= people:
        yield "a pair has a person that does not exist"
    if pairs.request.min() < 0 or pairs.request.max() >= requests:
        yield "a pair has a request that does not exist"
    if len(np.unique(pairs.request * people + pairs.person)) < len(pairs):
        yield "a person and a request are paired twice"
