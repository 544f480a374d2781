"""Everything that is open, shared out at once: who is proposed for what, from a handful of questions to the database.

People fit or do not by `fit`; among those who do, `fairness.proposal` finds the plan that fills the most places, then
asks those who have been asked least, then those who live closest, then whoever was asked the longest ago; among equals
a ring decides, which begins somewhere else for each request. How active somebody is never counts, nor what they have
declined.

In a pool that is too large to be weighed as a whole, the least asked stand for all. That changes neither how many
places are filled nor how even it is: whoever is left out could at best take the place of somebody asked less (ADR
0016). It need not hold where people with experience of the same unit are kept apart (ADR 0020).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, prefetch_related_objects

from medverka.assignments import fit
from medverka.assignments.fitting import (
    NO_UNITS,
    TAGGED,
    a_year_ago,
    first_in_turn,
    fitting_each,
    least_asked,
    ring_start,
    units_of,
    wish_of,
)
from medverka.assignments.models import LISTS, Invitation, InvolvementRequest
from medverka.assignments.queries import handled_by
from medverka.assignments.rules import ASKED, BUSY, HAPPENS, InvitationState, RequestState
from medverka.fairness.proposal.explain import Explanation, explain
from medverka.fairness.proposal.plan import Plan
from medverka.fairness.proposal.problem import Pairs, Person, Problem, Request
from medverka.fairness.proposal.solve import solve
from medverka.foundation import clock
from medverka.pool.models import Contributor, Term
from medverka.pool.queries import visible_to
from medverka.pool.rules import PERSPECTIVES

TOGETHER = 60  # Requests weighed together, at most: those that happen first.
GATHERED = 400  # People weighed, at most, beside those whom a rare wish needs.
PLACES = 50  # For so many together a step of distance is worth more than having been asked longer ago.
SPARE = 30  # So many more for each request than there are places in all: those who stand in.
SAID: dict[str, str] = {
    Term.Kind.AREA: "areas",
    Term.Kind.WAY: "ways",
    Term.Kind.FORM: "forms",
    Term.Kind.LANGUAGE: "languages",
    Term.Kind.ACCESS: "needs",
}
UNIT = "unit"
_OPEN = frozenset({InvitationState.INVITED, InvitationState.WAITING})


@dataclass(frozen=True)
class Wanted:
    """A request with what it asks of people, and who has a part in it already."""

    thing: InvolvementRequest
    wish: fit.Wish
    days: frozenset[date]
    there: frozenset[int]  # Contributors, by id; an invitation taken back is none.
    missing: int  # Places that nobody has said yes to, or is asked for.
    at_least: dict[str, int]  # For which keys of `fit.MIX` a place is kept: for those that are not there yet.
    units: frozenset[int] = frozenset()  # Of those who are there, where nobody else may have experience of them.

    @property
    def apart(self) -> frozenset[str]:
        """Of which groups no two people may come."""
        return frozenset({UNIT} if self.thing.mix_units else ())


@dataclass(frozen=True)
class Somebody:
    """An active person within reach, as far as it matters for whom to ask."""

    pk: int
    facts: fit.Person
    load: int  # Times asked in the last year; what they declined is none.
    days: frozenset[date]  # On which they take part in something, or are asked to.
    last_asked_on: date | None
    lot: int
    units: frozenset[int] = frozenset()  # Known where a request keeps people of the same unit apart.

    @property
    def tags(self) -> frozenset[str]:
        """What they count for where places are kept, and whether they can be kept apart from anybody."""
        return fit.tags(self.facts.perspectives) | (frozenset() if self.units else {NO_UNITS})

    def fits(self, wanted: Wanted) -> bool:
        """Whether they can be asked about it."""
        if self.pk in wanted.there or not self.days.isdisjoint(wanted.days):
            return False
        if not self.units.isdisjoint(wanted.units):
            return False
        return fit.fits(wanted.wish, self.facts)


@dataclass(frozen=True)
class Sharing:
    """What is shared out among whom. `everybody`: whether the whole pool is weighed."""

    wanted: Sequence[Wanted]
    people: Sequence[Somebody]
    everybody: bool

    @cached_property
    def pairs(self) -> list[tuple[int, int, int]]:
        """(person, request, how well they fit) of all who do, by id: closeness first, then who was asked longest ago."""
        since = {day: place for place, day in enumerate(self.asked_on)}
        return [
            (
                one.pk,
                wanted.thing.pk,
                fit.distance(wanted.wish, one.facts) * self.mile + since[one.last_asked_on or date.min],
            )
            for wanted in self.wanted
            for one in self.people
            if one.fits(wanted)
        ]

    @cached_property
    def asked_on(self) -> list[date]:
        """The days on which people were last asked, each once, the longest ago first."""
        return sorted({one.last_asked_on or date.min for one in self.people})

    @cached_property
    def mile(self) -> int:
        """What a step of distance weighs: more than who was asked longest ago, for up to `PLACES` places together.

        With more places than that it weighs more than any one of them, so that the numbers stay small enough to add.
        """
        return 1 + len(self.asked_on) * min(sum(one.missing for one in self.wanted), PLACES)

    @cached_property
    def plan(self) -> Plan:
        """The best there is; people and requests stand in it in the order in which they stand here."""
        people = [
            Person(
                one.pk,
                one.load,
                _left(one.facts),
                one.lot,
                fit.tags(one.facts.perspectives),
                {UNIT: one.units} if one.units else {},
            )
            for one in self.people
        ]
        requests = [
            Request(one.thing.pk, one.missing, one.days, ring_start(one.thing), one.at_least, one.apart)
            for one in self.wanted
        ]
        return solve(Problem(people, requests, Pairs.of(self.pairs, people, requests)))

    @property
    def keeps_apart(self) -> bool:
        """Whether any of the requests wants no two of the same unit."""
        return any(one.apart for one in self.wanted)

    def of(self, request: InvolvementRequest) -> Wanted:
        """What is known of one of the requests."""
        return next(one for one in self.wanted if one.thing.pk == request.pk)

    def explained(self, request: InvolvementRequest) -> Explanation:
        """Why these people for this request, and why not the others."""
        return explain(self.plan, self.wanted.index(self.of(request)))


def _left(facts: fit.Person) -> int | None:
    """How many assignments more somebody wants this half-year."""
    return None if facts.most is None else max(facts.most - facts.busy, 0)


def share_out(request: InvolvementRequest, user: Any) -> Sharing:
    """Weigh this request with all the others that miss somebody and that `user` handles."""
    things = _open_ones(request, user)
    wanted = _all_wanted(things)
    start = ring_start(max(things, key=lambda thing: (thing.opened_on or date.min, thing.pk)))
    active = visible_to(user).filter(status=Contributor.Status.ACTIVE)
    with_units = any(thing.mix_units for thing in things)
    people, everybody = _gathered(active, start, with_units)
    if not everybody:
        people += _for_rare_wishes(wanted, people, user, start, with_units)
    return Sharing(wanted, people, everybody)


def _open_ones(request: InvolvementRequest, user: Any) -> list[InvolvementRequest]:
    """This request and the others that look for somebody, those that happen first."""
    today = clock.today()
    over = Q(ends_on__lt=today) | Q(ends_on=None, starts_on__lt=today)
    others = handled_by(user).filter(state=RequestState.OPEN, places_taken__lt=F("persons_wanted"))
    others = others.exclude(over).exclude(pk=request.pk).order_by(F("starts_on").asc(nulls_last=True), "pk")
    things = [request, *others.select_related("form", "municipality")[: TOGETHER - 1]]
    prefetch_related_objects(things, *LISTS)
    return things


def _all_wanted(things: Sequence[InvolvementRequest]) -> list[Wanted]:
    parts = Invitation.objects.filter(request__in=things).exclude(state=InvitationState.TAKEN_BACK).order_by()
    rows: dict[int, list[_Part]] = defaultdict(list)
    for request, *part in parts.values_list("request", "contributor", "state", *_PERSPECTIVES):
        rows[request].append(_Part(part[0], part[1], _codes(part[2:])))
    mixed = [part.contributor for thing in things if thing.mix_units for part in rows[thing.pk] if part.state in BUSY]
    units = units_of(mixed) if mixed else {}
    return [_wanted(thing, rows[thing.pk], units if thing.mix_units else {}) for thing in things]


class _Part(NamedTuple):
    contributor: int
    state: str
    perspectives: frozenset[str]


_PERSPECTIVES = [f"contributor__is_{code}" for code in PERSPECTIVES]


def _codes(given: Sequence[bool]) -> frozenset[str]:
    return frozenset(code for code, holds in zip(PERSPECTIVES, given, strict=True) if holds)


def _wanted(thing: InvolvementRequest, parts: Sequence[_Part], units: Mapping[int, frozenset[int]]) -> Wanted:
    asked = sum(part.state == InvitationState.INVITED for part in parts)
    there_for = {tag for part in parts if part.state in BUSY for tag in fit.tags(part.perspectives)}
    return Wanted(
        thing,
        wish_of(thing),
        fit.days_of(thing.starts_on, thing.ends_on),
        frozenset(part.contributor for part in parts),
        missing=max(thing.persons_wanted - thing.places_taken - asked, 0),
        at_least={tag: 1 for tag in fit.MIX if getattr(thing, f"mix_{tag}") and tag not in there_for},
        units=frozenset(
            unit for part in parts if part.state in BUSY for unit in units.get(part.contributor, frozenset())
        ),
    )


# --- The people -----------------------------------------------------------------------------


def _gathered(active: QuerySet[Contributor], start: int, with_units: bool) -> tuple[list[Somebody], bool]:
    """The least asked, and whether that is everybody."""
    rows = _rows(active.order_by()[: GATHERED + 1])
    if len(rows) <= GATHERED:
        return _known(rows, with_units), True
    return _known(_rows(Contributor.objects.filter(pk__in=first_in_turn(active, start, GATHERED))), with_units), False


def _for_rare_wishes(
    wanted: Sequence[Wanted], people: Sequence[Somebody], user: Any, start: int, with_units: bool
) -> list[Somebody]:
    """The least asked of those who fit where few of the gathered do: as many as there can be use for."""
    enough = sum(one.missing for one in wanted) + SPARE
    rare: list[tuple[Wanted, frozenset[str]]] = []
    for one in wanted:
        fitting_here = [person for person in people if person.fits(one)]
        for tags in _subsets([*one.at_least, *([NO_UNITS] if one.apart else [])]):
            if sum(tags <= person.tags for person in fitting_here) < enough:
                rare.append((one, tags))
    every = fitting_each([(one.thing, one.wish) for one, _tags in rare], user)
    each = [rows.filter(*(TAGGED[tag] for tag in tags)) for rows, (_one, tags) in zip(every, rare, strict=True)]
    more = least_asked(each, start, enough) - {person.pk for person in people}
    return _known(_rows(Contributor.objects.filter(pk__in=more)), with_units) if more else []


def _subsets(tags: Iterable[str]) -> list[frozenset[str]]:
    found = [frozenset[str]()]
    for tag in tags:
        found += [one | {tag} for one in found]
    return found


def _rows(people: QuerySet[Contributor]) -> list[Sequence[Any]]:
    """What stands with the people themselves, as `_somebody` reads it."""
    names = ("municipality", "municipality__sub_area", "weekdays", "most_per_half_year", "last_asked_on", "lot")
    return list(people.values_list("pk", *names, *(f"is_{code}" for code in PERSPECTIVES)))


def _known(rows: Sequence[Sequence[Any]], with_units: bool) -> list[Somebody]:
    """What is known of these people, in two questions, or three."""
    ids = [pk for pk, *_rest in rows]
    said, parts = _said(ids), _parts(ids)
    units = units_of(ids) if with_units else {}
    nothing: dict[str, frozenset[int]] = dict.fromkeys(SAID.values(), frozenset())
    return [
        _somebody(row, nothing | said.get(row[0], {}), parts.get(row[0], _Asked()), units.get(row[0], frozenset()))
        for row in rows
    ]


def _said(ids: Collection[int]) -> dict[int, dict[str, frozenset[int]]]:
    """Contributor → list → terms, of the lists that requests ask about."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    chosen = Contributor.terms.through.objects.filter(contributor__in=ids, term__kind__in=SAID)
    for contributor, term, kind in chosen.values_list("contributor", "term", "term__kind"):
        found[contributor][SAID[kind]].add(term)
    return {pk: {name: frozenset(terms) for name, terms in said.items()} for pk, said in found.items()}


@dataclass
class _Asked:
    """What somebody was asked, added up."""

    load: int = 0
    busy: int = 0
    days: frozenset[date] = frozenset()


def _parts(ids: Collection[int]) -> dict[int, _Asked]:
    """What each was asked in the last year, and what they take part in from now on."""
    year, half = a_year_ago(), clock.now() - fit.HALF_YEAR
    now = Q(state__in=BUSY, request__starts_on__gte=clock.today() - timedelta(days=fit.LONG))
    recent = Q(invited_at__gte=year) | Q(replied_at__gte=half) | Q(state__in=_OPEN)
    rows = Invitation.objects.filter(recent | now, contributor__in=ids, state__in=ASKED).order_by()
    found: dict[int, _Asked] = defaultdict(_Asked)
    names = ("state", "invited_at", "replied_at", "request__state", "request__starts_on", "request__ends_on")
    for contributor, state, invited_at, replied_at, request_state, starts_on, ends_on in rows.values_list(
        "contributor", *names
    ):
        one = found[contributor]
        one.load += bool(invited_at and invited_at >= year)
        one.busy += state in _OPEN or bool(state == InvitationState.ACCEPTED and replied_at and replied_at >= half)
        if state in BUSY and request_state in HAPPENS:
            one.days |= fit.days_of(starts_on, ends_on)
    return found


def _somebody(row: Sequence[Any], said: dict[str, frozenset[int]], asked: _Asked, units: frozenset[int]) -> Somebody:
    pk, municipality, sub_area, weekdays, most, last_asked_on, lot, *perspectives = row
    facts = fit.Person(
        perspectives=_codes(perspectives),
        areas=said["areas"],
        ways=said["ways"],
        forms=said["forms"],
        languages=said["languages"],
        needs=said["needs"],
        weekdays=frozenset(weekdays),
        most=most,
        busy=asked.busy,
        municipality=municipality,
        sub_area=sub_area,
    )
    return Somebody(pk, facts, asked.load, asked.days, last_asked_on, lot, units)
