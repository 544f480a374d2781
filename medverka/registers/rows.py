"""What the importer has read: typed rows that know where they stand, and the problems met on the way."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from medverka.registers.dates import Precision
from medverka.registers.sheets import Cell


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands: the key of its sheet, and its number as spreadsheet programs count, from 1."""

    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.sheet}!{self.row}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that a person must look at, in words, at its cell.

    `rejects`: the row does not come in. Otherwise it does, and this is a remark.
    """

    place: Place
    column: str  # Its letters; empty when it is about the row.
    heading: str
    value: str
    message: str
    accepted: str = ""
    rejects: bool = True

    @property
    def where(self) -> str:
        """The cell in words: ”Personer, rad 14, kolumn M (Anm. datum)”."""
        words = _("%(sheet)s, rad %(row)s") % {"sheet": self.place.sheet, "row": self.place.row}
        if not self.column:
            return words
        words = _("%(row)s, kolumn %(column)s") % {"row": words, "column": self.column}
        return f"{words} ({self.heading})" if self.heading else words

    def __str__(self) -> str:
        return " ".join(filter(None, (f"{self.where}:", self.message, self.accepted)))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no record (a total, a year between rows) or no contribution (cancelled), and why."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `keys` and `places` are several when rows have been merged."""

    keys: tuple[str, ...]
    places: tuple[Place, ...]
    numbers: tuple[str, ...] = ()  # As written in the register.
    given_name: str = ""
    family_name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    street: str = ""
    postcode: str = ""
    town: str = ""
    municipality: str = ""
    age_band: str = ""  # A code of `pool.rules.AGE_BANDS`.
    perspectives: tuple[str, ...] = ()  # user, patient, relative
    areas: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    joined_on: date | None = None
    joined_precision: Precision = Precision.DAY
    left_on: date | None = None
    status: str = ""  # active, paused, left; empty where the register says nothing, which means active.
    status_since: date | None = None
    channels: tuple[str, ...] = ()  # email, letter, phone; the preferred one first.
    protected: bool = False
    notes: str = ""

    @property
    def key(self) -> str:
        """Names the person within the import."""
        return self.keys[0]

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    def in_pool(self, day: date) -> bool:
        """Whether the person had joined by the end of `day` and not left."""
        return self.joined_on is not None and self.joined_on <= day and (self.left_on is None or self.left_on > day)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One request."""

    key: str
    place: Place
    received_on: date
    precision: Precision = Precision.DAY
    number: str = ""  # As written.
    unit: str = ""
    municipality: str = ""
    kind: str = ""
    purpose: str = ""
    level: str = ""  # individual, operational, system
    headcount: int | None = None
    status: str = ""  # received, ongoing, done, declined, cancelled; empty where the register says nothing.
    told_back: bool | None = None
    told_back_note: str = ""  # What the cell says, when it says more than yes or no.
    contact_name: str = ""
    contact_emails: tuple[str, ...] = ()
    contact_phones: tuple[str, ...] = ()
    when: str = ""
    venue: str = ""
    form: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """How a contribution's row names its person and its request, before they are looked up."""

    person: Cell = None
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phones: tuple[str, ...] = ()
    request: Cell = None
    person_column: int = -1
    request_column: int = -1


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One person on one occasion."""

    key: str
    place: Place
    on: date
    said: Said
    precision: Precision = Precision.DAY
    person_key: str = ""  # A key of a `PersonRow`, or of somebody known since before.
    request_key: str = ""  # Empty: the contribution stands alone.
    kind: str = ""
    hours: Decimal | None = None
    travel_hours: Decimal | None = None
    distance: Decimal | None = None  # Kilometres.
    unit: str = ""
    level: str = ""
    notes: str = ""


@dataclass(slots=True)
class Reading:
    """Everything that one or more sheets gave."""

    persons: list[PersonRow] = field(default_factory=list)
    requests: list[RequestRow] = field(default_factory=list)
    contributions: list[ContributionRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    not_held: list[Skipped] = field(default_factory=list)  # Contributions that were cancelled or where nobody came.
