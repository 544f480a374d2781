"""Where voices come from. The apps above (assignments, councils …) say what their occasions are called."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

Pair = tuple[str, int]


@dataclass(frozen=True)
class Origin:
    """An occasion: what it is called, where staff read more about it, and its number, which reveals nothing."""

    title: str
    url: str = ""
    number: str = ""


Describer = Callable[[Collection[int]], dict[int, Origin]]
_describers: dict[str, Describer] = {}


def describes(kind: str) -> Callable[[Describer], Describer]:
    """Register the function that turns ids of this kind into `Origin`, all in one query."""

    def register(describer: Describer) -> Describer:
        _describers[kind] = describer
        return describer

    return register


def describe(pairs: Iterable[Pair]) -> dict[Pair, Origin]:
    """What these occasions are called; one query a kind. What is not known is left out."""
    wanted: dict[str, set[int]] = {}
    for kind, origin_id in pairs:
        wanted.setdefault(kind, set()).add(origin_id)
    return {
        (kind, origin_id): origin
        for kind, ids in wanted.items()
        if kind in _describers
        for origin_id, origin in _describers[kind](ids).items()
    }
