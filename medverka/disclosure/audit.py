"""Play the outsider: what can be worked out about hidden cells, exactly?

A table with its margins is a network. Every row and every column, the totals among them, is a node, and
every cell an edge: what flows out of a row through its cells is its total. A hidden cell can be larger
just as far as the other hidden cells can carry the difference round, so its least and greatest possible
numbers are two maximum flows: exact, in whole numbers, without a solver. A line whose total is not published
leads to a node outside, where differences may go as they like.
"""

from collections import deque
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from medverka.disclosure.cells import Number

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Place: TypeAlias = tuple[R | None, C | None]  # None stands for the total of a row or a column
Node: TypeAlias = tuple[str, Hashable]
Residual: TypeAlias = dict[Node, dict[Node, Number | None]]  # None: no limit

OUTSIDE: Final[Node] = ("outside", None)


@dataclass(frozen=True, slots=True)
class Range:
    """All that an outsider can deduce: the number lies from ``low`` to ``high`` (None: no upper limit)."""

    low: Number
    high: Number | None

    def hides(self, k: int) -> bool:
        """Whether it leaves at least ``k`` possible numbers, large ones among them."""
        return self.high is None or (self.high - self.low >= k - 1 and self.high >= k)


def deduce(
    values: Mapping[Place[R, C], Number], hidden: Collection[Place[R, C]], *, least: Number = 1
) -> dict[Place[R, C], Range]:
    """What can be deduced of each hidden cell by one who sees all other cells of a table.

    ``values`` is the true table with those totals that are published or hidden as cells; it serves only as one
    of the solutions to start from. The outsider knows that no hidden cell is under ``least``: 1 where empty
    cells are shown.
    """
    return {place: range_of(place, values, hidden, least) for place in hidden}


def range_of(
    place: Place[R, C], values: Mapping[Place[R, C], Number], hidden: Collection[Place[R, C]], least: Number
) -> Range:
    """What can be deduced of one hidden cell; see ``deduce``."""
    start, end = _edge(place)
    others = {other: values[other] - least for other in hidden if other != place}
    room = values[place] - least
    free = [line for other in hidden for line in _edge(other) if _total(line) not in values]
    up = _max_flow(_residual(others, free), end, start, None)
    down = _max_flow(_residual(others, free), start, end, room)
    return Range(least if down is None else values[place] - down, None if up is None else values[place] + up)


def _edge(place: Place[R, C]) -> tuple[Node, Node]:
    """The direction in which a cell's number flows; the two margins flow against the body."""
    row, column = place
    ends: tuple[Node, Node] = (("row", row), ("column", column))
    return ends if (row is None) == (column is None) else ends[::-1]


def _residual(room: Mapping[Place[R, C], Number], free: Iterable[Node]) -> Residual:
    """How far every cell can grow (without limit) and shrink (by its ``room``); ``free`` lines lead outside."""
    residual: Residual = {}
    for place, space in room.items():
        start, end = _edge(place)
        residual.setdefault(start, {})[end] = None
        residual.setdefault(end, {})[start] = space
    for line in free:
        residual.setdefault(line, {})[OUTSIDE] = None
        residual.setdefault(OUTSIDE, {})[line] = None
    return residual


def _total(line: Node) -> tuple[Hashable, Hashable]:
    kind, name = line
    return (name, None) if kind == "row" else (None, name)


def _max_flow(residual: Residual, source: Node, sink: Node, limit: Number | None) -> Number | None:
    """The greatest flow, at most ``limit``; None when there is no bound. ``residual`` is used up."""
    flow: Number = 0
    while limit is None or flow < limit:
        path = _path(residual, source, sink)
        if path is None:
            return flow
        room = [space for a, b in path if (space := residual[a][b]) is not None]
        if limit is not None:
            room.append(limit - flow)
        if not room:
            return None
        step = min(room)
        for a, b in path:
            _add(residual, a, b, -step)
            _add(residual, b, a, step)
        flow += step
    return flow


def _add(residual: Residual, start: Node, end: Node, amount: Number) -> None:
    space = residual[start][end]
    if space is not None:
        residual[start][end] = space + amount


def _path(residual: Residual, source: Node, sink: Node) -> list[tuple[Node, Node]] | None:
    """A shortest way that still has room, as its steps."""
    came_from: dict[Node, Node] = {source: source}
    queue = deque([source])
    while queue and sink not in came_from:
        here = queue.popleft()
        for there, space in residual.get(here, {}).items():
            if there not in came_from and space != 0:
                came_from[there] = here
                queue.append(there)
    if sink not in came_from:
        return None
    steps, node = [], sink
    while node != source:
        steps.append((came_from[node], node))
        node = came_from[node]
    return steps
