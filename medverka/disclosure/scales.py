"""Protect the answers on a scale, whose steps have an order and a good and a bad side."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from medverka.disclosure.cells import DEFAULT_K, is_small
from medverka.disclosure.parts import (
    Answered,
    Part,
    Parts,
    all_may_be_told,
    are_few,
    everybody,
    how_many,
    one_each,
    protected_k,
)

Side: TypeAlias = Sequence[int | None]


def steps(
    counts: Sequence[int],
    n: int | None,
    *,
    k: int = DEFAULT_K,
    middle: int | None = None,
    apart: Collection[int] = (),
) -> Parts[int] | None:
    """What may be told of a scale (worst or least first), or of a row of a matrix; None: nothing.

    ``counts`` are those who chose each step, ``n`` all who were asked (``asked``; None: not known); whoever is in no count gave
    no answer. ``apart`` are the positions of what is no step ("vet inte"), ``middle`` that of the middle step where it is not
    the one in the middle. What is apart is merged with the middle, or with all that remains beside one side.

    Told is the first of these that is safe: every step; each side and the middle by themselves, merged where a step of theirs
    is small; the larger side, or its far end, beside all the rest; that nobody is on the other side.
    """
    k, answers = protected_k(k), everybody(dict(enumerate(counts)), n)
    if n is None or n < k:
        return None
    if all_may_be_told(answers, k):
        return one_each(answers, answers)
    sides = _sides(len(counts), middle, apart)
    worse, between, better = (_together(side, answers, k) for side in sides)
    if worse is not None and between is not None and better is not None:
        return worse + between + better
    return _one_side(sides, answers, k)


def _sides(length: int, middle: int | None, apart: Collection[int]) -> tuple[Side, Side, Side]:
    """The steps on the worse side, the middle with what is apart and those who gave no answer, the better side."""
    ladder = [position for position in range(length) if position not in apart]
    if middle is None and len(ladder) % 2:
        middle = ladder[len(ladder) // 2]
    if middle is None:
        half = len(ladder) // 2
        return ladder[:half], [*sorted(apart), None], ladder[half:]
    at = ladder.index(middle)
    return ladder[:at], [middle, *sorted(apart), None], ladder[at + 1 :]


def _together(options: Side, answers: Answered[int], k: int) -> Parts[int] | None:
    """These answers by themselves, in one part where one of them is small; None where they are few in all."""
    total = how_many(options, answers)
    if are_few(total, k):
        return None
    if any(is_small(answers[option], k) for option in options):
        return (Part(tuple(options), total),)
    return one_each(options, answers)


def _one_side(sides: tuple[Side, Side, Side], answers: Answered[int], k: int) -> Parts[int] | None:
    """The larger side, or as much of its far end as leaves enough to hide among, beside all the rest."""
    worse, _between, better = sides
    larger, smaller = worse[::-1], better  # the far end last
    if how_many(better, answers) >= how_many(worse, answers):
        larger, smaller = better, worse
    for start in range(len(larger)):
        told = _beside_the_rest(larger[start:], answers, k)
        if told is not None and not (start == 0 and _gives_away(larger, smaller, answers, k)):
            return told
    return None if how_many(smaller, answers) else _beside_the_rest(smaller, answers, k, nobody=True)


def _gives_away(larger: Side, smaller: Side, answers: Answered[int], k: int) -> bool:
    """Whether the rest shows that a single step is small: that of the other side, where the rest is much more than it can hold.

    Where the other side has several steps, each of them may still be nobody.
    """
    rest = how_many(answers, answers) - how_many(larger, answers)
    return len(smaller) == 1 and rest - how_many(larger, answers) > k - 2


def _beside_the_rest(kept: Side, answers: Answered[int], k: int, *, nobody: bool = False) -> Parts[int] | None:
    """Some steps by themselves, of somebody or of nobody, and all else in one part; None where either is few."""
    shown = _together([option for option in answers if option in kept], answers, k)
    rest = tuple(option for option in answers if option not in kept)
    if shown is None or are_few(how_many(rest, answers), k) or (how_many(kept, answers) == 0) is not nobody:
        return None
    return (*shown, Part(rest, how_many(rest, answers)))
