"""What cannot be shared out is told at once, before anything is computed."""

import numpy as np
import pytest

from medverka.fairness.proposal.problem import Pairs, Person, Problem, Request


def arrays(*columns):
    return Pairs(*(np.array(column, dtype=np.int64) for column in columns))


def test_pairs_are_named_by_keys_and_kept_as_indexes():
    people, requests = [Person("a"), Person("b")], [Request(70, 1), Request(71, 1)]
    pairs = Pairs.of([("b", 70, 2), ("a", 71, 0)], people, requests)
    assert (list(pairs.person), list(pairs.request), list(pairs.penalty)) == ([1, 0], [0, 1], [2, 0])
    assert len(Pairs.of([], people, requests)) == 0


@pytest.mark.parametrize(
    ("people", "requests", "pairs", "words"),
    [
        ([Person(1), Person(1)], [], arrays([], [], []), "two people have the same key"),
        ([], [Request(1, 1), Request(1, 2)], arrays([], [], []), "two requests have the same key"),
        ([Person(1, load=-1)], [], arrays([], [], []), "a load or a limit is negative"),
        ([Person(1, limit=-1)], [], arrays([], [], []), "a load or a limit is negative"),
        ([], [Request(1, -1)], arrays([], [], []), "a number of seats is negative"),
        ([], [Request(1, 1, at_least={"relative": -1})], arrays([], [], []), "a number of seats is negative"),
        ([Person(1)], [Request(1, 1)], arrays([0], [0], [-1]), "a penalty is negative"),
        ([Person(1)], [Request(1, 1)], arrays([1], [0], [0]), "a person that does not exist"),
        ([Person(1)], [Request(1, 1)], arrays([0], [-1], [0]), "a request that does not exist"),
        ([Person(1)], [Request(1, 1)], arrays([0], [0], [0, 1]), "differ in length"),
        ([Person(1)], [Request(1, 1)], arrays([0, 0], [0, 0], [0, 1]), "twice"),
    ],
)
def test_what_is_wrong_is_said(people, requests, pairs, words):
    with pytest.raises(ValueError, match=words):
        Problem(people, requests, pairs)
