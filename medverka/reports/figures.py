"""The shape of what is published: figures, breakdowns, years, spread. Plain values, no queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise

from medverka.disclosure import closed_years
from medverka.reports.definitions import DEFINITIONS, WITHHELD, Definition

Words = str | Promise
Number = int | float | Decimal

NO_YEAR, SMALL, NOTHING = "not_a_closed_year", "small_group", "nothing_to_count"


@dataclass(frozen=True)
class Period:
    """From one day to another, both included. `ValueError` where it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError("The period ends before it starts")

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """A whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def closed_year(self, today: date) -> int | None:
        """The calendar year that it is, if that is over; only such a period may be broken down."""
        year = self.start.year
        return year if self == Period.of_year(year) and year in closed_years(year, today) else None


class Defined:
    """What has a definition, and is perhaps not shown."""

    key: str
    reason: str

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.key]

    @property
    def why(self) -> Words:
        """In words, why it is not shown."""
        return WITHHELD.get(self.reason, "")


@dataclass(frozen=True)
class Figure(Defined):
    """One number; None where it may not be shown, or does not exist, with the reason (a key of `WITHHELD`)."""

    key: str
    value: Number | None
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a breakdown. `as_of` is told where the number stands from an earlier day."""

    key: str
    label: Words
    value: int | None
    as_of: date | None = None

    @property
    def reason(self) -> str:
        return SMALL if self.value is None else ""


@dataclass(frozen=True)
class Breakdown(Defined):
    """A figure in parts, or the reason why it is not given in parts."""

    key: str
    parts: Sequence[Part] = ()
    reason: str = ""


@dataclass(frozen=True)
class YearRow:
    """The county's totals of one year, or of the part of it from `start` to `end`."""

    year: int
    start: date
    end: date
    persons: int
    requests: int
    contributions: int
    hours: Decimal


@dataclass(frozen=True)
class Spread:
    """How much of all contributions each tenth of the persons made, those with fewest first; shares add up to 1."""

    tenths: Sequence[float] = ()
    reason: str = ""

    @property
    def top(self) -> Figure:
        """The share, in per cent, of the tenth that took part most."""
        share = round(100 * self.tenths[-1], 1) if self.tenths else None
        return Figure("most_engaged_tenth", share, self.reason)


@dataclass(frozen=True)
class Figures:
    """All that is published about one period. `year` is the closed year that it is, if it is one."""

    period: Period
    k: int
    year: int | None
    totals: Sequence[Figure]
    answers: Sequence[Figure]
    breakdowns: Sequence[Breakdown]
    spread: Spread = field(default_factory=Spread)

    def __getitem__(self, key: str) -> Figure:
        """A figure by its key. `KeyError` where there is none."""
        return {figure.key: figure for figure in (*self.totals, *self.answers, self.spread.top)}[key]

    def breakdown(self, key: str) -> Breakdown:
        """A breakdown by its key."""
        return next(breakdown for breakdown in self.breakdowns if breakdown.key == key)

    @property
    def persons(self) -> int:
        """Persons in the pool at the end of the last day."""
        return int(self["persons"].value or 0)

    @property
    def requests(self) -> int:
        """Requests received in the period."""
        return int(self["requests"].value or 0)

    @property
    def contributions(self) -> int:
        """Contributions made in the period."""
        return int(self["contributions"].value or 0)

    @property
    def hours(self) -> Decimal:
        """Hours of the contributions made in the period."""
        return Decimal(self["hours"].value or 0)
