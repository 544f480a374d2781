"""The figures as JSON, as CSV and as plain text: exactly what the page publishes."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation import csv_files
from medverka.foundation.charts import in_words
from medverka.foundation.csv_files import safe
from medverka.reports.definitions import DEFINITIONS, WITHHELD
from medverka.reports.figures import SMALL, TOPS, Breakdown, Figures, Number, Reach, Spread, Words, YearRow

__all__ = ["as_csv", "document", "lines", "safe"]

REACHED = ("persons", "asked", "took_part")
YEARLY = ("persons", "requests", "contributions", "hours", "asked_others")


# --- JSON -------------------------------------------------------------------------------------


def document(found: Figures, years: Iterable[YearRow]) -> dict[str, Any]:
    """Figures as plain values for JSON. What is not shown is null, with its reason (a key of ``reasons``)."""
    plain = [*found.totals, *found.answers, *found.asking]
    return {
        "from": found.period.start.isoformat(),
        "to": found.period.end.isoformat(),
        "k": found.k,
        **{figure.key: _plain(figure.value) for figure in plain},
        "withheld": {figure.key: figure.reason for figure in plain if figure.value is None},
        "by_year": [{"year": row.year, **{key: _plain(getattr(row, key)) for key in YEARLY}} for row in years],
        "breakdowns": {breakdown.key: _breakdown(breakdown) for breakdown in found.breakdowns},
        "spread": {**_spread(found.spread), "without": found.spread.without if found.spread.tenths else None},
        "spread_asked": _spread(found.spread_asked),
        "spread_by_year": [
            {"year": year, **{TOPS[measure]: of_year[year].top.value for measure, of_year in found.earlier.items()}}
            for year in found.earlier.get("spread", ())
        ],
        "reach": {reach.key: _reach(reach) for reach in found.reaches},
        "definitions": {
            key: {"label": str(known.label), "unit": str(known.unit), "text": str(known.text)}
            for key, known in DEFINITIONS.items()
        },
        "reasons": {key: str(text) for key, text in WITHHELD.items()},
    }


def _breakdown(breakdown: Breakdown) -> dict[str, Any]:
    parts = [
        {
            "key": part.key,
            "label": str(part.label),
            "value": part.value,
            "reason": part.reason or None,
            "as_of": part.as_of.isoformat() if part.as_of else None,
        }
        for part in breakdown.parts
    ]
    return {"parts": parts if parts else None, "reason": breakdown.reason or None}


def _spread(told: Spread) -> dict[str, Any]:
    return {
        "tenths": [round(share, 2) for share in told.tenths],
        TOPS[told.measure]: told.top.value,
        "persons": told.persons if told.tenths else None,
        "reason": told.reason or None,
    }


def _reach(reach: Reach) -> dict[str, Any]:
    rows = [
        {
            "key": row.key,
            "label": str(row.label),
            **{name: getattr(row, name) for name in REACHED},
            "as_of": row.as_of.isoformat() if row.as_of else None,
            "reason": SMALL if None in (row.persons, row.asked, row.took_part) else None,
        }
        for row in reach.rows
    ]
    return {"rows": rows or None, "reason": reach.reason or None}


def _plain(value: Number | None) -> Number | None:
    return float(value) if isinstance(value, Decimal) else value


# --- CSV --------------------------------------------------------------------------------------


def as_csv(found: Figures, years: Iterable[YearRow]) -> bytes:
    """A table that spreadsheets open as it is."""
    return csv_files.as_csv(rows(found, years))


def rows(found: Figures, years: Iterable[YearRow]) -> Iterator[Sequence[object]]:
    """Every published figure, one a row, with its definition."""
    start, end = found.period.start.isoformat(), found.period.end.isoformat()
    yield (
        _("Siffra"),
        _("Del"),
        _("Värde"),
        _("Enhet"),
        _("Från"),
        _("Till"),
        _("Visas inte därför att"),
        _("Så räknar vi"),
    )
    for figure in (*found.totals, *found.answers, *found.tops, *found.asking):
        known = figure.definition
        yield known.label, "", _number(figure.value), known.unit, start, end, figure.why, known.text
    for breakdown in found.breakdowns:
        known = breakdown.definition
        if breakdown.reason:
            yield known.label, "", "", known.unit, start, end, breakdown.why, known.text
        for part in breakdown.parts:
            day = part.as_of.isoformat() if part.as_of else end
            why: Words = WITHHELD.get(part.reason, "")
            yield known.label, part.label, _number(part.value), known.unit, start, day, why, known.text
    for reach in found.reaches:
        yield from _reach_rows(reach, start, end)
    for row in years:
        for key in YEARLY:
            known = DEFINITIONS[key]
            yield known.label, row.year, _number(getattr(row, key)), known.unit, row.start, row.end, "", known.text


def _reach_rows(reach: Reach, start: str, end: str) -> Iterator[Sequence[object]]:
    known = reach.definition
    if reach.reason:
        yield known.label, "", "", known.unit, start, end, reach.why, known.text
    names = {"persons": _("är med"), "asked": _("tillfrågades"), "took_part": _("medverkade")}
    for row in reach.rows:
        for name in REACHED:
            value = getattr(row, name)
            day = row.as_of.isoformat() if name == "persons" and row.as_of else end
            why = "" if value is not None else WITHHELD[SMALL]
            yield known.label, f"{row.label}: {names[name]}", _number(value), known.unit, start, day, why, known.text


def _number(value: Number | None) -> str:
    if value is None:
        return ""
    number = round(float(value), 2)
    return number_format(int(number) if number.is_integer() else number, use_l10n=True)


# --- Text -------------------------------------------------------------------------------------


def lines(found: Figures) -> Iterator[str]:
    """The figures as text for a terminal."""
    yield _("Siffror från %(start)s till %(end)s") % {"start": found.period.start, "end": found.period.end}
    yield ""
    for figure in (*found.totals, *found.answers, *found.asking):
        value = figure.why if figure.value is None else in_words(_plain_number(figure.value))
        unit = "\N{NO-BREAK SPACE}%" if figure.definition.unit == "%" and figure.value is not None else ""
        yield f"{capfirst(str(figure.definition.label)):<42}{value}{unit}"
    if found.year is None:
        yield from ("", str(WITHHELD["not_a_closed_year"]))
        return
    for breakdown in found.breakdowns:
        yield from ("", str(breakdown.definition.label))
        if breakdown.reason:
            yield f"  {breakdown.why}"
        for part in breakdown.parts:
            day = f" ({part.as_of})" if part.as_of else ""
            yield f"  {part.label!s:<36}{in_words(part.value)}{day}"
    for reach in found.reaches:
        yield from ("", str(reach.definition.label))
        if reach.reason:
            yield f"  {reach.why}"
        else:
            yield f"  {'':<36}{_('är med'):<16}{_('tillfrågades'):<16}{_('medverkade')}"
        for row in reach.rows:
            yield f"  {row.label!s:<36}" + "".join(f"{in_words(getattr(row, name)):<16}" for name in REACHED).rstrip()


def _plain_number(value: Number) -> int | float:
    return float(value) if isinstance(value, Decimal) else value
