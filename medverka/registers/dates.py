"""Dates as people write them. Whatever can be read in two ways is not read at all."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from medverka.registers.sheets import Cell

EARLIEST = date(1950, 1, 1)
YEARS_AHEAD = 5
_EPOCH = date(1899, 12, 30)  # Day 0 of a spreadsheet's serial numbers.
_SERIALS = range(20_000, 80_000)  # 1954 to 2119: five digits, so no YYMMDD can be taken for one.

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb", "febr"),
    ("mars", "march", "mar"),
    ("april", "apr"),
    ("maj", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augusti", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}
_WEEKDAYS = re.compile(
    r"(?:mån|tis|ons|tors?|fre|lör|sön)(?:dag(?:en)?)?\.?,?\s+|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+"
)


class Precision(StrEnum):
    """How exactly a date was written; what is coarser than a day stands on its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Order(StrEnum):
    """In which order a column writes three numbers that could each be day, month or year."""

    DAY_FIRST = "day, month, year"
    MONTH_FIRST = "month, day, year"
    YEAR_FIRST = "year, month, day"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it was read."""

    on: date
    precision: Precision = Precision.DAY


class NotADate(ValueError):
    """Says in Swedish why a cell is no date."""


@dataclass(frozen=True, slots=True)
class Habit:
    """What is known beside the cell: today, the year that a row above states, the order that the column shows."""

    today: date
    year: int | None = None
    order: Order | None = None


_Reader = Callable[[re.Match[str], Habit], Day]
_FORMS: list[tuple[re.Pattern[str], _Reader]] = []
_YEAR = r"(?P<y>\d{4}|[-–'’´]\s?\d{2})"  # A month's year of two digits needs a sign, or ”mars 21” is a day.
_NAME = "(?P<n>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"


def _form(pattern: str) -> Callable[[_Reader], _Reader]:
    def keep(reader: _Reader) -> _Reader:
        _FORMS.append((re.compile(pattern + r"\Z"), reader))
        return reader

    return keep


def read(cell: Cell, habit: Habit) -> Day:
    """The date that a cell holds. Raises `NotADate`."""
    if isinstance(cell, datetime):
        return _within(Day(cell.date()), habit)
    if isinstance(cell, date):
        return _within(Day(cell), habit)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise NotADate(_("Det är inget datum."))
    if isinstance(cell, float):
        if not cell.is_integer():
            raise NotADate(_("Talet går inte att läsa som ett datum."))
        cell = int(cell)
    return _within(_read_text(_tidy(str(cell)), habit), habit)


def order_of(cells: Iterable[Cell], today: date) -> Order | None:
    """In which order a column writes dates such as 5/3/2021, where those that can be read in one way only agree."""
    proofs: set[Order] = set()
    for cell in cells:
        match = _THREE.match(cell.strip()) if isinstance(cell, str) else None
        readings = _readings(match, Habit(today)) if match else {}
        if len(readings) == 1:
            proofs.update(readings)
    return proofs.pop() if len(proofs) == 1 else None


def year_heading(cell: Cell) -> int | None:
    """The year that a row or sheet called ”2019” or ”År 2019” stands for, or None."""
    match = re.match(r"(?:år\s*)?((?:19|20)\d{2})\.?0?:?\Z", str(cell).strip().lower())
    return int(match[1]) if match else None


def _tidy(text: str) -> str:
    text = " ".join(text.replace("\xa0", " ").lower().split()).rstrip(".,;")
    text = re.sub(r"[t ]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?z?\Z", "", text)
    text = _WEEKDAYS.sub("", text, count=1) if _WEEKDAYS.match(text) else text
    return text.removeprefix("den ").replace("–", "-").strip()


def _read_text(text: str, habit: Habit) -> Day:
    for pattern, reader in _FORMS:
        if match := pattern.match(text):
            return reader(match, habit)
    if re.match(r"\d{1,2}(/\d{1,2}|\s+" + _NAME + r")\Z", text):
        raise NotADate(_("Året saknas."))
    if re.match(_NAME + r"\s+\d{2}\Z", text):
        raise NotADate(_("Det kan vara både en dag och ett år."))
    if re.search(r"\d\s*(-|till|och|&)\s*\d{1,2}\s*(/|\s" + _NAME + ")", text):
        raise NotADate(_("Det ser ut att vara flera dagar."))
    raise NotADate(_("Det går inte att läsa som ett datum."))


def _full_year(written: str, habit: Habit) -> int:
    """Four digits as they stand; two digits are the latest such year that is no more than a year ahead."""
    number = int(re.sub(r"\D", "", written))
    if len(re.sub(r"\D", "", written)) == 4:
        return number
    century = habit.today.year // 100 * 100
    return century + number if century + number <= habit.today.year + 1 else century - 100 + number


def _day(year: int, month: int, day: int) -> Day:
    try:
        return Day(date(year, month, day))
    except ValueError:
        raise NotADate(_("Datumet finns inte i almanackan.")) from None


def _within(day: Day, habit: Habit) -> Day:
    if not EARLIEST <= day.on <= date(habit.today.year + YEARS_AHEAD, 12, 31):
        raise NotADate(_("Året %(year)s är inte rimligt.") % {"year": day.on.year})
    return day


@_form(r"(?P<y>\d{4})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})")
@_form(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
@_form(r"(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2})")
def _year_first(match: re.Match[str], habit: Habit) -> Day:
    return _day(_full_year(match["y"], habit), int(match["m"]), int(match["d"]))


@_form(r"(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})(?:\s?[-,]\s?|\s+)(?P<y>\d{4}|\d{2})")
@_form(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.?(?:\s+|(?<=\.)|-)(?P<y>\d{4}|\d{2})")
def _day_first(match: re.Match[str], habit: Habit) -> Day:
    return _day(_full_year(match["y"], habit), int(match["m"]), int(match["d"]))


_THREE = re.compile(r"(?P<a>\d{1,2})(?P<sign>[-/])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{2})\Z")


@_form(_THREE.pattern.removesuffix(r"\Z"))
def _three_numbers(match: re.Match[str], habit: Habit) -> Day:
    """5/3/2021 or 21-03-05: read only when one reading makes a date, or the column shows its order."""
    readings = _readings(match, habit)
    if habit.order:
        readings = {order: day for order, day in readings.items() if order == habit.order}
    if len(set(readings.values())) > 1:
        raise NotADate(_("Det kan läsas som olika datum."))
    if not readings:
        raise NotADate(_("Datumet finns inte i almanackan."))
    return next(iter(readings.values()))


def _readings(match: re.Match[str], habit: Habit) -> dict[Order, Day]:
    """The orders in which three numbers make a reasonable date, and which."""
    a, b, c = match["a"], match["b"], match["c"]
    orders = {Order.DAY_FIRST: (c, b, a), Order.MONTH_FIRST: (c, a, b), Order.YEAR_FIRST: (a, b, c)}
    readings = {}
    for order, (year, month, day) in orders.items():
        if len(day) > 2 or len(year) < 2:
            continue
        try:
            readings[order] = _within(_day(_full_year(year, habit), int(month), int(day)), habit)
        except NotADate:
            continue
    return readings


@_form(rf"(?P<d>\d{{1,2}})(?:[:.]?[ae]|\.|st|nd|rd|th)?\s*{_NAME}\.?,?\s*(?P<y>\d{{4}}|[-–'’´]?\s?\d{{2}})")
@_form(rf"{_NAME}\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})")
def _named_month(match: re.Match[str], habit: Habit) -> Day:
    return _day(_full_year(match["y"], habit), MONTHS[match["n"]], int(match["d"]))


@_form(rf"{_NAME}\.?,?\s*{_YEAR}")
@_form(rf"(?P<y>\d{{4}})\s*{_NAME}")
def _month(match: re.Match[str], habit: Habit) -> Day:
    return Day(date(_full_year(match["y"], habit), MONTHS[match["n"]], 1), Precision.MONTH)


@_form(r"(?P<y>(?:19|20)\d{2})\s?[-/]\s?(?P<m>\d{1,2})")
@_form(r"(?P<m>\d{1,2})\s?[-/]\s?(?P<y>(?:19|20)\d{2})")
def _month_number(match: re.Match[str], habit: Habit) -> Day:
    return Day(_day(int(match["y"]), int(match["m"]), 1).on, Precision.MONTH)


@_form(r"(?:år\s*)?(?P<y>(?:19|20)\d{2})")
def _year(match: re.Match[str], habit: Habit) -> Day:
    return Day(date(int(match["y"]), 1, 1), Precision.YEAR)


@_form(r"(?P<serial>\d{5})(?:\.0)?")
def _serial(match: re.Match[str], habit: Habit) -> Day:
    if int(match["serial"]) not in _SERIALS:
        raise NotADate(_("Det går inte att läsa som ett datum."))
    return Day(_EPOCH + timedelta(days=int(match["serial"])))


@_form(r"(?P<d>\d{1,2})\s?/\s?(?P<m>\d{1,2})")
@_form(rf"(?P<d>\d{{1,2}})(?:[:.]?[ae])?\.?\s*{_NAME}")
def _without_year(match: re.Match[str], habit: Habit) -> Day:
    """5/3: read when a row above says which year it is."""
    if habit.year is None:
        raise NotADate(_("Året saknas."))
    month = MONTHS[match["n"]] if "n" in match.groupdict() else int(match["m"])
    return _day(habit.year, month, int(match["d"]))
