"""An outsider who has everything that is published of a question, knows the rule, and tries every way people can have answered.

A *world* is one such way: how many gave each answer, those who gave none last. Worlds that lead to the same page cannot be told
apart; what is the same in all of them is known.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise, product

from medverka.disclosure.answers import Part, Span, numbers

World = tuple[int, ...]
Page = Hashable
Rule = Callable[[World], Page]
"""What is published of a world."""


def worlds(kinds: int, n: int) -> Iterator[World]:
    """All ways in which n persons can be of so many kinds."""
    for bars in combinations(range(n + kinds - 1), kinds - 1):
        yield tuple(end - start - 1 for start, end in pairwise((-1, *bars, n + kinds - 1)))


def same_page(publish: Rule, possible: Iterable[World]) -> list[tuple[Page, list[World]]]:
    """Each page that can come out, with all worlds that lead to it."""
    pages = defaultdict(list)
    for world in possible:
        pages[publish(world)].append(world)
    return list(pages.items())


def places(part: Part[object], kinds: int, edges: Sequence[int] = ()) -> list[int]:
    """Where a part's answers stand in a world: options by position, classes of numbers by the edges, no answer last."""
    found = []
    for option in part.options:
        if isinstance(option, Span):
            lows = [None, *edges]
            start = 0 if option.low is None else lows.index(option.low)
            found += range(start, kinds - 1 if option.high is None else lows.index(option.high))
        else:
            found.append(kinds - 1 if option is None else option)
    return found


def known_of(
    hidden: Collection[int], behind: Sequence[World], k: int, *, sure: bool = True, sums: bool = True
) -> Iterator[str]:
    """What can be found out of answers of which only the sum is told, in words; nothing where the protection holds.

    Nobody, not even one of those who answered, who knows what they chose themselves, may know how many chose one of the
    answers; nor be sure that somebody else did not choose it. Nor may a reader be ``sure`` that it is few.
    """
    for place in hidden:
        possible = {world[place] for world in behind}
        if len(possible) == 1:
            yield f"{place} is {possible}"
        elif sure and possible <= set(range(1, k)):
            yield f"{place} is small: {possible}"
        for own in range(len(behind[0])):
            others = {world[place] - (own == place) for world in behind if world[own]}
            if others and (len(others) == 1 or max(others) < 1):
                yield f"{place} is {others} for one who chose {own}"
    for size in range(2, len(hidden)) if sums else ():
        for some in combinations(hidden, size):
            if len({sum(world[place] for place in some) for world in behind}) == 1:
                yield f"{some} are known together"


def breaches(  # what a test of a rule asks for
    publish: Callable[..., Sequence[Part[object]] | None],
    kinds: int,
    n: int,
    k: int,
    *,
    required: bool = False,
    edges: Sequence[int] = (),
    sure: bool = True,
) -> list[str]:
    """All that can be found out of one question among n persons. With ``required`` it is known that all answered."""
    possible = [world for world in worlds(kinds, n) if not (required and world[-1])]
    found = []
    for page, behind in same_page(publish, possible):
        everything = [Part((*range(kinds - 1), None), n)]
        for part in everything if page is None else page:
            where = places(part, kinds, edges)
            assert {sum(world[place] for place in where) for world in behind} == {part.count}, page
            if 0 < part.count < k:
                found.append(f"{page}: {part} is small")
            hidden = [place for place in where if not (required and place == kinds - 1)]
            if part.count and len(hidden) > 1:
                found += [f"{page}: {known}" for known in known_of(hidden, behind, k, sure=sure)]
        if page is not None:
            assert sorted(place for part in page for place in places(part, kinds, edges)) == list(range(kinds)), page
    return found


def in_classes(edges: Sequence[int], k: int) -> Rule:
    """``numbers`` of a world, in which people's numbers lie in classes between the edges."""
    typical = [edges[0] - 1, *edges]
    return lambda world: numbers(
        [number for number, many in zip(typical, world, strict=False) for _ in range(many)],
        sum(world), k=k, edges=edges,
    )  # fmt: skip


def ticks(kinds: int, n: int, *, required: bool, at_most: int | None, alone: Collection[int]) -> Iterator[World]:
    """All numbers that several alternatives can have been chosen by, where each of ``alone`` shuts out the others."""
    for world in product(range(n + 1), repeat=kinds):
        only = sum(world[place] for place in alone)
        rest = [many for place, many in enumerate(world) if place not in alone]
        most = min(at_most or kinds, len(rest)) * (n - only)
        if max(rest, default=0) <= n - only and (n - only if required else 0) <= sum(rest) <= most:
            yield world
