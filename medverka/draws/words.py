"""Swedish for what the draw library says in code words: what is wrong, where it stands, and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverka.fairness.draw.lottery import TooLarge
from medverka.fairness.draw.mistakes import BadTables, Mistake
from medverka.fairness.draw.relaxations import Infeasible, Relaxation

Words = str | Promise
_LONGEST = 60  # signs of what stands in a file that are shown
_AS_CSV = gettext_lazy("Öppna den i ditt kalkylprogram, välj Spara som och typen ”CSV UTF-8”, och välj den filen.")

MISTAKES: dict[str, tuple[Words, Words]] = {  # what is wrong, and what to do
    "empty_file": (
        gettext_lazy("Filen är tom."),
        gettext_lazy("Kontrollera att du valde rätt fil och att den är sparad."),
    ),
    "file_too_large": (
        gettext_lazy("Filen är större än %(limit)s MB."),
        gettext_lazy("Ta bort kolumner som lottningen inte behöver."),
    ),
    "too_many_rows": (
        gettext_lazy("Filen har fler än %(limit)s rader."),
        gettext_lazy("Lotta bland färre, eller ta bort rader som inte hör hit."),
    ),
    "too_many_columns": (
        gettext_lazy("Filen har fler än %(limit)s kolumner."),
        gettext_lazy("Ta bort kolumner som lottningen inte behöver."),
    ),
    "workbook": (gettext_lazy("Filen är ett kalkylblad, inte en CSV-fil."), _AS_CSV),
    "not_text": (gettext_lazy("Filen är ingen tabell i ren text."), _AS_CSV),
    "strange_sign": (
        gettext_lazy("Här står ett osynligt tecken som ingen text har (nummer %(sign)s)."),
        gettext_lazy("Skriv om cellen, eller spara filen på nytt som ”CSV UTF-8”."),
    ),
    "open_quote": (
        gettext_lazy("Ett citattecken som börjar här avslutas aldrig."),
        gettext_lazy("Ta bort det, eller sätt ett till där texten slutar."),
    ),
    "row_unreadable": (
        gettext_lazy("Raden har en cell som är för lång för att läsas."),
        gettext_lazy("Korta texten, eller se efter om ett citattecken saknas."),
    ),
    "column_missing": (
        gettext_lazy("Kolumnen ”%(column)s” saknas."),
        gettext_lazy("Lägg till den, eller byt rubrik på den kolumn som är den."),
    ),
    "column_twice": (
        gettext_lazy("Två kolumner heter ”%(column)s”."),
        gettext_lazy("Byt rubrik på den ena, eller ta bort den."),
    ),
    "no_id_column": (
        gettext_lazy("Ingen kolumn har rubriken ”id”, och den första är en egenskap som har kvoter."),
        gettext_lazy("Lägg till en kolumn ”id” med något eget för varje person."),
    ),
    "too_many_cells": (
        gettext_lazy("Raden har %(cells)s celler, men rubriken bara %(columns)s."),
        gettext_lazy("Sätt citattecken runt text som innehåller skiljetecken."),
    ),
    "no_quotas": (
        gettext_lazy("Det finns inga kvoter under rubriken."),
        gettext_lazy("Skriv en rad för varje värde: egenskap, värde, minst och högst."),
    ),
    "cell_missing": (
        gettext_lazy("Cellen är tom."),
        gettext_lazy("Skriv vad kvoten gäller, eller ta bort raden."),
    ),
    "number_missing": (
        gettext_lazy("Antalet saknas."),
        gettext_lazy("Skriv ett heltal. Minst kan vara 0, högst så många som ska lottas."),
    ),
    "number_not_whole": (
        gettext_lazy("”%(text)s” är inget heltal."),
        gettext_lazy("Skriv antalet personer med siffror, till exempel 12."),
    ),
    "number_negative": (
        gettext_lazy("Antalet %(text)s är mindre än noll."),
        gettext_lazy("Skriv 0 eller mer."),
    ),
    "number_huge": (
        gettext_lazy("Antalet %(text)s är orimligt stort."),
        gettext_lazy("Skriv högst %(limit)s."),
    ),
    "min_over_max": (
        gettext_lazy("Minst %(low)s är mer än högst %(high)s."),
        gettext_lazy("Sänk minst eller höj högst."),
    ),
    "flex_inside": (
        gettext_lazy("Den tänjbara gränsen %(flex)s är snävare än gränsen %(bound)s."),
        gettext_lazy("Låt ”min_flex” vara högst lika med min, och ”max_flex” minst lika med max."),
    ),
    "quota_twice": (
        gettext_lazy("”%(value)s” i ”%(feature)s” står redan på rad %(first)s."),
        gettext_lazy("Ta bort den ena raden."),
    ),
    "no_people": (
        gettext_lazy("Det finns ingen att lotta bland."),
        gettext_lazy("Lägg till en rad för varje person, eller vidga urvalet."),
    ),
    "id_missing": (
        gettext_lazy("Personen saknar id."),
        gettext_lazy("Ge personen något eget, till exempel ett löpnummer."),
    ),
    "id_twice": (
        gettext_lazy("Id ”%(id)s” står redan på rad %(first)s."),
        gettext_lazy("Ge var och en sitt eget id, eller ta bort raden om det är samma person."),
    ),
    "value_missing": (
        gettext_lazy("Värdet saknas för ”%(feature)s”."),
        gettext_lazy("Fyll i det, eller skriv till exempel ”inget svar” och lägg till en kvot för det."),
    ),
    "value_unknown": (
        gettext_lazy("”%(value)s” har ingen kvot i ”%(feature)s”."),
        gettext_lazy("Rätta stavningen, eller lägg till en kvot för värdet."),
    ),
    "size_not_positive": (
        gettext_lazy("%(size)s personer går inte att lotta."),
        gettext_lazy("Skriv 1 eller mer."),
    ),
    "size_over_people": (
        gettext_lazy("%(size)s ska lottas, men det finns bara %(people)s att lotta bland."),
        gettext_lazy("Lotta färre, eller bjud in fler."),
    ),
    "size_over_homes": (
        gettext_lazy("%(size)s ska lottas, men de som finns bor i %(homes)s hushåll, och högst en lottas ur varje."),
        gettext_lazy("Lotta färre, bjud in fler, eller låt flera ur samma hushåll vara med."),
    ),
    "min_sum_over_size": (
        gettext_lazy("De minsta antalen i ”%(feature)s” blir tillsammans %(sum)s, men bara %(size)s ska lottas."),
        gettext_lazy("Sänk något av dem, eller lotta fler."),
    ),
    "max_sum_under_size": (
        gettext_lazy("De högsta antalen i ”%(feature)s” blir tillsammans %(sum)s, men %(size)s ska lottas."),
        gettext_lazy("Höj något av dem, eller lotta färre."),
    ),
    "min_over_people": (
        gettext_lazy("Minst %(low)s ska ha ”%(value)s” i ”%(feature)s”, men bara %(people)s har det."),
        gettext_lazy("Sänk minst, eller bjud in fler som har det."),
    ),
    "people_under_size": (
        gettext_lazy("Kvoterna i ”%(feature)s” släpper bara fram %(sum)s av dem som finns, men %(size)s ska lottas."),
        gettext_lazy("Höj det högsta antalet för värden som många har, eller lotta färre."),
    ),
}

RELAXATIONS: dict[str, Words] = {  # by the bound that is changed
    "low": gettext_lazy("Sänk minst för ”%(value)s” i ”%(feature)s” från %(was)s till %(becomes)s."),
    "high": gettext_lazy("Höj högst för ”%(value)s” i ”%(feature)s” från %(was)s till %(becomes)s."),
    "size": gettext_lazy("Lotta %(becomes)s i stället för %(was)s."),
}

STEPS: dict[str, Words] = {  # what is being done while files are read and a draw is worked out
    "reading": gettext_lazy("Läser filerna"),
    "taking_in": gettext_lazy("Krypterar det som behövs"),
    "target": gettext_lazy("Söker de rättvisaste chanserna"),
    "leximin": gettext_lazy("Söker de rättvisaste chanserna"),
    "panels": gettext_lazy("Söker grupper som finns"),
    "climb": gettext_lazy("Söker grupper som finns"),
    "search": gettext_lazy("Undersöker om någon grupp saknas"),
    "weights": gettext_lazy("Väger grupperna mot varandra"),
    "seating": gettext_lazy("Fördelar platserna på personer"),
    "drawing": gettext_lazy("Drar en grupp"),
}

CERTIFICATES: dict[tuple[str, str], Words] = {  # by objective, and whether the bound is reached
    ("leximin", "reached"): gettext_lazy(
        "Ingen lottning inom kvoterna kan vara rättvisare än de uträknade chanserna: ingens chans kan höjas utan att sänkas "
        "för någon som har lika liten eller mindre."
    ),
    ("leximin", "gap"): gettext_lazy(
        "En rättvisare lottning än de uträknade chanserna kan finnas, men den höjer den minsta chans som går att höja med "
        "högst %(gap)s procentenheter."
    ),
    ("maximin", "reached"): gettext_lazy(
        "Ingen lottning inom kvoterna kan ge dem med minst chans en större chans än den uträknade."
    ),
    ("maximin", "gap"): gettext_lazy(
        "En lottning som ger dem med minst chans mer än den uträknade kan finnas, men den ger dem högst %(gap)s procentenheter mer."
    ),
    ("nash", "reached"): gettext_lazy(
        "Ingen lottning inom kvoterna kan ge allas chanser en större produkt än de uträknade."
    ),
    ("nash", "gap"): gettext_lazy(
        "En lottning med större produkt än de uträknade chansernas kan finnas, men den höjer chansen i geometriskt medeltal med högst "
        "%(gap)s procent."
    ),
    ("goldilocks", "reached"): gettext_lazy(
        "Ingen lottning inom kvoterna kan bättre än de uträknade chanserna hålla den minsta uppe och den största nere på en "
        "gång."
    ),
    ("goldilocks", "gap"): gettext_lazy(
        "En lottning som bättre än de uträknade chanserna håller den minsta uppe och den största nere kan finnas, men måttet "
        "på det blir "
        "högst %(gap)s bättre."
    ),
}
HOLDING: dict[str, Words] = {  # by the bound that holds
    "low": gettext_lazy("minst för ”%(value)s” i ”%(feature)s”"),
    "high": gettext_lazy("högst för ”%(value)s” i ”%(feature)s”"),
}
METHODS: dict[str, Words] = {  # what the proof rests on
    "linear": gettext_lazy("Det följer av kvoterna, enligt vår uträkning."),
    "integer": gettext_lazy("Det följer av vår uträkning, där ett datorprogram har uteslutit alla andra grupper."),
}


def step(code: str) -> str:
    """What is being done, for somebody who waits."""
    return str(STEPS[code])


def mistake(each: Mistake) -> str:
    """What is wrong and what to do, without where it stands."""
    wrong, remedy = MISTAKES[each.code]
    values = {name: _shown(value) for name, value in each.values.items()}
    if each.values.get("nearest"):
        remedy = gettext_lazy("Menas ”%(nearest)s”? Rätta stavningen i den ena filen.")
    return " ".join(filter(None, (str(wrong) % values, _others(each), str(remedy) % values)))


def place(each: Mistake) -> str:
    """Where in its file it stands: ”rad 3, kolumn min”, or nothing when it is about all of it."""
    if each.row is None:
        return ""
    if each.column is None:
        return _("rad %(row)s") % {"row": _shown(each.row)}
    return _("rad %(row)s, kolumn ”%(column)s”") % {"row": _shown(each.row), "column": _shown(each.column)}


def line(each: Mistake, names: Mapping[str | None, str]) -> str:
    """The whole line: file, place, what is wrong and what to do. ``names`` are the files' names by table."""
    where = ", ".join(filter(None, (names.get(each.table, ""), place(each))))
    return f"{where}: {mistake(each)}" if where else mistake(each)


def lines(bad: BadTables, names: Mapping[str | None, str]) -> list[str]:
    """A line for each mistake, and one that says how many more there are."""
    told = [line(each, names) for each in bad.mistakes]
    if bad.more:
        told.append(ngettext("… och ett fel till.", "… och %(count)s fel till.", bad.more) % {"count": bad.more})
    return told


def relaxation(each: Relaxation) -> str:
    """One change that, together with the others, makes the quotas possible."""
    values = {name: _shown(getattr(each, name)) for name in ("feature", "value", "was", "becomes")}
    return str(RELAXATIONS[each.bound]) % values


def infeasible(found: Infeasible) -> list[str]:
    """That no panel keeps to everything, and a line for each of the smallest changes after which one does."""
    said = ngettext(
        "Ingen grupp kan uppfylla alla kvoter. Den minsta ändring som räcker:",
        "Ingen grupp kan uppfylla alla kvoter. De minsta ändringar som räcker, tillsammans:",
        len(found.relaxations),
    )
    if not found.proven:
        said = _("Ingen grupp kan uppfylla alla kvoter. Det här räcker, men kanske räcker också mindre:")
    return [said, *map(relaxation, found.relaxations)]


def certificate(data: Mapping[str, Any]) -> str:
    """Why no lottery can be fairer, or how much fairer one could be at most; nothing where nothing is known.

    ``data`` is a certificate's ``as_data()``.
    """
    if not data:
        return ""
    gap = data["gap"] if data["objective"] == "goldilocks" else data["gap"] * 100
    if not isfinite(gap):
        return _("Hur mycket rättvisare en lottning kan vara är inte bevisat.")
    said = str(CERTIFICATES[data["objective"], data["kind"]]) % {"gap": number_format(max(gap, 0.0001), 4)}
    return f"{said} {METHODS[data['method']]}"


def holding(data: Mapping[str, Any]) -> str:
    """The quotas that keep the least chance from being greater; nothing where there are none."""
    bounds = data["levels"][0]["held_by"] if data.get("levels") else []
    if not bounds:
        return ""
    named = [str(HOLDING[one["bound"]]) % {name: _shown(one[name]) for name in ("feature", "value")} for one in bounds]
    return _("Den minsta uträknade chansen hålls nere av %(quotas)s.") % {"quotas": _and(named)}


def too_large(found: TooLarge) -> str:
    """That an exact lottery would be too large, and what to choose instead."""
    return _(
        "En exakt lottning skulle ta mer än %(most)s platser i alla grupper tillsammans. Välj numrerade grupper i stället."
    ) % {"most": _shown(found.most)}


def _others(each: Mistake) -> str:
    """In which other rows the same stands."""
    rows: Sequence[int] = each.values.get("rows", ())
    if not rows:
        return ""
    more = each.values["others"] - len(rows)
    if more:
        said = {"rows": ", ".join(map(_shown, rows)), "count": _shown(more)}
        return ngettext("Samma på rad %(rows)s och en till.", "Samma på rad %(rows)s och %(count)s till.", more) % said
    return _("Samma på rad %(rows)s.") % {"rows": _and(map(_shown, rows))}


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return _("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _shown(value: Any) -> str:
    """A number as people write it, or text of bearable length on one line."""
    if isinstance(value, int):
        return str(number_format(value, force_grouping=abs(value) >= 10_000))
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
