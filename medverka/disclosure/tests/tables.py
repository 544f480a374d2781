"""Tables for the tests, and a plain outsider who tries every possibility."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from medverka.disclosure import Cell, Outcome, Shown, protect

Place = tuple[int | None, int | None]
Grid = dict[Place, int]


def breakdown(*sizes: int) -> list[Cell[int]]:
    """A breakdown of persons, with the cells' positions as keys."""
    return [Cell(key, size, size) for key, size in enumerate(sizes)]


def published(outcomes: Sequence[Outcome[int]]) -> tuple[object, ...]:
    """What stands on the page, None for a hidden cell."""
    return tuple(outcome.value if isinstance(outcome, Shown) else None for outcome in outcomes)


def with_margins(body: Sequence[Sequence[int]]) -> Grid:
    """A table with its row totals, column totals and grand total."""
    grid: Grid = {(r, c): value for r, row in enumerate(body) for c, value in enumerate(row)}
    grid |= {(r, None): sum(row) for r, row in enumerate(body)}
    grid |= {(None, c): sum(column) for c, column in enumerate(zip(*body, strict=True))}
    return grid | {(None, None): sum(map(sum, body))}


def cells(grid: Grid) -> list[Cell[Place]]:
    """The table as cells whose values are persons."""
    return [Cell(place, value, value) for place, value in grid.items()]


def same_page(length: int, top: int, k: int) -> Iterator[tuple[tuple[object, ...], list[tuple[int, ...]]]]:
    """Every page that can come out of ``protect``, with all breakdowns that lead to it.

    This is the strongest outsider: one who knows the rule and tries every breakdown. Pages that the
    bound ``top`` on a cell cuts off from some of their breakdowns are left out.
    """
    pages = defaultdict(list)
    for sizes in product(range(top + 1), repeat=length):
        pages[sum(sizes), published(protect(breakdown(*sizes), k=k))].append(sizes)
    for (total, page), behind in pages.items():
        if total <= top:
            yield page, behind
