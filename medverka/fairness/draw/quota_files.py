"""Quota files: ``feature,value,min,max`` with or without ``min_flex,max_flex``, and the older ``category,name,min,max``.

The headings may be Swedish: ``egenskap;värde;minst;högst``, with or without ``minst flex;högst flex``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from medverka.fairness.draw.delimited import PLAIN, Grid, Layout, cell, read_grid, write_grid
from medverka.fairness.draw.headings import column_of, key, need, twice
from medverka.fairness.draw.mistakes import BadTables, Mistake
from medverka.fairness.draw.problem import Quota

HUGE = 1_000_000  # No panel and no bound is larger.
_FEATURE = ("feature", "category", "egenskap")
_VALUE = ("value", "name", "värde")
_LOW = ("min", "minst")
_HIGH = ("max", "högst")
_LOW_FLEX = ("min_flex", "minst flex")
_HIGH_FLEX = ("max_flex", "högst flex")
_WHOLE = re.compile(r"([+-]?)([0-9]+)(?:[.,]0+)?", re.ASCII)


@dataclass(frozen=True)
class QuotaTable:
    """The quotas of a file, each with its row, and how the file is written."""

    quotas: tuple[Quota, ...]
    rows: tuple[int, ...]
    older: bool = False  # category and name for feature and value
    layout: Layout = PLAIN


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a row everything stands."""

    feature: int
    value: int
    low: int
    high: int
    low_flex: int | None
    high_flex: int | None


def read_quotas(data: bytes) -> QuotaTable:
    """The quotas of a file. Raises `BadTables` with everything that is wrong in it."""
    grid = read_grid(data, "quotas")
    mistakes: list[Mistake] = list(twice(grid, "quotas"))
    columns = _columns(grid, mistakes)
    if columns is None:
        raise BadTables(mistakes)
    rows = [(number, [cell(each) for each in cells]) for number, cells in grid.rows()]
    if not rows:
        mistakes.append(Mistake(grid.header_row, None, "no_quotas", table="quotas"))
    read = [_quota(grid, number, cells, columns, mistakes) for number, cells in rows]
    found = [(quota, row) for quota, (row, _cells) in zip(_one_spelling(read), rows, strict=True) if quota]
    mistakes += _written_twice(grid, rows, columns)
    if mistakes:
        ordered = sorted(mistakes, key=lambda mistake: mistake.row or 0)
        raise BadTables(ordered, named=[quota for quota, _row in found])
    older = key(grid.header[columns.feature]) == "category"
    return QuotaTable(tuple(quota for quota, _row in found), tuple(row for _quota, row in found), older, grid.layout)


def write_quotas(quotas: Sequence[Quota], *, older: bool = False, layout: Layout = PLAIN) -> bytes:
    """The quotas as a file; the flexible bounds have columns where any quota has one."""
    head = ["category", "name", "min", "max"] if older else ["feature", "value", "min", "max"]
    rows: list[list[object]] = [[quota.feature, quota.value, quota.low, quota.high] for quota in quotas]
    if any(quota.low_flex is not None or quota.high_flex is not None for quota in quotas):
        head += ["min_flex", "max_flex"]
        for row, quota in zip(rows, quotas, strict=True):
            row += ["" if flex is None else flex for flex in (quota.low_flex, quota.high_flex)]
    return write_grid([head, *rows], layout)


def _one_spelling(quotas: Sequence[Quota | None]) -> list[Quota | None]:
    """The quotas with each feature written as it was the first time."""
    spelling: dict[str, str] = {}
    return [
        quota and replace(quota, feature=spelling.setdefault(key(quota.feature), quota.feature)) for quota in quotas
    ]


def _columns(grid: Grid, mistakes: list[Mistake]) -> _Columns | None:
    """Where the columns are; None, with what is told, where any of the four is missing."""
    needed = [need(grid, names, "quotas", mistakes) for names in (_FEATURE, _VALUE, _LOW, _HIGH)]
    feature, value, low, high = needed
    if feature is None or value is None or low is None or high is None:
        return None
    return _Columns(feature, value, low, high, column_of(grid, _LOW_FLEX), column_of(grid, _HIGH_FLEX))


def _quota(grid: Grid, row: int, cells: list[str], columns: _Columns, mistakes: list[Mistake]) -> Quota | None:
    """One row's quota; without bounds, with what is told, where they are wrong, and None where it names nothing."""
    before = len(mistakes)
    if len(cells) > len(grid.header) and any(cells[len(grid.header) :]):
        values = {"cells": len(cells), "columns": len(grid.header)}
        mistakes.append(Mistake(row, None, "too_many_cells", values, "quotas"))
        return None
    cells = cells + [""] * (len(grid.header) - len(cells))
    for column in (columns.feature, columns.value):
        if not cells[column]:
            mistakes.append(Mistake(row, grid.header[column], "cell_missing", table="quotas"))
    low, high, low_flex, high_flex = (
        None if column is None else _number(cells[column], row, grid.header[column], mistakes, optional=optional)
        for column, optional in (
            (columns.low, False),
            (columns.high, False),
            (columns.low_flex, True),
            (columns.high_flex, True),
        )
    )
    feature, value = cells[columns.feature], cells[columns.value]
    if len(mistakes) > before or low is None or high is None:
        return Quota(feature, value, 0, 0) if feature and value else None
    quota = Quota(feature, value, low, high, low_flex, high_flex)
    mistakes += order_mistakes(quota, row, low_column=grid.header[columns.low])
    return quota


def order_mistakes(quota: Quota, row: int, *, low_column: str = "min") -> list[Mistake]:
    """Bounds of one quota that contradict each other: a least number above the greatest, flexible bounds inside them."""
    if quota.low > quota.high:
        return [Mistake(row, low_column, "min_over_max", {"low": quota.low, "high": quota.high}, "quotas")]
    inside = []
    if quota.low_flex is not None and quota.low_flex > quota.low:
        inside.append(("min_flex", quota.low_flex, quota.low))
    if quota.high_flex is not None and quota.high_flex < quota.high:
        inside.append(("max_flex", quota.high_flex, quota.high))
    return [
        Mistake(row, column, "flex_inside", {"flex": flex, "bound": bound}, "quotas") for column, flex, bound in inside
    ]


def _number(text: str, row: int, column: str, mistakes: list[Mistake], *, optional: bool) -> int | None:
    """A whole number of people; None, with what is told, where it is none."""
    if not text:
        if not optional:
            mistakes.append(Mistake(row, column, "number_missing", table="quotas"))
        return None
    found = _WHOLE.fullmatch(text.removeprefix("'").replace("−", "-"))
    if not found:
        mistakes.append(Mistake(row, column, "number_not_whole", {"text": text}, "quotas"))
    elif found[1] == "-" and found[2].strip("0"):
        mistakes.append(Mistake(row, column, "number_negative", {"text": text}, "quotas"))
    elif len(found[2].lstrip("0")) > len(str(HUGE)) or int(found[2]) > HUGE:
        mistakes.append(Mistake(row, column, "number_huge", {"text": text, "limit": HUGE}, "quotas"))
    else:
        return int(found[2])
    return None


def _written_twice(grid: Grid, rows: Sequence[tuple[int, list[str]]], columns: _Columns) -> list[Mistake]:
    first: dict[tuple[str, str], int] = {}
    mistakes = []
    for row, cells in rows:
        if len(cells) <= max(columns.feature, columns.value):
            continue
        feature, value = cells[columns.feature], cells[columns.value]
        before = first.setdefault((key(feature), key(value)), row)
        if before != row and feature and value:
            values = {"feature": feature, "value": value, "first": before}
            mistakes.append(Mistake(row, grid.header[columns.value], "quota_twice", values, "quotas"))
    return mistakes
