"""Counting that the other modules share."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import CharField, IntegerField
from django.db.models.functions import Cast, Substr

from medverka.disclosure import Cell, Shown, is_small, protect
from medverka.foundation.alphabet import sort_key
from medverka.reports.figures import NOTHING, SMALL, Breakdown, Figure, Part, Words
from medverka.voices.rules import AnswerFigures

K = TypeVar("K", bound=Hashable)


def year_of(field: str) -> Cast:
    """The year of a date column, by its text: on SQLite many times as fast as the date functions."""
    return Cast(Substr(Cast(field, CharField()), 1, 4), IntegerField())


def protected(
    key: str,
    counts: Mapping[K, tuple[int, int]],
    labels: Mapping[K, Words],
    *,
    k: int,
    population: int | None = None,
    by_size: bool = True,
) -> Breakdown:
    """A breakdown as it may be published. `counts` tells (value, persons behind it), `labels` every part that can be.

    Pass `population` where a person may stand in several parts. See `medverka.disclosure.protect`.
    """
    cells = [Cell(name, *counts.get(name, (0, 0))) for name in labels]
    if not any(cell.persons for cell in cells):
        return Breakdown(key, reason=NOTHING)
    outcomes = protect(cells, k=k, population=population)
    return in_parts(
        key,
        (
            Part(code(outcome.key), labels[outcome.key], int(outcome.value) if isinstance(outcome, Shown) else None)
            for outcome in outcomes
        ),
        by_size=by_size,
    )


def in_parts(key: str, parts: Iterable[Part], *, by_size: bool = True) -> Breakdown:
    """The parts in the order of the page, without those that are shown to be empty."""
    kept = [part for part in parts if part.value != 0]
    if all(part.value is None for part in kept):
        return Breakdown(key, reason=SMALL if kept else NOTHING)
    return Breakdown(key, largest_first(kept) if by_size else kept)


def largest_first(parts: Sequence[Part]) -> list[Part]:
    """Shown parts by size, hidden ones by name, so that their order tells nothing; what names nothing comes last."""
    return sorted(
        parts, key=lambda part: (not part.key, part.value is None, -(part.value or 0), sort_key(str(part.label)))
    )


def code(key: Hashable) -> str:
    """A part's key in JSON and CSV; the empty string where nothing is stated."""
    return "" if key is None else str(key)


def answers_as_figures(said: AnswerFigures, k: int) -> list[Figure]:
    """So much was said; the share that was answered, after how many days, and the share of those that led to something.

    Shares of few are not shown.
    """
    return [
        Figure("voices", said.voices),
        of_enough("share_answered", _per_cent(said.share_answered), said.voices, k),
        of_enough("median_days", said.median_days, said.answered, k),
        of_enough("share_with_effect", _per_cent(said.share_with_effect), said.answered, k),
    ]


def of_enough(key: str, value: float | None, base: int, k: int) -> Figure:
    """A figure that is shown where what it is reckoned from is nothing small."""
    if not base or value is None:
        return Figure(key, None, NOTHING)
    return Figure(key, None, SMALL) if is_small(base, k) else Figure(key, value)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)
