"""The shape of what is published: figures, breakdowns, years, spread. Plain values, no queries."""

from collections.abc import Mapping, Sequence
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
    asked_others: int = 0  # Invitations to others than those proposed, of `asked_by_choice` to either.
    asked_by_choice: int = 0


@dataclass(frozen=True)
class Spread:
    """How much of something each tenth of the persons has, those with least first; shares add up to 1.

    `persons` were in the pool at the year's end, `without` of them have none of it. `measure` is a key of `TOPS`.
    `total` is how many there were in the year, those of persons who have left included; `even` is what each tenth
    would have if these were shared out as evenly as whole numbers allow.
    """

    tenths: Sequence[float] = ()
    reason: str = ""
    measure: str = "spread"
    persons: int = 0
    without: int = 0
    total: int = 0
    even: Sequence[float] = ()

    @property
    def top(self) -> Figure:
        """The share, in whole per cent, of the tenth that has most."""
        share = round(100 * self.tenths[-1]) if self.tenths else None
        return Figure(TOPS[self.measure], share, self.reason)

    @property
    def half(self) -> float:
        """The share of the persons, those with most, who have half of it; 0.1 where a tenth has more than half.

        It is reckoned from the tenths alone, and so tells no more than they do.
        """
        had = 0
        for number, share in enumerate(round(100 * share) for share in reversed(self.tenths)):
            if had + share >= 50:
                return max(number + (50 - had) / share, 1) / 10
            had += share
        return 1.0

    @property
    def half_is_passed(self) -> bool:
        """Whether the last tenth has more than half of it."""
        return bool(self.tenths) and round(100 * self.tenths[-1]) > 50


# The figure that tells the last tenth of each spread.
TOPS = {"spread": "most_engaged_tenth", "spread_asked": "most_asked_tenth"}


@dataclass(frozen=True)
class ReachRow:
    """One group of people: so many are in the pool, were asked in the year, took part in it. None: not shown.

    `as_of` is told where the number in the pool stands from an earlier day.
    """

    key: str
    label: Words
    persons: int | None
    asked: int | None
    took_part: int | None
    as_of: date | None = None


@dataclass(frozen=True)
class Reach(Defined):
    """Who is reached, group by group and in an order that ranks nobody, or the reason why it is not told."""

    key: str
    rows: Sequence[ReachRow] = ()
    reason: str = ""


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
    spread_asked: Spread = field(default_factory=lambda: Spread(measure="spread_asked"))
    earlier: Mapping[str, Mapping[int, Spread]] = field(default_factory=dict)  # By measure, then year, this one too.
    reaches: Sequence[Reach] = ()
    asking: Sequence[Figure] = ()  # How often others were asked than those proposed.

    def __getitem__(self, key: str) -> Figure:
        """A figure by its key. `KeyError` where there is none."""
        return {figure.key: figure for figure in (*self.totals, *self.answers, *self.tops, *self.asking)}[key]

    @property
    def tops(self) -> Sequence[Figure]:
        """The last tenth of each spread."""
        return [self.spread.top, self.spread_asked.top]

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
