"""How evenly people are asked and take part, and whom nobody reaches: pictures, tables, and sentences made of the figures."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation import charts
from medverka.foundation.charts import in_words
from medverka.reports.asking import share
from medverka.reports.definitions import DEFINITIONS
from medverka.reports.figures import TOPS, Figures, Reach, ReachRow, Spread, Words, YearRow
from medverka.reports.pictures import Picture

CURVE = 1000  # The curve is drawn of so many parts.


# --- How evenly -------------------------------------------------------------------------------


def evenness(found: Figures) -> list[Picture]:
    """For contributions and for questions: the year's spread, and the last tenth year by year."""
    things = {"spread": _("insatserna"), "spread_asked": _("inbjudningarna")}
    year_by_year = {
        "spread": _("Den tiondel som var med mest: procent av insatserna"),
        "spread_asked": _("Den tiondel som frågades mest: procent av inbjudningarna"),
    }
    of_year = [
        spread(found.spread, found.year, things["spread"]),
        spread(found.spread_asked, found.year, things["spread_asked"]),
    ]
    years = [over_years(measure, title, found) for measure, title in year_by_year.items()]
    return of_year + [picture for picture in years if picture]


def spread(told: Spread, year: int | None, things: str) -> Picture:
    """One year's spread, tenth by tenth: no single person can be read from the line."""
    known = DEFINITIONS[told.measure]
    title = f"{known.label} {year}"
    if not told.tenths:
        return Picture(title, str(told.top.why), known.text)
    sentence = " ".join([*_half_and_none(told), _even(told)])
    shares, even = ([round(CURVE * share) for share in tenths] for tenths in (told.tenths, told.even))
    key = told.measure.replace("_", "-")
    people = _("personerna")
    chart = charts.spread_chart(title, shares, even, people=people, things=things, key=key, description=sentence)
    return Picture(title, sentence, known.text, chart)


def _half_and_none(told: Spread) -> Iterator[str]:
    words = {"few": round(told.half * told.persons), "all": told.persons, "none": told.without}
    if told.measure == "spread_asked":
        over, half = (
            _("Mer än hälften av inbjudningarna gick till ungefär %(few)s av %(all)s personer."),
            _("Hälften av inbjudningarna gick till ungefär %(few)s av %(all)s personer."),
        )
        yield (over if told.half_is_passed else half) % words
        return
    over, half = (
        _("Mer än hälften av insatserna gjordes av ungefär %(few)s av %(all)s personer."),
        _("Hälften av insatserna gjordes av ungefär %(few)s av %(all)s personer."),
    )
    yield (over if told.half_is_passed else half) % words
    yield _("%(none)s gjorde ingen.") % words if told.without else _("Alla gjorde någon.")


def _even(told: Spread) -> str:
    """What the last tenth has beside the least that it can have: few things cannot be shared out on many persons."""
    words = {"total": in_words(told.total), "all": told.persons, "top": in_words(_float(told.top.value), "%")}
    words["even"] = in_words(round(100 * told.even[-1]), "%")
    if told.measure == "spread_asked":
        return (
            _(
                "%(total)s inbjudningar på %(all)s personer kan inte delas jämnare än att tiondelen med flest får %(even)s; "
                "nu fick den %(top)s."
            )
            % words
        )
    return (
        _(
            "%(total)s insatser på %(all)s personer kan inte delas jämnare än att tiondelen med flest gör %(even)s; "
            "nu gjorde den %(top)s."
        )
        % words
    )


def over_years(measure: str, title: str, found: Figures) -> Picture | None:
    """What the last tenth had in each year until this one; nothing where that can be told of one year at most."""
    spreads = found.earlier.get(measure, {})
    tops = {year: told.top.value for year, told in spreads.items()}
    told = [year for year, value in tops.items() if value is not None]
    if len(told) < 2 or found.year is None:
        return None
    known = DEFINITIONS[TOPS[measure]]
    rows = [(str(year), _float(value)) for year, value in tops.items() if year >= told[0]]
    chart = charts.year_chart(title, rows, measure=capfirst(str(known.label)), unit="%", key=f"ar-{TOPS[measure]}")
    return Picture(title, _beside(tops, spreads[found.year], found.year), known.text, chart, wide=True)


def _beside(tops: Mapping[int, object], this: Spread, year: int) -> str:
    now, before = _float(tops.get(year)), _float(tops.get(year - 1))
    if now is None:
        return str(this.top.why)
    even = _("Jämnare än %(even)s kunde det inte bli.") % {"even": in_words(round(100 * this.even[-1]), "%")}
    told = {"year": year, "now": in_words(now, "%"), "before": in_words(before, "%")}
    beside = _("%(year)s: %(now)s.") if before is None else _("%(year)s: %(now)s. Året före: %(before)s.")
    return f"{beside % told} {even}"


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


# --- Whom nobody reaches ----------------------------------------------------------------------


@dataclass(frozen=True)
class Table:
    """A table with its sentence and definition; without rows, the sentence says why there are none."""

    title: str
    sentence: str
    definition: Words
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def reached(found: Figures) -> list[Table]:
    """Whom the year reached, by municipality, age band and perspective."""
    groups = {
        "reach_municipality": (_("Per kommun, %(year)s"), _("Kommun")),
        "reach_age_band": (_("Per åldersgrupp, %(year)s"), _("Åldersgrupp")),
        "reach_perspective": (_("Per perspektiv, %(year)s"), _("Perspektiv")),
    }
    return [_table(reach, *groups[reach.key], found.year) for reach in found.reaches]


def _table(reach: Reach, heading: str, group: str, year: int | None) -> Table:
    known = reach.definition
    title = heading % {"year": year}
    if reach.reason:
        return Table(title, str(reach.why), known.text)
    columns = {name: heading for name, heading in _columns().items() if any(_value(row, name) for row in reach.rows)}
    rows = [(str(row.label), *(_words(row, name) for name in columns)) for row in reach.rows]
    rows = rows if len(columns) > 1 else []  # How many are in each group stands under Persons.
    sentences = [*_gaps(reach.rows, year), *_not_told(columns)]
    return Table(title, " ".join(sentences), known.text, (group, *columns.values()), rows)


def _columns() -> dict[str, str]:
    return {"persons": _("Är med"), "asked": _("Tillfrågades"), "took_part": _("Medverkade")}


def _value(row: ReachRow, name: str) -> bool:
    """Whether a column has anything to tell of a row; of a group with nobody in it no column has."""
    return getattr(row, name) is not None and row.persons != 0


def _words(row: ReachRow, name: str) -> str:
    """A cell, with the year that a size stands from where that is an earlier one."""
    number = in_words(getattr(row, name))
    return f"{number} ({row.as_of.year})" if name == "persons" and row.as_of and row.persons is not None else number


def _not_told(columns: Collection[str]) -> Iterator[str]:
    """What is told of no group at all."""
    if not {"asked", "took_part"} & set(columns):
        yield _("Hur många som tillfrågades och medverkade kan inte visas här: några få skulle kunna räknas fram.")
    elif "asked" not in columns:
        yield _("Hur många som tillfrågades kan inte visas: några få skulle kunna räknas fram.")
    elif "took_part" not in columns:
        yield _("Hur många som medverkade kan inte visas: några få skulle kunna räknas fram.")


def _gaps(rows: Sequence[ReachRow], year: int | None) -> Iterator[str]:
    """Who is missing, as far as that can be told: nobody there, nobody asked, nobody who took part."""
    known = [row for row in rows if row.key]
    missing = [row for row in known if row.persons == 0]
    there = [row for row in known if row not in missing]
    never = [row for row in there if row.asked == 0]
    not_along = [row for row in there if row.took_part == 0 and row not in never]
    if missing:
        yield _("Ingen, eller nästan ingen, är med: %(names)s.") % _names(missing)
    if never:
        yield _("Ingen tillfrågades under %(year)s: %(names)s.") % {"year": year, **_names(never)}
    if not_along:
        yield _("Tillfrågade, men ingen medverkade: %(names)s.") % _names(not_along)
    if not (missing or never or not_along) and any(row.asked for row in known):
        yield _("Någon tillfrågades i varje grupp som kan visas.")


def _names(rows: Sequence[ReachRow]) -> dict[str, str]:
    return {"names": ", ".join(str(row.label) for row in rows)}


# --- Others than those proposed ---------------------------------------------------------------


def asked_others(years: Sequence[YearRow], k: int) -> Table | None:
    """Year by year; nothing where no proposal has been used."""
    told = [row for row in reversed(years) if row.asked_by_choice]
    if not told:
        return None
    headings = (_("År"), _("Till andra än de föreslagna"), _("Av så många"), _("Andel"))
    rows = [
        (str(row.year), in_words(row.asked_others), in_words(row.asked_by_choice), _per_cent(row, k)) for row in told
    ]
    words = {"year": told[0].year, "others": told[0].asked_others, "all": told[0].asked_by_choice}
    sentence = _("%(year)s: %(others)s av %(all)s inbjudningar gick till andra än dem som föreslogs.") % words
    free = _("Det är fritt att fråga vem man vill. Siffran säger bara hur ofta det blev någon annan.")
    definition = DEFINITIONS["share_asked_others"].text
    return Table(_("Avsteg från förslaget"), f"{sentence} {free}", definition, headings, rows)


def _per_cent(row: YearRow, k: int) -> str:
    return in_words(_float(share(row.asked_others, row.asked_by_choice, k).value), "%")
