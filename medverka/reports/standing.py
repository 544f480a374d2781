"""Who was in the pool at the end of each year, in groups.

Most who were there one year were there the year before, so two such figures could be subtracted. They are
therefore folded through all years with `disclosure.renew`: a number changes only when at least k have come or gone.

Persons with the same life here (came and left in the same years, were in the same groups) are alike. They are
counted, and made-up numbers stand for them: nobody's id is needed to tell groups apart.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import date
from functools import partial
from itertools import compress
from typing import Any, NamedTuple

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from medverka.assignments.models import Invitation
from medverka.contributions.models import Contribution
from medverka.disclosure import Standing, renew
from medverka.pool.models import Contributor, StatusChange
from medverka.reports.counting import code, in_parts, year_of
from medverka.reports.figures import Breakdown, Part, Words
from medverka.reports.happened import AGES, PERSPECTIVES, capitals, municipality_names

STATUSES: dict[str, Words] = {"active": _("Aktiva"), "paused": _("Pausade")}
ASKED: dict[str, Words] = {"asked": _("Har blivit tillfrågade"), "never": _("Har aldrig blivit tillfrågade")}
Years = tuple[int, int | None]  # came, left


class Stay(NamedTuple):
    """So many persons came and left in these years, with this municipality, age band and these perspectives."""

    persons: int
    came: int
    left: int | None
    municipality: int | None
    age_band: str
    perspectives: frozenset[str]


class Life(NamedTuple):
    """A time in the pool, in one group, or from some years on in others: ``changes`` of (year, group), in order."""

    came: int
    left: int | None
    group: Hashable
    changes: tuple[tuple[int, Hashable], ...] = ()

    def is_in(self, year: int, group: Hashable) -> bool:
        """Whether it belongs to the group at the end of `year`."""
        return self.is_here(year) and self.group_in(year) == group

    def is_here(self, year: int) -> bool:
        """Whether it is in the pool at the end of `year`."""
        return self.came <= year and (self.left is None or self.left > year)

    def group_in(self, year: int) -> Hashable:
        """The group at the end of `year`."""
        return next((group for since, group in reversed(self.changes) if since <= year), self.group)


class Told(NamedTuple):
    """What is published of one group: so many were in it on that day."""

    shown: bool
    day: date
    persons: int


def stays() -> list[Stay]:
    """Everybody who has ever been in the pool."""
    rows = (
        Contributor.objects.filter(joined_on__isnull=False)
        .order_by()
        .values_list(
            year_of("joined_on"),
            year_of("left_on"),
            "municipality",
            "age_band",
            *(f"is_{name}" for name in PERSPECTIVES),
        )
        .annotate(Count("pk"))
    )
    return [
        Stay(persons, came, left, municipality, age_band, frozenset(compress(PERSPECTIVES, has)))
        for came, left, municipality, age_band, *has, persons in rows
    ]


def persons_at_year_ends(known: Iterable[Stay], years: Iterable[int]) -> dict[int, int]:
    """How many were in the pool at the end of each year."""
    sums = Counter[Years]()
    for stay in known:
        sums[stay.came, stay.left] += stay.persons
    return {
        year: sum(n for (came, left), n in sums.items() if came <= year and (left is None or left > year))
        for year in years
    }


class Folds(NamedTuple):
    """What is published of the persons at the end of a closed year, by those groups that the reach goes by too."""

    names: dict[int | None, Words]  # Of the municipalities.
    municipality: dict[int | None, Told]
    age_band: dict[str, Told]
    perspective: dict[str, dict[bool, Told]]  # Those who have it, and those who have not.


def folds(known: Collection[Stay], year: int, k: int) -> Folds:
    """Fold everybody through the years until `year`."""
    fold = partial(fold_years, years=range(first_year(known, year), year + 1), k=k)
    names = municipality_names()
    places, ages = (Counter(group_of(stay) for stay in known if stay.came <= year) for group_of in (_place, _age))
    return Folds(
        names,
        _never_anybody(fold(_having(known, _place), list(names)), places, year),
        _never_anybody(fold(_having(known, _age), list(AGES)), ages, year),
        {name: fold(_having(known, partial(_has, name)), [True, False]) for name in PERSPECTIVES},
    )


def _place(stay: Stay) -> int | None:
    return stay.municipality


def _age(stay: Stay) -> str:
    return stay.age_band


def _never_anybody(told: dict[Any, Told], people: Collection[Hashable], year: int) -> dict[Any, Told]:
    """The same, with those groups told as empty in which there has never been anybody.

    They never change, so `renew` would let them be hidden for good where the first years were. To know that they were
    empty then helps nobody, as long as at least three other groups have had people among whom the few can be.
    """
    if len(people) < 3:
        return told
    empty = Told(True, date(year, 12, 31), 0)
    return {group: standing if group in people else empty for group, standing in told.items()}


def first_year(known: Iterable[Stay], year: int) -> int:
    """The year in which the first person came; `year` where nobody has come."""
    return min((stay.came for stay in known), default=year)


def persons_in_parts(known: Collection[Stay], found: Folds, year: int, k: int) -> list[Breakdown]:
    """The persons at the end of a closed year by status, municipality, age band, perspective, and whether ever asked."""
    fold = partial(fold_years, years=range(first_year(known, year), year + 1), k=k)
    perspectives = {name: halves[True] for name, halves in found.perspective.items()}
    return [
        _breakdown("persons_by_status", fold(_by_status(known), list(STATUSES)), STATUSES, year, fresh=True),
        _breakdown("persons_by_municipality", found.municipality, found.names, year, by_size=True),
        _breakdown("persons_by_age_band", found.age_band, capitals(AGES), year),
        _breakdown("persons_by_perspective", perspectives, PERSPECTIVES, year),
        _breakdown("persons_by_asked", fold(_by_asked(known), list(ASKED)), ASKED, year, fresh=True),
    ]  # fmt: skip


def fold_years(lives: Counter[Life], keys: Collection[Hashable], *, years: Iterable[int], k: int) -> dict[Any, Told]:
    """What is published of each group at the end of the last year, beside all that was published before.

    `renew` asks of sizes and changes only whether they reach *k* or a little more. Some of many who are alike
    can therefore stand for all of them, which keeps a large pool as quick as a small one.
    """
    enough = 4 * k
    people = {
        life: frozenset(range(number * enough, number * enough + min(persons, enough)))
        for number, (life, persons) in enumerate(lives.items())
    }
    standings: dict[Hashable, Standing] = {}
    for year in years:
        groups: dict[Hashable, list[frozenset[int]]] = {key: [] for key in keys}
        for life, members in people.items():
            if life.is_here(year):
                groups[life.group_in(year)].append(members)
        now = {key: frozenset[Hashable]().union(*sets) for key, sets in groups.items()}
        standings = renew(standings, now, date(year, 12, 31), k=k)
    return {
        key: Told(standing.shown, standing.day, _size(lives, standing.day.year, key))
        for key, standing in standings.items()
    }


def _size(lives: Counter[Life], year: int, group: Hashable) -> int:
    return sum(persons for life, persons in lives.items() if life.is_in(year, group))


def _breakdown(
    key: str,
    told: dict[Any, Told],
    names: dict[Any, Words],
    year: int,
    *,
    by_size: bool = False,
    fresh: bool = False,
) -> Breakdown:
    """The standing figures, those of an earlier year with its day.

    With `fresh`, where the parts are halves of a total, those of different earlier years are left out instead, for
    they would mislead. And a half of this year says what the other is: that one has not changed, or `renew` had let
    neither change.
    """
    stale = {group for group, standing in told.items() if standing.day.year < year}
    if fresh and len(stale) == 1:
        stale = set()
    hidden = stale if fresh and len({standing.day for standing in told.values()}) > 1 else set()
    parts = []
    for group, standing in told.items():
        shown = standing.shown and group not in hidden
        as_of = standing.day if shown and group in stale else None
        parts.append(Part(code(group), names[group], standing.persons if shown else None, as_of))
    return in_parts(key, parts, by_size=by_size)


# --- Lives ------------------------------------------------------------------------------------


def _having(known: Iterable[Stay], group_of: Callable[[Stay], Hashable]) -> Counter[Life]:
    """Everybody, each in one group for good."""
    lives = Counter[Life]()
    for stay in known:
        lives[Life(stay.came, stay.left, group_of(stay))] += stay.persons
    return lives


def _has(perspective: str, stay: Stay) -> bool:
    return perspective in stay.perspectives


def _with_the_rest(lives: Counter[Life], known: Iterable[Stay], group: str) -> Counter[Life]:
    """These lives, and those of all others, who are in `group` for good."""
    taken = Counter[Life]()
    for life, persons in lives.items():
        taken[Life(life.came, life.left, group)] += persons
    return lives + (_having(known, lambda stay: group) - taken)


def _by_status(known: Iterable[Stay]) -> Counter[Life]:
    """Active or paused; only those who ever paused are looked at one by one."""
    paused = StatusChange.objects.filter(status=Contributor.Status.PAUSED).values("contributor")
    rows = (
        StatusChange.objects.filter(contributor__in=paused, contributor__joined_on__isnull=False)
        .order_by("contributor", "on", "pk")
        .values_list(
            "contributor", "status", year_of("on"), year_of("contributor__joined_on"), year_of("contributor__left_on")
        )
    )
    changes: dict[tuple[int, int, int | None], list[tuple[int, Hashable]]] = {}
    for person, status, year, came, left in rows:
        changes.setdefault((person, came, left), []).append((year, "paused" if status == "paused" else "active"))
    lives = Counter(Life(came, left, "active", tuple(steps)) for (_, came, left), steps in changes.items())
    return _with_the_rest(lives, known, "active")


def _by_asked(known: Iterable[Stay]) -> Counter[Life]:
    """Whether ever asked; who took part was. The years are the database's, in UTC: nobody is asked in a year's first hour."""
    firsts: dict[int, Any] = {}
    invited = Invitation.objects.filter(invited_at__isnull=False)
    for rows, moment in ((invited, "invited_at"), (Contribution.objects.all(), "on")):
        first = rows.filter(contributor__joined_on__isnull=False).order_by().values("contributor")
        found = first.annotate(first=Min(moment)).values_list(
            "contributor", year_of("first"), year_of("contributor__joined_on"), year_of("contributor__left_on")
        )
        for person, *life in found.iterator():
            firsts[person] = min(firsts.get(person, life), life)
    times = Counter(map(tuple, firsts.values()))
    lives = Counter({Life(came, left, "never", ((year, "asked"),)): n for (year, came, left), n in times.items()})
    return _with_the_rest(lives, known, "never")
