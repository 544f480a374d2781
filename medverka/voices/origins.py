"""Where voices come from. The apps above (assignments, councils …) say what their occasions are called."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

Pair = tuple[str, int]


@dataclass(frozen=True)
class Origin:
    """An occasion: what it is called, where staff read more about it, and its number, which reveals nothing.

    `permission` is what it takes to read more there. `need` is why it was held, and `asked_on` when it was asked for or
    called, as far as that is known.
    """

    title: str
    url: str = ""
    number: str = ""
    permission: str = ""
    need: str = ""
    asked_on: date | None = None


Describer = Callable[[Collection[int]], dict[int, Origin]]
_describers: dict[str, Describer] = {}
_labels: dict[str, Promise | str] = {}
Keeper = Callable[[int, int], bool]
_keepers: dict[str, Keeper] = {}


def describes(kind: str, label: Promise | str = "") -> Callable[[Describer], Describer]:
    """Register the function that turns ids of this kind into `Origin`, all in one query; `label` is the kind in a word."""

    def register(describer: Describer) -> Describer:
        _describers[kind] = describer
        if label:
            _labels[kind] = label
        return describer

    return register


def keeps(kind: str) -> Callable[[Keeper], Keeper]:
    """Register the function that says of an occasion's id and a voice's whether a finished record holds the voice."""

    def register(keeper: Keeper) -> Keeper:
        _keepers[kind] = keeper
        return keeper

    return register


def is_kept(kind: str, origin_id: int, voice: int) -> bool:
    """Whether a record that cannot change holds the voice: then it is neither rewritten nor taken away without trace."""
    return kind in _keepers and _keepers[kind](origin_id, voice)


def kinds() -> Mapping[str, Promise | str]:
    """What the kinds of occasions are called that have a word of their own."""
    return _labels


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
