"""Single cells as people write them. Each reader gives a value, None for a blank, or raises `Unreadable`.

`Unreadable` says in Swedish why, and what would be accepted instead. Nothing is guessed: what
can mean two things is unreadable.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal

import phonenumbers
from django.utils.translation import gettext as _

from medverka.foundation.unseen import without_unseen
from medverka.registers import dates, hours
from medverka.registers.sheets import Cell, is_blank
from medverka.registers.words import fold

_NOTHING = {
    "-",
    "–",
    "—",
    "--",
    "?",
    "saknas",
    "okänt",
    "okänd",
    "ingen",
    "inget",
    "finns ej",
    "finns inte",
    "n/a",
    "na",
}
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[\w-]+\.)+[\w-]{2,}\Z")
_CIVIC_NUMBER = re.compile(r"(?:19|20)?\d{6}\s?[-+]?\s?\d{4}\Z")
_BETWEEN_SEVERAL = re.compile(r"[,;\n|]|\s/\s|\s+(?:eller|och|el\.?|alt\.?|or|and)\s+")
_PHONE_LABEL = re.compile(
    r"\A[a-zåäö.]{2,12}\s*:?\s*(?=[+0(])|\s*\([a-zåäö. ]+\)\Z|\s+[a-zåäö.]{2,12}\Z", re.IGNORECASE
)


class Unreadable(ValueError):
    """A cell that cannot be read: `reason` says why, `accepted` what would be read."""

    def __init__(self, reason: str, accepted: str) -> None:
        super().__init__(f"{reason} {accepted}")
        self.reason = reason
        self.accepted = accepted


def text(cell: Cell) -> str:
    """What a cell says, in one line, without control signs and the blanks around it; empty for a blank cell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    words = " ".join(str(cell).split())
    return without_unseen(words)


def long_text(cell: Cell) -> str:
    """Like `text`, with the line breaks kept."""
    if not isinstance(cell, str):
        return text(cell)
    return "\n".join(line for line in (text(line) for line in cell.splitlines()) if line)


def several(cell: Cell) -> tuple[str, ...]:
    """The words of a list in one cell, parted by commas, semicolons or lines, each once."""
    if isinstance(cell, str):
        words = (text(word) for word in re.split(r"[,;\n|]", cell))
        return tuple(dict.fromkeys(word for word in words if word and word not in _NOTHING))
    return (text(cell),) if cell is not None else ()


def day(cell: Cell, habit: dates.Habit, *, year_will_do: bool = False) -> dates.Day | None:
    """A date. Only where `year_will_do` is a bare year one: it then stands on its first day."""
    if says_nothing(cell):
        return None
    accepted = _("Skriv till exempel 2021-03-05, 5/3 2021, 5 mars 2021 eller mars 2021.")
    try:
        found = dates.read(cell, habit)
    except dates.NotADate as error:
        raise Unreadable(str(error), accepted) from error
    if found.precision == dates.Precision.YEAR and not year_will_do:
        raise Unreadable(_("Månaden saknas."), accepted)
    return found


def length(cell: Cell) -> Decimal | None:
    """A number of hours."""
    if says_nothing(cell):
        return None
    try:
        return hours.read(cell)
    except hours.NotHours as error:
        raise Unreadable(str(error), _("Skriv till exempel 1,5 eller 1:30 eller 90 min.")) from error


def clock(cell: Cell) -> time | None:
    """A time of day."""
    if says_nothing(cell):
        return None
    try:
        return hours.clock(cell)
    except hours.NotHours as error:
        raise Unreadable(str(error), _("Skriv till exempel 13:30.")) from error


def whole(cell: Cell, *, most: int = 999) -> int | None:
    """A whole number from 0 to `most`, with or without a word after it: 3, 3 st, 3 personer."""
    if says_nothing(cell):
        return None
    match = re.match(r"(\d{1,6})\s*(?:[a-zåäö]+\.?)?\Z", text(cell).lower())
    if isinstance(cell, bool | date | time) or not match or int(match[1]) > most:
        raise Unreadable(
            _("Det går inte att läsa som ett antal."), _("Skriv ett helt tal från 0 till %(most)s.") % {"most": most}
        )
    return int(match[1])


def minutes(cell: Cell) -> int | None:
    """Whole minutes beside a column of hours."""
    return whole(cell, most=1440)


def kilometres(cell: Cell, *, unit: str = "") -> Decimal | None:
    """A distance in kilometres: 12 km, 3 mil. A bare number is read only where the column's `unit` is known."""
    if says_nothing(cell):
        return None
    match = re.match(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(km|mil|kilometer)?\.?\Z", text(cell).lower())
    unit = (match[2] or unit) if match else ""
    if match is None or not unit or isinstance(cell, bool | date | time):
        raise Unreadable(_("Det går inte att läsa som en sträcka."), _("Skriv till exempel 12 km eller 3 mil."))
    number = Decimal(match[1].replace(",", "."))
    return number * 10 if unit == "mil" else number


_YES = {"x", "xx", "ja", "j", "yes", "y", "1", "true", "sant", "ok", "✓", "✔", "√", "☑", "×"}
_NO = {"nej", "n", "no", "0", "false", "falskt", "ej", "inte", "☐"}


def mark(cell: Cell) -> bool | None:
    """A cross or a yes is True, a no is False; a blank is None."""
    if says_nothing(cell):
        return None
    if isinstance(cell, bool):
        return cell
    word = text(cell).lower().strip(" .!()")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unreadable(_("Det är varken ett kryss, ett ja eller ett nej."), _("Skriv x eller ja, nej, eller lämna tomt."))


def protected(cell: Cell) -> bool | None:
    """Whether personal data is protected; words such as ”sekretessmarkering” say yes as well."""
    word = fold(text(cell))
    if re.search(r"\b(skydd|sekr|kvarskriv|hemlig)", word) and not re.search(r"\b(ej|inte|ingen|utan)\b", word):
        return True
    return mark(cell)


def told_back(cell: Cell, habit: dates.Habit) -> bool | None:
    """Whether the answer was told back: a mark, the day it was, or a time after (”2 v efter”)."""
    word = text(cell).lower()
    if re.match(r"\d+\s*(v|veckor|vecka|d|dagar|dag|mån|månader|månad)\.?\s*(efter|senare)", word):
        return True
    try:
        return mark(cell)
    except Unreadable:
        try:
            return bool(dates.read(cell, habit))
        except dates.NotADate:
            raise Unreadable(
                _("Det framgår inte om svaret har lämnats."), _("Skriv ja, nej, dagen det lämnades, eller lämna tomt.")
            ) from None


def phones(cell: Cell) -> tuple[str, ...]:
    """One or more phone numbers as E.164; those without a country code are Swedish."""
    if says_nothing(cell):
        return ()
    written = text(cell) if isinstance(cell, int | float) else str(cell).strip()
    number = _phone(written)
    found = [number] if number else [_phone(part) for part in _BETWEEN_SEVERAL.split(written) if part.strip()]
    if isinstance(cell, bool | date | time) or not found or None in found:
        raise Unreadable(
            _("Det är inget giltigt telefonnummer."),
            _("Skriv numret med riktnummer, till exempel 070-174 06 58, eller med landsnummer: +46 70 174 06 58."),
        )
    return tuple(dict.fromkeys(filter(None, found)))


def _phone(written: str) -> str | None:
    written = _PHONE_LABEL.sub("", text(written)).strip()
    if not re.fullmatch(r"[+\d\s()./–-]+", written):
        return None
    try:
        number = phonenumbers.parse(written, "SE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def emails(cell: Cell) -> tuple[str, ...]:
    """One or more e-mail addresses in small letters."""
    if says_nothing(cell):
        return ()
    written = text(cell).lower().replace("mailto:", "")
    found = [part.strip(" <>()\"'.") for part in re.split(r"[,;|\s/]+", written) if part.strip(" <>()\"'.")]
    addresses = [part for part in found if "@" in part] if "<" in written else found
    if not addresses or not all(_EMAIL.match(part) for part in addresses):
        raise Unreadable(_("Det är ingen giltig e-postadress."), _("Skriv till exempel namn@exempel.se."))
    return tuple(dict.fromkeys(addresses))


def number_key(cell: Cell) -> str:
    """A running number however written: F001, f1, 1, 1.0 and ”Förfr 1” are all ”1”; 2019:03 is ”2019-3”.

    Empty for a blank. Raises `Unreadable` for what holds no number, or holds a date.
    """
    if says_nothing(cell):
        return ""
    written = text(cell)
    match = re.match(r"[^\d\n]{0,20}?(\d{1,9})(?:\s*[-:/.]\s*(\d{1,6}))?\s*[a-z]?\Z", written.lower())
    if isinstance(cell, bool | date | time) or not match or _CIVIC_NUMBER.match(written):
        raise Unreadable(_("Det är inget nummer."), _("Skriv numret som i sin lista, till exempel 12 eller F012."))
    return "-".join(str(int(part)) for part in match.groups() if part)


def readable(cells: Iterable[Cell], reader: Callable[[Cell], object]) -> float:
    """The share of the cells with something in them that `reader` can read; 1 when all are blank."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return 1.0
    good = 0
    for cell in filled:
        try:
            reader(cell)
        except (Unreadable, dates.NotADate):
            continue
        good += 1
    return good / len(filled)


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank, or says in a word that there is nothing."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or text(cell).lower() in _NOTHING))
