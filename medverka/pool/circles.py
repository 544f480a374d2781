"""Circles of people of the pool: those who sit on a council, for one. Apps that know of any register them in their `gathering.py`.

So may an app that asks people of the pool offer them as a choice, and know nothing of the app that they come from.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Circle:
    """`key` is its own among all circles; `contributors` are the ids of those in it today."""

    key: str
    name: str
    contributors: frozenset[int]


Source = Callable[[Any], Iterable[Circle]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """`source` tells which circles a user may see."""
    _sources.append(source)
    return source


def visible_to(user: Any) -> list[Circle]:
    """Every circle that `user` may see and that somebody is in, source by source."""
    return [circle for source in _sources for circle in source(user) if circle.contributors]


def members(user: Any, keys: Collection[str]) -> Collection[int]:
    """Ids of those who are in any of these circles, as far as `user` may see them."""
    return frozenset().union(*(circle.contributors for circle in visible_to(user) if circle.key in keys))
