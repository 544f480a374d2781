"""Hours as people write them: 1,5, 1:30, 2 tim, 90 min, kl 13–15.30. Always hours with two decimals."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from medverka.registers.sheets import Cell

MOST = Decimal(24)
_CENT = Decimal("0.01")
_MINUTE = Decimal(60)
_HOUR_WORD = r"(?:timmar(?:na)?|timma|timme|tim|hours?|hrs?|hr|h|t)\.?"
_MINUTE_WORD = r"(?:minuter|minutes?|minut|mins?|m)\.?"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?"
_FRACTIONS = {"½": ",5", "¼": ",25", "¾": ",75"}


class NotHours(ValueError):
    """Says in Swedish why a cell is no number of hours."""


def read(cell: Cell) -> Decimal:
    """Hours, above 0 and at most 24. Raises `NotHours`."""
    hours = _read(cell)
    if not hours.is_finite() or hours > MOST:
        raise NotHours(_("Det är mer än ett dygn. Dela upp tiden på en rad för varje tillfälle."))
    if hours < _CENT / 2:
        raise NotHours(_("Tiden är noll eller mindre. Lämna cellen tom om tiden inte är känd."))
    return hours.quantize(_CENT, ROUND_HALF_UP)


def clock(cell: Cell) -> time:
    """A time of day: 13:30, 13.30, kl 13. Raises `NotHours`."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 < cell < 1:  # A spreadsheet's time is a part of a day.
        return (datetime.min + timedelta(minutes=round(cell * 1440))).time()  # noqa: DTZ901 - a time of day, no moment
    match = re.match(r"(?:kl\.?\s*)?(\d{1,2})(?:[:.](\d{2}))?\Z", str(cell).strip().lower())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise NotHours(_("Det går inte att läsa som ett klockslag."))
    return time(int(match[1]), int(match[2] or 0))


def between(start: time, end: time) -> Decimal:
    """The hours from one time of day to a later one. Raises `NotHours`."""
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes <= 0:
        raise NotHours(_("Sluttiden är inte senare än starttiden."))
    return (Decimal(minutes) / _MINUTE).quantize(_CENT, ROUND_HALF_UP)


def _read(cell: Cell) -> Decimal:
    if isinstance(cell, bool):
        raise NotHours(_("Det är inget antal timmar."))
    if isinstance(cell, timedelta):
        return Decimal(cell.total_seconds()) / 3600
    if isinstance(cell, datetime):
        return _since_day_zero(cell)
    if isinstance(cell, time):
        return Decimal(cell.hour) + Decimal(cell.minute) / _MINUTE + Decimal(cell.second) / 3600
    if isinstance(cell, date):
        raise NotHours(_("Kalkylprogrammet har gjort om tiden till ett datum."))
    if isinstance(cell, int | float):
        return _number(cell)
    return _text(" ".join(str(cell).replace("\xa0", " ").lower().split()))


def _since_day_zero(cell: datetime) -> Decimal:
    """A length of time above a day, which spreadsheets keep as a moment of 1900."""
    if cell.year > 1900:
        raise NotHours(_("Kalkylprogrammet har gjort om tiden till ett datum."))
    return Decimal((cell - datetime(1899, 12, 31)).total_seconds()) / 3600  # noqa: DTZ001 - cells have no zone


def _number(cell: int | float) -> Decimal:
    """A plain number is hours, unless it looks like the part of a day that a spreadsheet keeps a time as."""
    number = Decimal(str(cell))
    if number.is_finite() and 0 < number < 1 and number != number.quantize(_CENT):
        raise NotHours(_("Talet kan vara både timmar och ett klockslag som kalkylprogrammet har gjort om."))
    return number


def _text(text: str) -> Decimal:
    for sign, decimals in _FRACTIONS.items():
        text = re.sub(rf"(?<=\d)\s*{sign}", decimals, text).replace(sign, f"0{decimals}")
    text = re.sub(r"\A(?:ca\.?|cirka|c:a)\s+", "", text)
    for pattern, reader in _FORMS:
        if match := pattern.match(text):
            return reader(match)
    raise NotHours(_("Det går inte att läsa som ett antal timmar."))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _bare(match: re.Match[str]) -> Decimal:
    """1,5 is one and a half; 1.30 can be 1 h 30 min, so two decimals are read only when they are quarters."""
    decimals = re.split("[.,]", match[1])[1:]
    if decimals and len(decimals[0]) == 2 and decimals[0] not in ("00", "25", "50", "75") and int(decimals[0]) < 60:
        raise NotHours(_("Det kan läsas både som timmar med decimaler och som timmar och minuter."))
    return _decimal(match[1])


def _hours_and_minutes(match: re.Match[str]) -> Decimal:
    if int(match[2]) > 59:
        raise NotHours(_("Minuterna är fler än 59."))
    return Decimal(match[1]) + Decimal(match[2]) / _MINUTE


def _between_times(match: re.Match[str]) -> Decimal:
    """13–15.30: only where minutes, the word kl or the hour itself show that these are times of day."""
    said = match["kl"] or ":" in match[0] or "." in match[0] or int(match["start"]) > 12
    if not said:
        raise NotHours(_("Det kan vara både klockslag och ett ungefärligt antal timmar."))
    return between(clock(match["start"]), clock(match["end"]))


_CLOCK = r"\d{1,2}(?:[:.]\d{2})?"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Decimal]]] = [
    (re.compile(rf"({_NUMBER})\Z"), _bare),
    (re.compile(r"(\d{1,2}):(\d{2})(?::00)?\s*(?:" + _HOUR_WORD + r")?\Z"), _hours_and_minutes),
    (re.compile(rf"({_NUMBER})\s*{_HOUR_WORD}\Z"), _bare),
    (re.compile(rf"(\d{{1,4}})\s*{_MINUTE_WORD}\Z"), lambda match: Decimal(match[1]) / _MINUTE),
    (
        re.compile(rf"(\d{{1,2}})\s*{_HOUR_WORD},?\s*(?:och\s+|&\s*)?(\d{{1,2}})\s*(?:{_MINUTE_WORD})?\Z"),
        _hours_and_minutes,
    ),
    (
        re.compile(rf"(?:en )?halv{'(?:timme|timma|tim|t)?'}\.?\Z|(?:en )?halv {_HOUR_WORD}\Z"),
        lambda _match: Decimal("0.5"),
    ),
    (re.compile(rf"en {_HOUR_WORD}\Z"), lambda _match: Decimal(1)),
    (
        re.compile(rf"(?P<kl>kl\.?\s*)?(?P<start>{_CLOCK})\s*(?:-|–|till)\s*(?:kl\.?\s*)?(?P<end>{_CLOCK})\Z"),
        _between_times,
    ),
]
