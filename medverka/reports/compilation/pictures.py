"""What the page, the PDF and the spreadsheet say of a compilation, in words made from its figures."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.foundation import charts
from medverka.foundation.charts import in_words
from medverka.reports.compilation.counting import Line
from medverka.reports.compilation.queries import KINDS, Choice, Compilation
from medverka.reports.figures import Figure
from medverka.reports.pictures import Picture, Shown, told

BARS = 12


def chosen(found: Compilation, choice: Choice) -> str:
    """What a choice is called."""
    if choice.area is not None:
        return found.areas[choice.area]
    return str(KINDS[choice.kind]) if choice.kind else _("Allt")


def heading(found: Compilation) -> str:
    """The term, and what was chosen of it."""
    term = capfirst(str(found.term))
    return term if found.choice == Choice() else f"{term}, {chosen(found, found.choice)}"


def totals(found: Compilation) -> list[Shown]:
    """The figures at the top: how much, how it was answered."""
    return [told(figure) for figure in (Figure("voices", found.total.voices), *found.total.figures)]


def themes(found: Compilation) -> Picture | None:
    """In how many places each theme came up, and in a sentence what recurs; None where nothing has a theme."""
    known = [row for row in found.themes if row.key]
    if not known:
        return None
    title = _("På så många ställen kom temat upp, %(term)s") % {"term": found.term}
    bars = [(row.label, row.bodies) for row in known[:BARS]]
    chart = charts.bar_chart(title, bars, what=_("Tema"), measure=_("Ställen"), key="teman")
    return Picture(title, " ".join(_about(found, known)), "", chart, wide=True)


def _about(found: Compilation, known: list[Line]) -> Iterator[str]:
    first = known[0]
    said = ngettext("%(count)s synpunkt", "%(count)s synpunkter", first.voices) % {"count": in_words(first.voices)}
    places = ngettext("ett ställe", "%(count)s ställen", first.bodies) % {"count": in_words(first.bodies)}
    yield _("På flest ställen kom %(theme)s upp: %(said)s på %(places)s.") % {
        "theme": first.label, "said": said, "places": places,
    }  # fmt: skip
    grown = max(known, key=lambda row: row.voices - (row.before or 0))
    if grown.before is not None and grown.voices > grown.before:
        yield _("Mest har %(theme)s ökat, från %(before)s till %(now)s sedan terminen före.") % {
            "theme": grown.label, "before": in_words(grown.before), "now": in_words(grown.voices),
        }  # fmt: skip
    without = sum(row.voices for row in found.themes if not row.key)
    if without:
        yield ngettext("En synpunkt har inget tema.", "%(count)s synpunkter har inget tema.", without) % {
            "count": in_words(without)
        }


def compared(found: Compilation) -> str:
    """All that was said beside the term before, in a sentence; empty where there is nothing to compare with."""
    before = found.total.before
    if before is None:
        return ""
    return ngettext(
        "Terminen före sades en synpunkt.", "Terminen före sades %(count)s synpunkter.", before
    ) % {"count": in_words(before)}  # fmt: skip


# --- Tables -----------------------------------------------------------------------------------


def headings(first: str, *, before: bool) -> list[str]:
    """The heads of a table whose rows are about `first`."""
    columns = [first, _("Synpunkter"), *([_("Terminen före")] if before else [])]
    return [*columns, _("Ställen"), _("Har fått svar"), _("Dagar till svar"), _("Ledde till något")]


def cells(row: Line, *, before: bool) -> list[str]:
    """A row as it is read."""
    counts = [in_words(row.voices), *([_number(row.before)] if before else []), in_words(row.bodies)]
    return [str(row.label), *counts, *map(_cell, row.figures)]


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return _("för få") if figure.reason == "small_group" else "–"
    return in_words(float(figure.value), "%" if figure.definition.unit == "%" else "")


def _number(value: int | None) -> str:
    return "–" if value is None else in_words(value)
