"""Terms: spring from January to June, autumn from July to December."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Term:
    """Half a year. Terms are ordered as they come."""

    year: int
    autumn: bool

    @classmethod
    def of(cls, day: date) -> "Term":
        """The term that a day belongs to."""
        return cls(day.year, day.month > 6)

    @property
    def word(self) -> str:
        """How addresses and files name it."""
        return f"{'ht' if self.autumn else 'vt'}{self.year:04}"

    @property
    def start(self) -> date:
        return date(self.year, 7 if self.autumn else 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31) if self.autumn else date(self.year, 6, 30)

    @property
    def before(self) -> "Term":
        return Term(self.year, autumn=False) if self.autumn else Term(self.year - 1, autumn=True)

    @property
    def after(self) -> "Term":
        return Term(self.year + 1, autumn=False) if self.autumn else Term(self.year, autumn=True)

    def __str__(self) -> str:
        return (_("hösten %(year)s") if self.autumn else _("våren %(year)s")) % {"year": self.year}


def until(first: Term, last: Term) -> Iterator[Term]:
    """Every term from one to another, both included."""
    while first <= last:
        yield first
        first = first.after
