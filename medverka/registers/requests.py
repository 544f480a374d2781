"""One row of a list of requests."""

from typing import Any

from django.utils.translation import gettext as _

from medverka.registers import choices, dates, values
from medverka.registers.lines import Line
from medverka.registers.rows import RequestRow


def read(line: Line, habit: dates.Habit) -> RequestRow | None:
    """The request of a row, or None when a problem (noted in the line) keeps the row out."""
    received = line.read("received_on", lambda cell: values.day(cell, habit))
    if received is None and line.cell("received_on") is None:
        line.note("received_on", _("Dagen då förfrågan kom in saknas."), _("Skriv till exempel 2021-03-05."))
    said = _asked_for(line) | _what_became_of_it(line, habit)
    if line.rejected or received is None:
        return None
    return RequestRow(
        key=str(line.place),
        place=line.place,
        received_on=received.on,
        precision=received.precision,
        number=line.text("number"),
        unit=line.text("unit"),
        municipality=line.text("municipality"),
        notes=line.notes(),
        **said,
    )


def _asked_for(line: Line) -> dict[str, Any]:
    """What is asked for and who asks."""
    return {
        "kind": line.text("kind"),
        "purpose": line.text("purpose"),
        "level": line.read("level", choices.level) or "",
        "headcount": line.read("headcount", values.whole),
        "contact_name": line.text("contact_name"),
        "contact_emails": line.read_all("contact_email", values.emails),
        "contact_phones": line.read_all("contact_phone", values.phones),
        "when": line.text("when"),
        "venue": line.text("place"),
        "form": line.read("form", choices.form) or "",
    }


def _what_became_of_it(line: Line, habit: dates.Habit) -> dict[str, Any]:
    """How it stands, and whether those who took part were told."""
    return {
        "status": line.read("status", choices.request_status) or "",
        "told_back": line.read("told_back", lambda cell: values.told_back(cell, habit)),
        "told_back_note": _more_than_a_mark(line),
    }


def _more_than_a_mark(line: Line) -> str:
    """What the cell on telling back says, when that is more than yes or no."""
    try:
        values.mark(line.cell("told_back"))
    except values.Unreadable:
        return line.text("told_back")
    return ""
