"""Form fields for what people write: dates and times as they are written in Sweden."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock

FIRST_YEAR, LAST_YEAR = 1900, 2199
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def row_number(text: str) -> int:
    """The number of a row as a hidden field or an address carries it; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def read_date(text: str) -> date:
    """A date as people write it: `2026-03-05`, `5/3 2026`, `5/3`, `5.3.2026`, `5 mars 2026`, `20260305`.

    Without a year it is the next such day. Raises `ValueError`.
    """
    words = text.strip().lower().removeprefix("den ").replace(",", " ")
    if found := re.fullmatch(r"(\d{4})-?(\d{1,2})-?(\d{1,2})", words.replace(" ", "")):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    if found := re.fullmatch(r"(\d{1,2})\s*[/.]\s*(\d{1,2})(?:[\s/.-]+(\d{4}|\d{2}))?", words):
        return _day(int(found[1]), int(found[2]), found[3])
    if (found := re.fullmatch(r"(\d{1,2})\.?\s+([a-zå]{3,})\.?(?:\s+(\d{4}|\d{2}))?", words)) and found[2][
        :3
    ] in _MONTHS:
        return _day(int(found[1]), _MONTHS.index(found[2][:3]) + 1, found[3])
    raise ValueError(text)


def says_no_year(text: str) -> bool:
    """Whether a date that `read_date` reads leaves the year to be guessed."""
    words = text.strip().lower().removeprefix("den ").replace(",", " ").strip()
    return bool(re.fullmatch(r"\d{1,2}\s*[/.]\s*\d{1,2}|\d{1,2}\.?\s+[a-zå]{3,}\.?", words))


def _day(day: int, month: int, year: str | None) -> date:
    if year:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    coming = date(clock.today().year, month, day)
    return coming if coming >= clock.today() else coming.replace(year=coming.year + 1)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several rows of a table. A number that is too long for any row is refused; the database would break on it."""

    def clean(self, value: Any) -> Any:
        if any(map(_is_beyond_all_rows, value or ())):
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


def _is_beyond_all_rows(value: Any) -> bool:
    try:
        return abs(int(value)) >= 2**63
    except (TypeError, ValueError):
        return False  # No number at all: Django says so in its own words.


def has_been(day: date) -> None:
    """A validator: the day is today or an earlier one."""
    if day > clock.today():
        raise ValidationError(_("Dagen har inte varit än. Skriv en dag som varit."))


class DateField(forms.DateField):
    """A date as people write it, in a text field. A year that must be a slip of the finger is asked about."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Vi förstår inte dagen. Skriv den som 2026-03-05 eller 5 mars 2026."),
        "year": _("Året kan inte stämma. Skriv hela året, till exempel 5 mars 2026."),
    }

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            day = read_date(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class TimeField(forms.TimeField):
    """A time as people write it: `14`, `14.30`, `14:30`, `kl 9`."""

    widget = forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"})
    default_error_messages = {"invalid": _("Vi förstår inte tiden. Skriv den som 14.30.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?", str(value).strip().lower())
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> time:
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class HoursField(forms.DecimalField):
    """Hours as people write them: `1,5`, `1.5`, `1:30`, `2`."""

    default_error_messages = {"invalid": _("Vi förstår inte tiden. Skriv timmar som 1,5 eller 1:30.")}
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().lower().replace("tim", "").replace(",", ".").strip()
        if found := re.fullmatch(r"(\d{1,2}):([0-5]\d)", text):
            text = f"{int(found[1]) + int(found[2]) / 60:.2f}"
        return super().to_python(text)
