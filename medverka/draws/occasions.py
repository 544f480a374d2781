"""What a draw can be made for. The apps above say of each kind what it fills in, and who has been asked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Filled:
    """What a draw begins with."""

    title: str
    size: int
    filters: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Occasion:
    """``fill`` tells a user what a draw for the occasion with this id begins with, or None where it is not theirs to see.

    ``any_asked`` says whether any of these contributors, by id, has been asked for it.
    """

    fill: Callable[[Any, int], Filled | None]
    any_asked: Callable[[int, Collection[int]], bool]


_known: dict[str, Occasion] = {}


def register(kind: str, occasion: Occasion) -> None:
    """Occasions of this kind are known from now on."""
    _known[kind] = occasion


def filled(origin: tuple[str, int] | None, user: Any) -> Filled | None:
    """What a draw for this occasion begins with."""
    return _known[origin[0]].fill(user, origin[1]) if origin and origin[0] in _known else None


def any_asked(origin: tuple[str, int] | None, contributors: Collection[int]) -> bool:
    """Whether any of these has been asked for this occasion."""
    if not origin or origin[0] not in _known or not contributors:
        return False
    return _known[origin[0]].any_asked(origin[1], contributors)
