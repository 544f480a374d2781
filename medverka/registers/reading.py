"""From sheets and their maps to typed rows, with every doubt in words at its cell."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from medverka.registers import contributions, persons, requests
from medverka.registers.dates import Habit
from medverka.registers.fields import Kind
from medverka.registers.headings import SheetMap
from medverka.registers.lines import Line, lines, order_by_column
from medverka.registers.persons import Defaults
from medverka.registers.rows import Reading, Skipped
from medverka.registers.sheets import Sheet

_TELL_EVERY = 500
_DATES: dict[str, tuple[str, ...]] = {
    Kind.PERSONS: ("joined_on", "left_on"),
    Kind.REQUESTS: ("received_on",),
    Kind.CONTRIBUTIONS: ("on",),
}


def read_sheets(
    sheets: Sequence[Sheet],
    maps: Iterable[SheetMap],
    *,
    today: date,
    defaults: Defaults | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read every sheet as its map says; sheets whose map is not used are passed over.

    Whom and which request a contribution belongs to is not looked up here; see `references`.
    `progress` is told now and then how many rows of how many are read.
    """
    reading = Reading()
    by_key = {found.sheet: found for found in maps}
    chosen = [(sheet, found) for sheet in sheets if (found := by_key.get(sheet.key)) and found.used]
    done, total = 0, sum(len(sheet.rows) for sheet, _found in chosen)
    for sheet, found in chosen:
        orders = [order_by_column(sheet, found, code, today) for code in _DATES.get(found.kind or "", ())]
        habit = Habit(today, order=next(filter(None, orders), None))
        for line in lines(sheet, found, reading.skipped):
            _read_line(line, replace(habit, year=line.year), defaults or Defaults(), reading)
            reading.problems += line.problems
            if progress and line.row % _TELL_EVERY == 0:
                progress(done + line.row, total)
        done += len(sheet.rows)
    if progress:
        progress(total, total)
    return reading


def _read_line(line: Line, habit: Habit, defaults: Defaults, reading: Reading) -> None:
    """Read one row and keep what it gives."""
    kind = line.map.kind
    if kind is Kind.PERSONS:
        if person := persons.read(line, habit, defaults):
            reading.persons.append(person)
    elif kind is Kind.REQUESTS:
        if request := requests.read(line, habit):
            reading.requests.append(request)
    elif not contributions.was_held(line):
        reading.not_held.append(Skipped(line.place, line.text("outcome")))
    elif contribution := contributions.read(line, habit):
        reading.contributions.append(contribution)
