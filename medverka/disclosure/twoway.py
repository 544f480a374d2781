"""Protect a table of rows and columns whose totals are published too."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter

from medverka.disclosure.audit import C, Place, R, range_of
from medverka.disclosure.cells import DEFAULT_K, Cell, Hidden, Outcome, Shown, check, is_small
from medverka.disclosure.oneway import cover, sensitive_keys

Grid = dict[Place[R, C], Cell[Place[R, C]]]


def protect_table(
    cells: Sequence[Cell[Place[R, C]]],
    *,
    k: int = DEFAULT_K,
    known: Collection[Place[R, C]] = (),
    withheld: Collection[Place[R, C]] = (),
) -> list[Outcome[Place[R, C]]]:
    """Say for each cell of a table whether it may be shown; the answers come in the cells' order.

    A key is ``(row, column)``; ``None`` in place of one is the total over it, and ``(None, None)`` the
    grand total, which everybody knows and which is always shown. A cell that is left out is empty.

    The two breakdowns in the margins must not also be published from ``protect``: here they are hidden
    or shown together with what is inside, and nothing hidden can be worked out from all of it.

    ``known`` are cells that stand somewhere else already (a margin from ``renew``, a public total): they stay
    shown, and the others protect with that in mind. ``withheld`` are cells that must not be shown whatever
    their size (a margin that stands as it was in an earlier year), nor be worked out.

    Raises ``ValueError`` when cells do not add up to their totals, when a known cell is small or also withheld,
    or as ``protect`` does.
    """
    check(cells, k)
    grid: Grid[R, C] = {cell.key: cell for cell in cells}
    _check_sums(grid)
    if any(is_small(grid[place].persons, k) or place in withheld for place in known):
        raise ValueError("What is known can be neither small nor withheld")
    hidden = _hidden_places(grid, k, {*known, (None, None)}, set(withheld))
    return [Hidden(cell.key) if cell.key in hidden else Shown(cell.key, cell.value) for cell in cells]


def _hidden_places(grid: Grid[R, C], k: int, known: set[Place[R, C]], withheld: set[Place[R, C]]) -> set[Place[R, C]]:
    body = [cell for cell in grid.values() if cell.key not in known]
    filled = {cell.key: cell for cell in body if cell.persons}
    sensitive = sensitive_keys(filled.values(), k)
    hidden = withheld | _cover_lines(filled, sensitive | (withheld & set(filled)), sensitive, k)
    while exposed := _exposed(grid, hidden, sensitive | withheld, k):
        more = _neighbours(filled, exposed, hidden)
        if not more:
            return {cell.key for cell in body}
        hidden = withheld | _cover_lines(filled, (hidden & set(filled)) | {more[0].key}, sensitive, k)
    return hidden


def _cover_lines(grid: Grid[R, C], hidden: set[Place[R, C]], sensitive: set[Place[R, C]], k: int) -> set[Place[R, C]]:
    """Give every row and column that hides something a cover of its own, until none needs more."""
    while True:
        wider = set(hidden)
        for line in _lines(grid):
            here = {cell.key for cell in line} & wider
            if here:
                wider |= cover(line, here, sensitive, k) or {cell.key for cell in line}
        if wider == hidden:
            return hidden
        hidden = wider


def _exposed(grid: Grid[R, C], hidden: set[Place[R, C]], sensitive: set[Place[R, C]], k: int) -> Place[R, C] | None:
    """A small cell that the lines together still give away, although each line alone does not."""
    values = {place: cell.value for place, cell in grid.items()}
    least = min((1, *(values[place] for place in hidden)))  # hours may be less than one
    candidates = (place for place in grid if place in sensitive)
    return next((p for p in candidates if not range_of(p, values, hidden, least).hides(k)), None)


def _neighbours(grid: Grid[R, C], place: Place[R, C], hidden: set[Place[R, C]]) -> list[Cell[Place[R, C]]]:
    """The cells still shown, smallest first, those in the same row or column before all others."""
    row, column = place
    shown = sorted((cell for cell in grid.values() if cell.key not in hidden), key=attrgetter("persons"))
    return sorted(shown, key=lambda cell: cell.key[0] != row and cell.key[1] != column)


def _lines(grid: Grid[R, C]) -> Iterator[list[Cell[Place[R, C]]]]:
    """Every row and every column, each with its total; the grand total is in none."""
    for axis in (0, 1):
        for name in dict.fromkeys(key[axis] for key in grid):
            yield [cell for key, cell in grid.items() if key[axis] == name]


def _check_sums(grid: Grid[R, C]) -> None:
    values = {key: cell.value for key, cell in grid.items()}
    for row, column in _totals(grid):
        inside_row = sum(v for (r, c), v in values.items() if r == row and c is not None)
        inside_column = sum(v for (r, c), v in values.items() if c == column and r is not None)
        total = values.get((row, column), 0)
        if (column is None and inside_row != total) or (row is None and inside_column != total):
            raise ValueError(f"The cells do not add up to the total {(row, column)!r}")


def _totals(grid: Iterable[Place[R, C]]) -> Iterator[Place[R, C]]:
    places = list(grid)
    yield from dict.fromkeys((row, None) for row, _ in places)
    yield from dict.fromkeys((None, column) for _, column in places)
