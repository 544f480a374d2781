"""The words of disclosure control: what goes in (cells) and what comes out (shown or hidden)."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeAlias, TypeVar

K = TypeVar("K", bound=Hashable)
Number: TypeAlias = int | Decimal

DEFAULT_K: Final = 5


@dataclass(frozen=True, slots=True)
class Cell(Generic[K]):
    """One figure before protection.

    ``value`` is what the page would show (contributions, hours, persons), ``persons`` how many different
    persons are behind it. Where the figure *is* a number of persons the two are equal.

    Raises ``ValueError`` for negative numbers, and for a value that has no person behind it: who is
    behind a figure has to be known before it can be judged.
    """

    key: K
    value: Number
    persons: int

    def __post_init__(self) -> None:
        if self.value < 0 or self.persons < 0:
            raise ValueError(f"A cell holds no negative numbers: {self.key!r}")
        if self.value and not self.persons:
            raise ValueError(f"A value needs persons behind it: {self.key!r}")


@dataclass(frozen=True, slots=True)
class Shown(Generic[K]):
    """A figure that may be published."""

    key: K
    value: Number


@dataclass(frozen=True, slots=True)
class Hidden(Generic[K]):
    """A figure that may not be published.

    It carries no number and no reason, so that no template can show either: to tell a small cell from
    one that only covers for it would undo the protection.
    """

    key: K


Outcome: TypeAlias = Shown[K] | Hidden[K]


def is_small(persons: int, k: int = DEFAULT_K) -> bool:
    """Whether so many persons are too few to be spoken of. Nobody (0) is not a small group."""
    return 0 < persons < k


def may_filter(selected: int, parent: int, k: int = DEFAULT_K) -> bool:
    """Whether a selection of persons may be shown on its own, beside its parent.

    Both the selection and those left out of it must be nobody or at least ``k`` persons. It answers for
    one selection; a selection that is broken down further is a row of a table (``protect_table``).

    Raises ``ValueError`` when the selection is not part of the parent.
    """
    if not 0 <= selected <= parent:
        raise ValueError("The selection must be a part of the parent")
    return not is_small(selected, k) and not is_small(parent - selected, k)


def check(cells: Iterable[Cell[K]], k: int) -> None:
    """Raise ``ValueError`` when ``k`` protects nobody or two cells carry the same key."""
    if k < 2:
        raise ValueError("k must be at least 2")
    keys = [cell.key for cell in cells]
    if len(keys) != len(set(keys)):
        raise ValueError("Each cell needs a key of its own")
