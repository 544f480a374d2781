"""Who fits a request, found by the database in a pool of any size: `fit` in SQL, and the least asked first.

Least asked means fewest times asked in the last year, then longest ago. Among equals a ring decides: each person has a
place in it, and it begins somewhere else for each request, so that the order is fair, the same whenever the page is
opened, and found through an index. How active somebody is never counts, and neither does an invitation that they
declined. The door is not opened.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.functional import Promise

from medverka.assignments import fit
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.rules import ASKED, BUSY, HAPPENS, InvitationState
from medverka.foundation import clock
from medverka.pool.models import Contributor, Term
from medverka.pool.queries import visible_to
from medverka.pool.rules import PERSPECTIVES

RING = 2**31
# The reasons that a coordinator who knows more may look behind, to ask somebody anyway. Not "apart": whoever stands
# behind it knows the same unit as somebody who is asked (ADR 0020).
ASKED_ANYWAY = frozenset(
    {"perspective", "experience", "way", "form", "language", "access", "weekday", "same_day", "limit"}
)
# Who counts for each key of `fit.MIX`, as `fit.tags` has it; and who can be kept apart from nobody.
NO_UNITS = "no_units"
TAGGED = {"own": Q(is_user=True) | Q(is_patient=True), "relative": Q(is_relative=True), NO_UNITS: Q(units=None)}
POOL = (Contributor.Status.NEW, Contributor.Status.ACTIVE, Contributor.Status.PAUSED)


def wish_of(request: InvolvementRequest) -> fit.Wish:
    """What the request asks of people."""
    place = request.municipality
    return fit.Wish(
        perspectives=frozenset(code for code in PERSPECTIVES if getattr(request, f"wants_{code}")),
        areas=frozenset(term.pk for term in request.areas.all()),
        way=request.way_id,
        form=request.form_id,
        language=request.language_id,
        weekdays=fit.weekdays_between(request.starts_on, request.ends_on),
        on_site=bool(request.form and request.form.slug == fit.ON_SITE),
        municipality=place.pk if place else None,
        sub_area=place.sub_area_id if place else None,
        can_arrange=frozenset(term.pk for term in request.can_arrange.all()),
        cannot_arrange=frozenset(term.pk for term in request.cannot_arrange.all()),
        apart=request.mix_units,
    )


def fitting(request: InvolvementRequest, user: Any, wish: fit.Wish) -> QuerySet[Contributor]:
    """Everybody who fits, in no order."""
    return fitting_each([(request, wish)], user)[0]


def fitting_each(wanted: Sequence[tuple[InvolvementRequest, fit.Wish]], user: Any) -> list[QuerySet[Contributor]]:
    """The same for each of these requests, with one question however many there are."""
    people, happening = _people(user).filter(status=Contributor.Status.ACTIVE), _happening(one for one, _wish in wanted)
    return [
        people.filter(*(~reason for reason in misfits(request, wish, happening).values())) for request, wish in wanted
    ]


def how_many_in_pool(user: Any) -> int:
    """How many people there are within reach, new and paused ones too."""
    return visible_to(user).filter(status__in=POOL).order_by().count()


def why_not_the_others(request: InvolvementRequest, user: Any) -> list[tuple[str, Promise, int]]:
    """(reason, in words, how many) of those who do not fit; each person is counted once."""
    reasons = misfits(request, wish_of(request), _happening([request]))
    first = Case(*(When(reasons[key], then=Value(key)) for key in fit.REASONS if key in reasons), default=Value(""))
    rows = _people(user).filter(status__in=POOL).annotate(reason=first).order_by().values_list("reason")
    counts = dict(rows.annotate(Count("pk")))
    return [(key, words, counts[key]) for key, words in fit.REASONS.items() if counts.get(key)]


def kept_out_by(reason: str, request: InvolvementRequest, user: Any) -> QuerySet[Contributor]:
    """The active ones who do not fit for this reason first of all, least asked first."""
    reasons = misfits(request, wish_of(request), _happening([request]))
    if reason not in reasons or reason not in ASKED_ANYWAY:
        return Contributor.objects.none()
    before = list(fit.REASONS)[: list(fit.REASONS).index(reason)]
    others = [~reasons[key] for key in before if key in reasons]
    rows = _people(user).filter(reasons[reason], *others, status=Contributor.Status.ACTIVE)
    rows = rows.select_related("municipality").prefetch_related("terms")
    return rows.order_by(F("last_asked_on").asc(nulls_first=True), "lot", "pk")


def misfits(request: InvolvementRequest, wish: fit.Wish, happening: Mapping[int, frozenset[date]]) -> dict[str, Q]:
    """`fit.why_not` in SQL: a filter on `_people` for each reason that can apply to this request.

    `happening` has the days of what else happens then, as `_happening` finds it.
    """
    part = Invitation.objects.filter(request=request, contributor=OuterRef("pk"))
    already = part.exclude(state=InvitationState.TAKEN_BACK)
    found = {
        "asked": Q(Exists(already)),
        "new": Q(status=Contributor.Status.NEW),
        "paused": Q(status=Contributor.Status.PAUSED),
        "limit": Q(most_per_half_year__isnull=False) & Q(most_per_half_year__lte=_busy()),
    }
    if wish.perspectives:
        found["perspective"] = Q(**{f"is_{code}": False for code in wish.perspectives})
    for reason, kind, wanted in (
        ("experience", Term.Kind.AREA, set(wish.areas)),
        ("way", Term.Kind.WAY, {wish.way} - {None}),
        ("form", Term.Kind.FORM, {wish.form} - {None}),
        ("language", Term.Kind.LANGUAGE, {wish.language} - {None}),
    ):
        if wanted:
            found[reason] = Q(_chose(Term.objects.filter(kind=kind).order_by().values("pk"))) & ~Q(_chose(wanted))
    if wish.cannot_arrange:
        found["access"] = Q(_chose(wish.cannot_arrange))
    if wish.weekdays:
        suits = Q(days="[]")
        for day in wish.weekdays:
            suits |= Q(days__contains=str(day))
        found["weekday"] = ~suits
    found |= _clashes(request, happening)
    if "apart" in found:
        found["apart"] |= found.pop("limit")
    return found


def _clashes(request: InvolvementRequest, happening: Mapping[int, frozenset[date]]) -> dict[str, Q]:
    """Who does something else then, and who knows a unit that somebody with a part in it knows."""
    found = {}
    days = fit.days_of(request.starts_on, request.ends_on)
    if others := [pk for pk, theirs in happening.items() if pk != request.pk and days & theirs]:
        there = Invitation.objects.filter(request__in=others, state__in=BUSY, contributor=OuterRef("pk"))
        found["same_day"] = Q(Exists(there))
    if request.mix_units:
        part_in_it = Invitation.objects.filter(request=request, state__in=BUSY).order_by()
        units = Contributor.units.through.objects
        theirs = units.filter(contributor__in=part_in_it.values("contributor")).values("organisation")
        found["apart"] = Q(Exists(units.filter(contributor=OuterRef("pk"), organisation__in=theirs)))
    return found


def clashing(
    request: InvolvementRequest, wish: fit.Wish, contributor_ids: Collection[int]
) -> dict[str, frozenset[int]]:
    """Which of these (by id) each of the reasons `fit.CLASHES` holds for."""
    reasons = misfits(request, wish, _happening([request]))
    people = Contributor.objects.filter(pk__in=contributor_ids).order_by()
    known = [key for key in fit.CLASHES if key in reasons]
    return {key: frozenset(people.filter(reasons[key]).values_list("pk", flat=True)) for key in known}


def units_of(contributors: Collection[int] | QuerySet[Any]) -> dict[int, frozenset[int]]:
    """The units that each of these has experience of; whoever has not said any is left out."""
    rows = Contributor.units.through.objects.filter(contributor__in=contributors)
    found: dict[int, set[int]] = defaultdict(set)
    for contributor, unit in rows.values_list("contributor", "organisation"):
        found[contributor].add(unit)
    return {contributor: frozenset(units) for contributor, units in found.items()}


def _happening(requests: Iterable[InvolvementRequest]) -> dict[int, frozenset[date]]:
    """The days of whatever is to happen on a day of one of these requests, and about then, by id."""
    days = frozenset[date]().union(*(fit.days_of(request.starts_on, request.ends_on) for request in requests))
    if not days:
        return {}
    near = InvolvementRequest.objects.filter(
        starts_on__range=(min(days) - timedelta(days=fit.LONG), max(days)), state__in=HAPPENS
    )
    rows = near.order_by().values_list("pk", "starts_on", "ends_on")
    return {pk: fit.days_of(first, last) for pk, first, last in rows}


def _people(user: Any) -> QuerySet[Contributor]:
    """The pool within reach; `days` is the JSON list of weekdays as text: single digits, so that text search finds them."""
    return visible_to(user).alias(days=Cast("weekdays", TextField()))


def _chose(term_ids: Iterable[int | None] | QuerySet[Any]) -> Exists:
    return Exists(Contributor.terms.through.objects.filter(contributor=OuterRef("pk"), term__in=term_ids))


def _busy() -> Coalesce:
    """How many assignments and open invitations of the last half-year somebody has."""
    recent = Q(state=InvitationState.ACCEPTED, replied_at__gte=clock.now() - fit.HALF_YEAR)
    mine = Invitation.objects.filter(
        recent | Q(state__in=[InvitationState.INVITED, InvitationState.WAITING]), contributor=OuterRef("pk")
    )
    counted = mine.order_by().values("contributor").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


# --- The least asked first ------------------------------------------------------------------


def ring_start(request: InvolvementRequest) -> int:
    """Where the ring begins for a request."""
    return request.key.int % RING


def times_asked(contributor_ids: Collection[int]) -> dict[int, int]:
    """How many times each was asked in the last year; whoever never was is left out."""
    recent = _asked_in_a_year().filter(contributor__in=contributor_ids)
    return dict(recent.values_list("contributor").annotate(Count("pk")))


def first_in_turn(people: QuerySet[Contributor], start: int, at_most: int) -> list[int]:
    """The ids of those who have been asked least, in order, without sorting the whole pool."""
    found: list[int] = []
    for tier in _tiers(people, start):
        if len(found) < at_most:
            found += tier.values_list("pk", flat=True)[: at_most - len(found)]
    return found


def least_asked(several: Sequence[QuerySet[Contributor]], start: int, at_most: int) -> set[int]:
    """The ids of those who have been asked least, so many of each of these; four questions at most, however many."""
    found: list[list[int]] = [[] for _people in several]
    tiers = [_tiers(people, start) for people in several]
    for tier in zip(*tiers, strict=True):
        lacking = [
            Contributor.objects.filter(pk__in=rows.values("pk")[: at_most - len(ids)])
            .order_by()
            .annotate(of=Value(number))
            .values_list("of", "pk")
            for number, (rows, ids) in enumerate(zip(tier, found, strict=True))
            if len(ids) < at_most
        ]
        for number, pk in lacking[0].union(*lacking[1:], all=True) if lacking else ():
            found[number].append(pk)
    return {pk for ids in found for pk in ids}


def a_year_ago() -> datetime:
    """The first moment of the day from which on being asked counts."""
    return timezone.make_aware(datetime.combine(clock.today() - fit.YEAR, time.min))


def _asked_in_a_year() -> QuerySet[Invitation]:
    """Invitations of the last year that were not declined."""
    return Invitation.objects.filter(state__in=ASKED, invited_at__gte=a_year_ago()).order_by()


def _tiers(people: QuerySet[Contributor], start: int) -> list[QuerySet[Contributor]]:
    """The order in four parts, each of which an index finds without sorting the whole pool."""
    year_ago: date = clock.today() - fit.YEAR
    never = people.filter(last_asked_on=None)
    ring = Case(When(lot__gte=start, then=F("lot")), default=F("lot") + RING)
    mine = _asked_in_a_year().filter(contributor=OuterRef("pk")).values("contributor")
    times = Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)
    return [
        never.filter(lot__gte=start).order_by("lot"),
        never.filter(lot__lt=start).order_by("lot"),
        people.filter(last_asked_on__lt=year_ago).order_by("last_asked_on", ring),
        people.filter(last_asked_on__gte=year_ago).order_by(times, "last_asked_on", ring),
    ]
