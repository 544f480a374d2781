"""One row of a list of contributions: one person on one occasion."""

from datetime import time
from decimal import Decimal

from django.utils.translation import gettext as _

from medverka.registers import choices, dates, hours, names, values
from medverka.registers.lines import Line
from medverka.registers.rows import ContributionRow, Said
from medverka.registers.words import fold


def was_held(line: Line) -> bool:
    """Whether the contribution took place. A blank outcome says that it did; so does one that cannot be read, noted."""
    return line.read("outcome", choices.took_place) is not False


def read(line: Line, habit: dates.Habit) -> ContributionRow | None:
    """The contribution of a row, or None when a problem (noted in the line) keeps the row out."""
    day = line.read("on", lambda cell: values.day(cell, habit))
    time_spent = _hours(line)
    travel_hours = line.read("travel_hours", values.length)
    distance = line.read("distance", lambda cell: values.kilometres(cell, unit=_unit_of_distance(line)))
    level = line.read("level", choices.level)
    said = _said(line)
    if day is None and line.cell("on") is None:
        line.note("on", _("Datumet saknas."), _("Skriv till exempel 2021-03-05."))
    if day and day.on > habit.today:
        line.note("on", _("Dagen har inte varit än."), _("Bara det som har ägt rum är en insats."))
    if line.rejected or day is None:
        return None
    return ContributionRow(
        key=str(line.place),
        place=line.place,
        on=day.on,
        said=said,
        precision=day.precision,
        kind=line.text("kind"),
        hours=time_spent,
        travel_hours=travel_hours,
        distance=distance,
        unit=line.text("unit"),
        level=level or "",
        notes=line.notes(),
    )


def _unit_of_distance(line: Line) -> str:
    """What a bare number is in the column of distances, as far as its heading says so."""
    heading = fold(" ".join(line.map.heading(index) for index in line.columns.get("distance", ())))
    kinds = {
        "mil" if word.startswith("mil") else "km" for word in heading.split() if word.startswith(("mil", "km", "kilom"))
    }
    return kinds.pop() if len(kinds) == 1 else ""


def _hours(line: Line) -> Decimal | None:
    """Hours, with preparation and minutes in columns of their own added; or else from start to end.

    Travel is not added: whether it counts, each county decides.
    """
    meeting = line.read("hours", values.length)
    preparation = line.read("preparation", values.length)
    minutes = line.read("minutes", values.minutes)
    if meeting is None and not minutes:
        meeting = _from_start_to_end(line)
    parts = [part for part in (meeting, preparation, Decimal(minutes) / 60 if minutes else None) if part is not None]
    total = sum(parts, Decimal(0)).quantize(Decimal("0.01"))
    if total > hours.MOST:
        line.note("hours", _("Det är mer än ett dygn."), _("Dela upp tiden på en rad för varje tillfälle."))
    return total if parts else None


def _from_start_to_end(line: Line) -> Decimal | None:
    start: time | None = line.read("start", values.clock)
    end: time | None = line.read("end", values.clock)
    if start is None or end is None:
        return None
    try:
        return hours.between(start, end)
    except hours.NotHours as error:
        line.note("end", str(error), _("Skriv till exempel 13:30."))
        return None


def _said(line: Line) -> Said:
    """How the row names its person and its request. More than one person in a row is a problem."""
    given, family = line.text("given_name"), line.text("family_name")
    if names.several_people(f"{line.text('person')} {given}"):
        line.note("person", _("Det ser ut att vara flera personer."), _("Skriv en rad för varje person."))
    people, requests = line.columns.get("person", ()), line.columns.get("request", ())
    emails = line.read_all("email", values.emails)
    return Said(
        person=line.cell("person"),
        given_name=given,
        family_name=family,
        email=emails[0] if emails else "",
        phones=line.read_all("phone", values.phones),
        request=line.cell("request"),
        person_column=people[0] if people else -1,
        request_column=requests[0] if requests else -1,
    )
