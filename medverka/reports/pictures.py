"""The pictures of the page, each with a sentence made from the same figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation import charts
from medverka.foundation.charts import Chart, in_words
from medverka.reports.definitions import DEFINITIONS
from medverka.reports.figures import Breakdown, Figure, Figures, Words, YearRow


@dataclass(frozen=True)
class Picture:
    """A chart with its sentence and definition; without a chart, the sentence says why there is none."""

    title: str
    sentence: str
    definition: Words
    chart: Chart | None = None
    wide: bool = False


@dataclass(frozen=True)
class Shown:
    """A figure as the page writes it."""

    label: str
    value: str
    definition: Words
    worded: bool = False


def told(figure: Figure) -> Shown:
    """The figure in words; what is not shown says so."""
    known = figure.definition
    if figure.value is None:
        words = _("visas inte") if figure.reason == "small_group" else _("inget än")
        return Shown(capfirst(str(known.label)), words, known.text, worded=True)
    value = float(figure.value) if isinstance(figure.value, Decimal) else figure.value
    return Shown(str(known.label), in_words(value, known.unit if known.unit == "%" else ""), known.text)


@dataclass(frozen=True)
class Section:
    """A part of the page: pictures, and perhaps some figures above them."""

    key: str
    title: Words
    pictures: Sequence[Picture]
    numbers: Sequence[Shown] = ()


def sections(found: Figures, years: Sequence[YearRow], today: date) -> list[Section]:
    """The pictures by what they are about."""
    year = found.year or today.year
    parts = [broken_down(some, found.year) for some in found.breakdowns] if found.year else []
    persons, requests, contributions = parts[:5], parts[5:9], parts[9:]
    moved = [told(found["joined"]), told(found["left"])]

    def yearly(key: str, title: str) -> Picture:
        return by_year(key, title, years, year, today)

    return [
        Section("personer", _("Personer"), [yearly("persons", _("Personer vid årets slut")), *persons], moved),
        Section("forfragningar", _("Förfrågningar"), [yearly("requests", _("Förfrågningar per år")), *requests]),
        Section(
            "insatser",
            _("Insatser"),
            [yearly("contributions", _("Insatser per år")), yearly("hours", _("Timmar per år")), *contributions],
        ),
    ]


# --- By year ----------------------------------------------------------------------------------


def by_year(key: str, title: str, years: Sequence[YearRow], year: int, today: date) -> Picture:
    """One of the county's totals, year by year, and how `year` stands beside the year before."""
    values = {row.year: float(getattr(row, key)) for row in years}
    known = DEFINITIONS[key]
    chart = charts.year_chart(
        title, [(str(at), value) for at, value in values.items()], measure=capfirst(str(known.unit)), key=f"ar-{key}"
    )
    sentence = _beside_the_year_before(values, year, known.unit)
    if today.year in values:
        sentence += " " + _("%(year)s är inte slut än.") % {"year": today.year}
    return Picture(title, sentence, known.text, chart, wide=True)


def _beside_the_year_before(values: dict[int, float], year: int, unit: Words) -> str:
    now, before = values.get(year, 0.0), values.get(year - 1)
    told = {"year": year, "now": in_words(now), "unit": unit, "before": in_words(before or 0.0)}
    if before is None:
        return _("%(year)s: %(now)s %(unit)s.") % told
    return _("%(year)s: %(now)s %(unit)s. Året före: %(before)s.") % told


# --- In parts ---------------------------------------------------------------------------------


def broken_down(breakdown: Breakdown, year: int | None) -> Picture:
    """A breakdown as bars, or why there are none. What is hidden is named in the sentence.

    Where figures stand from earlier years no year heads the picture; the table tells the year of each.
    """
    known, shown = breakdown.definition, [part for part in breakdown.parts if part.value is not None]
    mixed = any(part.as_of for part in shown)
    title = str(known.label) if mixed else f"{known.label} {year}"
    if breakdown.reason:
        return Picture(title, str(breakdown.why), known.text)
    bars = [(part.label, part.value) for part in shown]
    chart = charts.bar_chart(
        title, bars, what=_("Del"), measure=capfirst(str(known.unit)), key=breakdown.key.replace("_", "-")
    )
    if mixed:
        years = [str(part.as_of.year if part.as_of else year) for part in shown]
        rows = [(*row, of) for row, of in zip(chart.rows, years, strict=True)]
        chart = replace(chart, headings=(*chart.headings, _("Slutet av")), rows=rows)
    return Picture(title, " ".join(_about(breakdown, year, mixed=mixed)), known.text, chart)


def _about(breakdown: Breakdown, year: int | None, *, mixed: bool) -> Iterator[str]:
    shown = {part.key: part for part in breakdown.parts if part.value is not None}
    hidden = [str(part.label) for part in breakdown.parts if part.value is None]
    most = max(shown.values(), key=lambda part: part.value or 0)
    words = {"label": most.label, "value": in_words(most.value)}
    if mixed:
        yield _(
            "De senaste siffror som kan visas, till och med %(year)s. En grupp får en ny siffra först när tillräckligt "
            "många har kommit eller gått. Tabellen visar vilket år varje siffra är från."
        ) % {"year": year}
    elif {"asked", "never"} <= shown.keys():
        asked, never = shown["asked"].value or 0, shown["never"].value or 0
        yield _("%(never)s av %(all)s har aldrig blivit tillfrågade.") % {"never": never, "all": asked + never}
    elif len(shown) > 1:
        told = _("Störst av det som visas: %(label)s, %(value)s.") if hidden else _("Störst: %(label)s, %(value)s.")
        yield told % words
    elif not hidden:
        yield _("Alla hör hit: %(label)s.") % words
    if hidden:
        yield _("Visas inte (för få personer, eller skydd för en annan siffra): %(names)s.") % {
            "names": ", ".join(hidden)
        }


# --- Answers ----------------------------------------------------------------------------------


def answers(found: Figures) -> Picture | None:
    """The shares of what was said that were answered, and that led to something."""
    answered, effect, days = found["share_answered"], found["share_with_effect"], found["median_days"]
    if answered.value is None:
        return None
    rows = [(capfirst(str(some.definition.label)), _float(some)) for some in (answered, effect)]
    chart = charts.bar_chart(
        _("Vad som hände med det som sades"), rows, what=_("Steg"), measure=_("Andel"), unit="%", key="svar"
    )
    words = {"share": in_words(_float(answered), "%"), "count": in_words(_float(found["voices"]))}
    sentence = _("%(share)s av %(count)s synpunkter har fått svar.") % words
    if days.value is not None:
        sentence += " " + _("Hälften fick svar inom %(days)s dagar.") % {"days": in_words(_float(days))}
    return Picture(chart.title, sentence, "", chart, wide=True)  # The definitions stand with the figures above it.


def _float(figure: Figure) -> float | None:
    return None if figure.value is None else float(figure.value)
