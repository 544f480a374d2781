"""Protect numbers that people answered with: classes with round edges, and never a mean, a median, a least or a greatest."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from medverka.disclosure.cells import DEFAULT_K, Number
from medverka.disclosure.parts import Part, Parts, are_few, everybody, protected_k

MANY: Final = 10
"""So many classes are enough, before any are merged."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Numbers from ``low`` up to, but not including, ``high``; None: no limit is told."""

    low: Number | None
    high: Number | None


def numbers(
    values: Sequence[Number], n: int | None, *, k: int = DEFAULT_K, edges: Sequence[Number] | None = None
) -> Parts[Span] | None:
    """What may be told of the numbers that some of ``n`` persons answered with; None: nothing.

    ``edges`` are where classes may begin, in rising order. They come from the question, never from the answers: see
    ``round_edges``. From the lowest on, classes are merged until each has more than k; what is left at the top goes with
    the last one. Those who gave no answer are a part of their own, or when they are few told with the lowest class.
    """
    k, answers = protected_k(k), everybody({"number": len(values)}, n)
    silent = answers[None]
    if n is None or n < k:
        return None
    if not values:
        return Part((Span(None, None),), 0), Part((None,), n)
    waiting = silent if are_few(silent, k) else 0
    classes = _classes(values, WIDE if edges is None else edges, waiting, k)
    if not classes or (len(classes) == 1 and silent <= k):
        return None
    parts = [Part((span,), many) for span, many in classes]
    if waiting:
        parts[0] = Part((*parts[0].options, None), parts[0].count)
        return tuple(parts)
    return (*parts, Part((None,), silent))


def round_edges(least: Number, most: Number) -> tuple[Number, ...]:
    """Where classes may begin for numbers from ``least`` to ``most``, as the question limits them: 20, 30, 40 …"""
    whole = least == int(least) and most == int(most)
    step = next(step for step in _round_numbers(Decimal(1 if whole else "0.1")) if (most - least) / step <= MANY)
    first = int(least // step) + 1
    edges = [step * times for times in range(first, first + MANY + 1) if least < step * times <= most]
    return tuple(int(edge) if edge == int(edge) else edge for edge in edges)


def _round_numbers(size: Decimal = Decimal(1)) -> Iterator[Decimal]:
    """1, 2, 5, 10, 20, 50 …, or the same from another size on."""
    while True:
        yield from (size, 2 * size, 5 * size)
        size *= 10


_UP = tuple(map(int, islice(_round_numbers(), 33)))
WIDE: Final[Sequence[Number]] = (*(-edge for edge in reversed(_UP)), 0, *_UP)
"""For numbers that the question does not limit: 1, 2, 5, 10, 20, 50 … and the same below zero."""


def _classes(values: Sequence[Number], edges: Sequence[Number], waiting: int, k: int) -> list[tuple[Span, int]]:
    """The classes, each with more than k. ``waiting`` are those who are told with the lowest one whatever it is."""
    found: list[tuple[Span, int]] = []
    filled = [0] * (len(edges) + 1)
    for value in values:
        filled[bisect_right(edges, value)] += 1
    low = None
    for high, many in zip(edges, filled, strict=False):
        waiting += many
        if waiting > k:
            found.append((Span(low, high), waiting))
            low, waiting = high, 0
    waiting += filled[-1]
    if waiting > k:
        return [*found, (Span(low, None), waiting)]
    if found:
        span, many = found[-1]
        found[-1] = (Span(span.low, None), many + waiting)
    return found
