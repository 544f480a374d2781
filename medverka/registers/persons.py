"""One row of a register of persons."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from medverka.registers import choices, dates, names, values
from medverka.registers.lines import Line
from medverka.registers.rows import PersonRow
from medverka.registers.sheets import letters

_POSTAL = re.compile(r"(?:SE?-?\s?)?(\d{3})\s?(\d{2})\s*,?\s*(.*)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the user says in the preview for registers that leave it out. Nothing here is filled in by itself."""

    joined_on: date | None = None
    perspectives: tuple[str, ...] = ()


def read(line: Line, habit: dates.Habit, defaults: Defaults) -> PersonRow | None:
    """The person of a row, or None when a problem (noted in the line) keeps the row out."""
    given, family = _name(line)
    joined = line.read("joined_on", lambda cell: values.day(cell, habit, year_will_do=True))
    age_band = line.read("age_band", choices.age_band, rejects=False)  # Never asked for: nobody stays out for it.
    status, left_on = _status(line, habit)
    row = PersonRow(
        keys=(str(line.place),),
        places=(line.place,),
        numbers=values.several(line.cell("number")),
        given_name=given,
        family_name=family,
        **_reached_by(line),
        age_band=age_band or "",
        perspectives=_perspectives(line) or defaults.perspectives,
        **_wishes(line),
        joined_on=joined.on if joined else defaults.joined_on,
        joined_precision=joined.precision if joined else dates.Precision.DAY,
        left_on=left_on,
        status=status.status if status else "",
        status_since=status.since if status else None,
        protected=bool(line.read("protected", values.protected)),
        notes=line.notes(),
    )
    _note_what_is_missing(line, row)
    return None if line.rejected else row


def _name(line: Line) -> tuple[str, str]:
    given, family = line.text("given_name"), line.text("family_name")
    whole, turned = line.text("name"), line.text("name_family_first")
    if not (given or family):
        given, family = names.split(whole or turned, family_first=not whole)
    if names.several_people(given) or (names.several_people(whole) and not line.text("given_name")):
        code = "given_name" if line.text("given_name") else "name"
        line.note(code, _("Det ser ut att vara flera personer."), _("Skriv en person på varje rad."))
    return given, family


def _perspectives(line: Line) -> tuple[str, ...]:
    """From columns of crosses, and from a column of words."""
    crossed = [code for code in ("user", "patient", "relative") if line.read(f"is_{code}", values.mark)]
    said = line.read_all("perspective", choices.perspectives)
    return tuple(code for code in ("user", "patient", "relative") if code in crossed or code in said)


def _reached_by(line: Line) -> dict[str, Any]:
    """Where the person lives, and how they are reached."""
    return {
        "emails": line.read_all("email", values.emails),
        "phones": line.read_all("phone", values.phones),
        "channels": line.read_all("channel", choices.channels),
        "street": line.text("street"),
        "municipality": line.text("municipality"),
        **_postal(line),
    }


def _wishes(line: Line) -> dict[str, Any]:
    """What the person knows something about, and how they want to take part."""
    return {
        "areas": line.read_all("areas", values.several),
        "ways": line.read_all("ways", values.several),
        "forms": line.read_all("forms", choices.forms),
        "languages": line.read_all("languages", values.several),
        "access_needs": line.read_all("access_needs", values.several),
    }


def _postal(line: Line) -> dict[str, str]:
    """Postcode and town, from two columns or from one."""
    postcode, town = line.text("postcode"), line.text("town")
    match = _POSTAL.match(line.text("postal"))
    if match:
        postcode, town = postcode or f"{match[1]} {match[2]}", town or match[3]
    else:
        town = town or line.text("postal")
    match = _POSTAL.match(postcode)
    return {"postcode": f"{match[1]} {match[2]}" if match else postcode, "town": town}


def _status(line: Line, habit: dates.Habit) -> tuple[choices.Standing | None, date | None]:
    """Status and the day the person left, which stands in the status' cell or in a column of its own."""
    status = line.read("status", lambda cell: choices.standing(cell, habit))
    left = line.read("left_on", lambda cell: values.day(cell, habit, year_will_do=True))
    left_on = left.on if left else None
    if status is None and left_on:
        return choices.Standing("left"), left_on
    if status is None or status.status != "left":
        if left_on:
            line.note("left_on", _("Personen har ett slutdatum, men statusen säger att personen är kvar."))
        return status, None
    if left_on and status.since and left_on != status.since:
        line.note("left_on", _("Slutdatumet är ett annat än det i statusen."))
    if not (left_on or status.since) and not _noted(line, "left_on"):
        line.note("status", _("Dagen då personen lämnade saknas."), _("Skriv till exempel avslutad 2022-02-21."))
    return status, left_on or status.since


_MARKS = ("is_user", "is_patient", "is_relative")


def _note_what_is_missing(line: Line, row: PersonRow) -> None:
    """Note what a person cannot come in without, unless the cell that should say it is noted already."""
    if not (row.name or row.emails or row.phones) and not _noted(line, "email", "phone"):
        line.note("name", _("Namnet saknas."), _("Skriv ett namn, en e-postadress eller ett telefonnummer."))
    if not row.perspectives and not _noted(line, "perspective", *_MARKS):
        line.note("perspective", _("Perspektivet saknas."), _("Kryssa för brukare, patient eller närstående."))
    if row.joined_on is None and not _noted(line, "joined_on"):
        line.note("joined_on", _("Dagen då personen kom med saknas."), _("Skriv till exempel 2021-03-05."))
    if row.joined_on and row.left_on and row.left_on < row.joined_on:
        line.note("left_on", _("Personen lämnade innan den kom med."))


def _noted(line: Line, *codes: str) -> bool:
    """Whether a cell of these fields has been noted as unreadable."""
    columns = {letters(index) for code in codes for index in line.columns.get(code, ())}
    return any(problem.column in columns for problem in line.problems)
