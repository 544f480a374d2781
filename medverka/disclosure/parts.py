"""What is told of one question: everybody who was asked, in parts.

Every part is nobody or at least k persons. Where not everything can be told by itself, options are merged until each part is
nobody or *more* than k. Those few who made it necessary may then be any number up to k, and not even a reader who knows this
rule can be sure that they are few. Whether a way to merge is taken follows from the numbers that it would show and from
nothing else, so that the choice tells no more than they do.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from medverka.disclosure.cells import DEFAULT_K, is_small

A = TypeVar("A", bound=Hashable)
Answered: TypeAlias = Mapping[A | None, int]
"""How many gave each answer; None stands for those who gave none."""

LEAST_K: Final = 3
"""With 2, the one small number that there is would be 1, and hiding it would tell it."""


@dataclass(frozen=True, slots=True)
class Part(Generic[A]):
    """So many of those asked gave one of these answers (None: no answer); which of them is not told."""

    options: tuple[A | None, ...]
    count: int


Parts: TypeAlias = tuple[Part[A], ...]


def everybody(answers: Mapping[A, int], n: int | None) -> Answered[A]:
    """All who were asked, by what they answered. Raises ``ValueError`` where the numbers cannot be true."""
    given = sum(answers.values())
    if any(count < 0 for count in answers.values()) or (n is not None and given > n):
        raise ValueError("There are no negative numbers, and nobody who answered was not asked")
    return {**dict[A | None, int](answers.items()), None: (n or 0) - given}


def protected_k(k: int) -> int:
    """The k that answers are protected with. Raises ``ValueError`` for one that protects nobody."""
    if k < 2:
        raise ValueError("k must be at least 2")
    return max(k, LEAST_K)


def how_many(options: Iterable[A | None], answers: Answered[A]) -> int:
    """How many gave one of these answers."""
    return sum(answers[option] for option in options)


def all_may_be_told(answers: Answered[A], k: int) -> bool:
    """Whether each answer is that of nobody or of at least k persons."""
    return not any(is_small(count, k) for count in answers.values())


def are_few(together: int, k: int) -> bool:
    """Whether so many are too few to be told together: somebody, and not more than k.

    Were they k, and two answers, each of the two would be known to be small.
    """
    return 0 < together <= k


def one_each(options: Iterable[A | None], answers: Answered[A]) -> Parts[A]:
    """Each answer in a part of its own."""
    return tuple(Part((option,), answers[option]) for option in options)


def asked(parent: Sequence[Part[A]] | None, options: Collection[A | None]) -> int | None:
    """How many were asked a question that is put to those who gave one of these answers to another, its parent.

    It can be told, and anything about them, only where they are whole parts of what is told of the parent; otherwise None. The
    question is then protected among them alone, as if they were the whole group; its own parts may be asked about in turn.
    """
    chosen = set(options)
    if parent is None or any(part.count and 0 < len(chosen & set(part.options)) < len(part.options) for part in parent):
        return None
    return sum(part.count for part in parent if chosen.issuperset(part.options))


def asked_of_both(n: int | None, first: int | None, second: int | None) -> int | None:
    """How many were asked a question that depends on two others, when so many of ``n`` met each condition; None: not known.

    How two questions' answers lie across each other is told nowhere. It is known only where one condition was met by
    everybody or by nobody.
    """
    if n is None or 0 in (first, second):
        return None if n is None else 0
    return second if first == n else first if second == n else None


def texts_may_be_shown(n: int | None, k: int = DEFAULT_K) -> bool:
    """Whether what people wrote may be shown (after review, and apart from all else) as coming from these n."""
    return n is not None and n >= protected_k(k)
