"""Protect the answers to one question of a survey, in one group: what a results page calls.

``steps`` for a scale, ``choice`` for alternatives of which each person chose one, ``multiple`` where they chose several,
``numbers`` for numbers; ``asked`` says among how many a follow-up question is protected. The rule stands in docs/disclosure.md.
"""

from collections.abc import Collection, Sequence

from medverka.disclosure.cells import DEFAULT_K, is_small
from medverka.disclosure.numbers import Span, numbers, round_edges
from medverka.disclosure.parts import (
    Answered,
    Part,
    Parts,
    all_may_be_told,
    asked,
    asked_of_both,
    everybody,
    how_many,
    one_each,
    protected_k,
    texts_may_be_shown,
)
from medverka.disclosure.scales import steps

__all__ = [
    "Part",
    "Parts",
    "Span",
    "asked",
    "asked_of_both",
    "asked_of_several",
    "choice",
    "multiple",
    "numbers",
    "round_edges",
    "steps",
    "texts_may_be_shown",
]


def choice(counts: Sequence[int], n: int | None, *, k: int = DEFAULT_K) -> Parts[int] | None:
    """What may be told of alternatives in no order, of which each person chose at most one; None: nothing.

    ``n`` are all who were asked (``asked``; None: not known); whoever is in no count gave no answer. Where one is small, those
    with at most k are merged into one remainder, the last part, and with them the smallest of the others when it takes more.
    Those of equal size go together, so that what is merged may swap places unseen. What nobody chose is told as 0.
    """
    k, answers = protected_k(k), everybody(dict(enumerate(counts)), n)
    if n is None or n < k:
        return None
    merged = () if all_may_be_told(answers, k) else _remainder(answers, k)
    total = how_many(merged, answers)
    if not merged:
        return one_each(answers, answers)
    if total == n:
        return None
    return (*one_each((option for option in answers if option not in merged), answers), Part(merged, total))


def _remainder(answers: Answered[int], k: int) -> tuple[int | None, ...]:
    """Which answers are told together. Each of them is somebody's: there must be room for any to be from 1 to k."""
    few = [count for count in answers.values() if 0 < count <= k]
    largest = k
    if len(few) < 2 or sum(few) < len(few) + k - 1:
        largest = min((count for count in answers.values() if count > k), default=k)
    return tuple(option for option, count in answers.items() if 0 < count <= largest)


def multiple(
    counts: Sequence[int],
    n: int | None,
    *,
    k: int = DEFAULT_K,
    required: bool = False,
    at_most: int | None = None,
    alone: Collection[int] | None = None,
) -> tuple[int | None, ...]:
    """How many may be told to have chosen each of several alternatives, each by itself among the ``n`` who were asked.

    None: hidden. Told is nobody, everybody, or a number that leaves at least k on both sides. How many chose something, and
    how many choices were made, must not be told beside it. Where each had to choose something, or could choose ``at_most`` so
    many, all is hidden when this says too much of what a hidden one can be, or that few chose more than one or fewer than they
    could. Where only one could be chosen, call ``choice``.
    ``alone`` are the positions of those that shut out all others ("inget av detta"): all is hidden, too, when they leave few
    beside them. None: any one may, by its meaning.
    """
    k = protected_k(k)
    if any(count < 0 or (n is not None and count > n) for count in counts):
        raise ValueError("Nobody chooses twice, and nobody who chose was not asked")
    hidden = (None,) * len(counts)
    if n is None or n < k:
        return hidden
    told = tuple(None if (is_small(count, k) and count < n) or is_small(n - count, k) else count for count in counts)
    look = _narrowed if None in told else _few_differ
    if look(told, n, k, required, at_most, alone):
        return hidden
    return hidden if alone and _few_left(told, n, k, alone) else told


def _narrowed(
    told: Sequence[int | None], n: int, k: int, required: bool, at_most: int | None, alone: Collection[int] | None
) -> bool:
    """Whether the limits of the question keep a hidden number from being anything from 1 to k - 1, beside what is told."""
    hidden, total = told.count(None), sum(count or 0 for count in told)
    if required and n - total - (hidden - 1) * (k - 1) > 1:
        return True  # Everybody chose something: a hidden one that cannot be as small as 1 is known to leave few out.
    if at_most is None:
        return False
    if at_most < 2 or n < 2 * k:
        return True
    some = [1 if count is None else count for count in told]
    chose_one = [0, *some] if alone is None else [sum(some[one] for one in alone)]
    room = [at_most * (n - few) - (total - few) - hidden for few in chose_one]
    return any(0 <= left < k - 2 for left in room) or 1 <= (at_most * n - total - hidden + 1) // at_most < k - 1


def _few_differ(
    told: Sequence[int | None], n: int, k: int, required: bool, at_most: int | None, alone: Collection[int] | None
) -> bool:
    """Whether the sum of what is told says that few chose more than one, where each chose something, or that few choices
    were left unmade, of all that could be."""
    some = [count or 0 for count in told]
    total = sum(some)
    if required and is_small(total - n, k):
        return True
    if at_most is None:
        return False
    shut_out = [0, *some] if alone is None else [sum(some[one] for one in alone)]
    return any(is_small(at_most * (n - few) - (total - few), k) for few in shut_out)


def _few_left(told: Sequence[int | None], n: int, k: int, alone: Collection[int]) -> bool:
    """Whether those who are left beside what shuts out the others are few, or leave a hidden number too little room.

    Nobody chose one of ``alone`` and something else: so their numbers add up, with those of any one other.
    """
    others = [count for place, count in enumerate(told) if place not in alone]
    left = n - sum(told[place] or 0 for place in alone)  # Chose an other, nothing, or what is hidden of ``alone``.
    beside = [left - count for count in others if count]
    if n < k + len(alone) - 1 or any(is_small(few, k) for few in [left, *beside]):
        return True
    hidden = sum(1 for place in alone if told[place] is None)
    return hidden > 0 and min([left - (None in others), *beside]) - (hidden - 1) < k - 1


def asked_of_several(told: Sequence[int | None], n: int | None, options: Collection[int]) -> int | None:
    """How many were asked a question put to those who chose one of these among several (``multiple``); None: it cannot be told."""
    chosen = [told[option] for option in options]
    if n is None or None in chosen:
        return n if n is not None and n in chosen else None
    some = [count for count in chosen if count]
    if n in some:
        return n
    return sum(some) if len(some) < 2 else None
