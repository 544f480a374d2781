"""Protect one breakdown whose total everybody knows."""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import attrgetter

from medverka.disclosure.cells import DEFAULT_K, Cell, Hidden, K, Outcome, Shown, check, is_small


def protect(cells: Sequence[Cell[K]], *, k: int = DEFAULT_K, population: int | None = None) -> list[Outcome[K]]:
    """Say for each cell of a breakdown whether it may be shown; the answers come in the cells' order.

    A cell with 1 to ``k`` - 1 persons is hidden, together with the smallest other cells that are needed
    to keep its number from being worked out of the public total. Where there are not enough others the
    whole breakdown is hidden, empty cells too. Cells that can hold nobody should be left out by the caller.

    Pass ``population`` (persons, at least as many as in any cell) when one person may stand in several
    cells, as with perspectives: those *outside* a cell then count as a group of their own.

    Raises ``ValueError`` for ``k`` under 2, doubled keys, or a population smaller than a cell.
    """
    check(cells, k)
    hidden = hidden_keys(cells, sensitive_keys(cells, k, population), k)
    return [Hidden(cell.key) if cell.key in hidden else Shown(cell.key, cell.value) for cell in cells]


def sensitive_keys(cells: Collection[Cell[K]], k: int, population: int | None = None) -> set[K]:
    """The keys of the cells that must be hidden for their own sake."""
    sensitive = {cell.key for cell in cells if is_small(cell.persons, k)}
    if population is not None:
        if any(cell.persons > population for cell in cells):
            raise ValueError("A cell holds more persons than the population")
        sensitive |= {cell.key for cell in cells if cell.persons and is_small(population - cell.persons, k)}
    return sensitive


def hidden_keys(cells: Collection[Cell[K]], sensitive: set[K], k: int) -> set[K]:
    """The sensitive keys and those that cover for them; every key when no cover is large enough."""
    if not sensitive:
        return set()
    covered = cover([cell for cell in cells if cell.persons], sensitive, sensitive, k)
    return {cell.key for cell in cells} if covered is None else covered


def cover(cells: Collection[Cell[K]], hidden: set[K], sensitive: set[K], k: int) -> set[K] | None:
    """Widen ``hidden`` from the smallest cell upwards until it protects; ``None`` when it cannot.

    Cells of equal size go together. The choice then depends on sizes alone, never on the order of the
    cells, so hidden cells may swap places without any change to what is published: not even a reader
    who knows this rule can tell the small one from its cover.
    """
    hidden = set(hidden)
    others = sorted((cell for cell in cells if cell.key not in hidden), key=attrgetter("persons"))
    for _, equals in groupby(others, key=attrgetter("persons")):
        if protects([cell for cell in cells if cell.key in hidden], sensitive, k):
            return hidden
        hidden |= {cell.key for cell in equals}
    return hidden if protects([cell for cell in cells if cell.key in hidden], sensitive, k) else None


def protects(hidden: Collection[Cell[K]], sensitive: set[K], k: int) -> bool:
    """Whether cells of which only the sum is known keep each other's secret.

    One of them must be large enough by itself, so that the sum speaks of ``k`` persons even when the
    same persons stand in several cells. And the sum must leave room: when every cell is as low as it
    can be, enough is left for any small one to be anything from 1 to ``k`` - 1.
    """
    covers = sum(cell.key not in sensitive for cell in hidden)
    least = k * covers + (len(hidden) - covers)
    room = min(sum(cell.persons for cell in hidden), sum(cell.value for cell in hidden)) - least
    return len(hidden) > 1 and covers > 0 and room >= k - 2
