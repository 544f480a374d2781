"""Columns found by their headings, and words that mean the same although they are written otherwise."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from medverka.fairness.draw.delimited import Grid
from medverka.fairness.draw.mistakes import Mistake, Table


def key(text: str) -> str:
    """What makes two words the same: capitals, accents written in two ways and the number of blanks do not part them."""
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


WORD = 100  # signs: longer texts are no misspelt words
WORDS = 500  # so many are compared


def nearest(text: str, known: Iterable[str]) -> str:
    """The one of ``known`` that is written most like ``text``, or "" when none is like it."""
    if len(text) > WORD:
        return ""
    by_key = {key(word): word for word in islice((word for word in known if len(word) <= WORD), WORDS)}
    found = get_close_matches(key(text), by_key, n=1, cutoff=0.6)
    return by_key[found[0]] if found else ""


def column_of(grid: Grid, names: Sequence[str]) -> int | None:
    """The column with one of these headings, the first of them that there is."""
    headings = [key(heading) for heading in grid.header]
    return next((headings.index(key(name)) for name in names if key(name) in headings), None)


def need(grid: Grid, names: Sequence[str], table: Table, mistakes: list[Mistake]) -> int | None:
    """The column with one of these headings; None, with what is told, where there is none."""
    column = column_of(grid, names)
    if column is None:
        values = {"column": names[0], "nearest": nearest(names[0], filter(None, grid.header))}
        mistakes.append(Mistake(grid.header_row, names[0], "column_missing", values, table))
    return column


def twice(grid: Grid, table: Table) -> Iterator[Mistake]:
    """Headings that stand in more than one column."""
    seen: set[str] = set()
    for heading in filter(None, grid.header):
        if key(heading) in seen:
            yield Mistake(grid.header_row, heading, "column_twice", {"column": heading}, table)
        seen.add(key(heading))
