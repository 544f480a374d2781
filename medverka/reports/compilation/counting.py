"""What a compilation counts, from plain rows: no queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from medverka.reports.counting import answers_as_figures
from medverka.reports.figures import Figure, Words
from medverka.voices.rules import answer_figures

OTHER = "annat"  # The key of the theme for all that fits no other.


@dataclass(frozen=True)
class Said:
    """One voice: when it was said and answered, whether it led to something, where it was said and what it is about.

    `body` is the kind and the id of the council, forum or assignment.
    """

    pk: int
    on: date
    body: tuple[str, int]
    answered_on: date | None = None
    led: bool = False
    public: bool = False
    area: int | None = None
    themes: frozenset[int] = frozenset()

    @property
    def kind(self) -> str:
        return self.body[0]


@dataclass(frozen=True)
class Line:
    """One row: so much was said, the term before (None: nothing was written down then), in so many bodies, and how it was answered."""

    key: str
    label: Words
    voices: int
    before: int | None
    bodies: int
    share_answered: Figure
    median_days: Figure
    share_with_effect: Figure

    @property
    def figures(self) -> tuple[Figure, Figure, Figure]:
        return self.share_answered, self.median_days, self.share_with_effect


def line(key: str, label: Words, said: Sequence[Said], before: Sequence[Said] | None, k: int) -> Line:
    """The row of these voices."""
    facts = answer_figures([(row.on, row.answered_on, row.led) for row in said])
    _voices, *answers = answers_as_figures(facts, k)
    bodies = len({row.body for row in said})
    return Line(key, label, len(said), None if before is None else len(before), bodies, *answers)


def by_theme(
    said: Iterable[Said], before: Iterable[Said] | None, names: Mapping[int, tuple[str, Words]], no_theme: Words
) -> list[Line]:
    """A row for each theme (`names`: key and name by id) that came up, what recurs in most bodies first.

    Last come other things, and what has no theme. A voice with several themes is counted in each. Shares of few are
    shown too: a theme comes from everywhere, and they tell of those who answer, not of those who spoke.
    """
    now, then = _sorted(said), None if before is None else _sorted(before)
    lines = [
        line(key, label, now[theme], None if then is None else then[theme], 1)
        for theme, (key, label) in names.items()
        if now[theme]
    ]
    # `names` comes in the order of the alphabet, which settles what is alike. What is about other things recurs least of all.
    lines.sort(key=lambda row: (row.key == OTHER, -row.bodies, -row.voices))
    if now[None]:
        lines.append(line("", no_theme, now[None], None if then is None else then[None], 1))
    return lines


def _sorted(said: Iterable[Said]) -> dict[int | None, list[Said]]:
    found: dict[int | None, list[Said]] = defaultdict(list)
    for row in said:
        for theme in row.themes or {None}:
            found[theme].append(row)
    return found
