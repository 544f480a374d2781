"""Whom to ask: those who fit, least asked first, found by the database in a pool of any size.

Least asked means fewest times asked in the last year, then longest ago. Among equals a ring
decides: each person has a place in it, and each request starts somewhere else, so that the
order is fair, the same whenever the page is opened, and found through an index. How active
somebody is never counts, and neither does an invitation that they declined. The door is not
opened.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.assignments import fit
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.rules import ASKED, InvitationState, RequestState
from medverka.foundation import clock
from medverka.pool.models import Contributor, Term
from medverka.pool.queries import visible_to
from medverka.pool.rules import PERSPECTIVES

COUNTED_TO = 200  # Beyond this, "more than 200" says enough.
RING = 2**31
# The reasons that a coordinator who knows more may look behind, to ask somebody anyway.
ASKED_ANYWAY = frozenset({"perspective", "experience", "way", "form", "language", "weekday", "same_day", "limit"})
BUSY = (InvitationState.INVITED, InvitationState.ACCEPTED, InvitationState.WAITING)
HAPPENS = (RequestState.OPEN, RequestState.CARRIED_OUT, RequestState.CLOSED)
POOL = (Contributor.Status.NEW, Contributor.Status.ACTIVE, Contributor.Status.PAUSED)


@dataclass(frozen=True)
class Proposed:
    """One person who fits, as the coordinator sees them: under pseudonym."""

    contributor: Contributor
    what: str
    asked: Promise | str
    remarks: list[Promise]
    chosen: bool = False  # Ticked to begin with: as many as are missing.


@dataclass(frozen=True)
class Proposal:
    """Whom to ask, how many fit (`COUNTED_TO` + 1: more than that), and how many do not (None: not counted)."""

    people: list[Proposed]
    fit_count: int
    others: int | None


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
    )


def propose(
    request: InvolvementRequest, user: Any, at_most: int, missing: int = 0, ticked: Collection[int] | None = None
) -> Proposal:
    """Those who fit, within the reach of `user`, least asked first; the first `missing` are chosen, or the `ticked`."""
    wish = wish_of(request)
    fits, start = fitting(request, user, wish), request.key.int % RING
    few = list(fits.order_by().values_list("pk", "last_asked_on", "lot")[: COUNTED_TO + 1])
    if len(few) > COUNTED_TO:
        found = _first_of_many(fits, start, at_most)
        times = _times_asked(found)
    else:
        times = _times_asked([pk for pk, *_rest in few])
        found = _in_turn(few, times, start)[:at_most]
    people = Contributor.objects.select_related("municipality").prefetch_related("terms").in_bulk(found)
    chosen = found[:missing] if ticked is None else ticked
    return Proposal(
        [_proposed(wish, people[pk], times.get(pk, 0), chosen=pk in chosen) for pk in found],
        fit_count=len(few),
        others=_in_pool(user) - len(few) if len(few) <= COUNTED_TO else None,
    )


def fitting(request: InvolvementRequest, user: Any, wish: fit.Wish) -> QuerySet[Contributor]:
    """Everybody who fits, in no order."""
    reasons = misfits(request, wish).values()
    return _people(user).filter(*(~reason for reason in reasons), status=Contributor.Status.ACTIVE)


def _in_pool(user: Any) -> int:
    return visible_to(user).filter(status__in=POOL).order_by().count()


def why_not_the_others(request: InvolvementRequest, user: Any) -> list[tuple[str, Promise, int]]:
    """(reason, in words, how many) of those who do not fit; each person is counted once."""
    reasons = misfits(request, wish_of(request))
    first = Case(*(When(reasons[key], then=Value(key)) for key in fit.REASONS if key in reasons), default=Value(""))
    rows = _people(user).filter(status__in=POOL).annotate(reason=first).order_by().values_list("reason")
    counts = dict(rows.annotate(Count("pk")))
    return [(key, words, counts[key]) for key, words in fit.REASONS.items() if counts.get(key)]


def kept_out_by(reason: str, request: InvolvementRequest, user: Any) -> QuerySet[Contributor]:
    """The active ones who do not fit for this reason first of all, least asked first."""
    reasons = misfits(request, wish_of(request))
    if reason not in reasons or reason not in ASKED_ANYWAY:
        return Contributor.objects.none()
    before = list(fit.REASONS)[: list(fit.REASONS).index(reason)]
    others = [~reasons[key] for key in before if key in reasons]
    rows = _people(user).filter(reasons[reason], *others, status=Contributor.Status.ACTIVE)
    rows = rows.select_related("municipality").prefetch_related("terms")
    return rows.order_by(F("last_asked_on").asc(nulls_first=True), "lot", "pk")


def described(request: InvolvementRequest, people: Collection[Contributor], reason: str) -> list[Proposed]:
    """These people, as a proposal shows them; the remarks say what else does not fit than `reason`."""
    wish, times = wish_of(request), _times_asked([person.pk for person in people])
    rows = [_proposed(wish, person, times.get(person.pk, 0), chosen=False) for person in people]
    for row in rows:
        facts = person_of(row.contributor, list(row.contributor.terms.all()))
        row.remarks.extend(fit.REASONS[key] for key in fit.why_not(wish, facts) if key != reason)
    return rows


def misfits(request: InvolvementRequest, wish: fit.Wish) -> dict[str, Q]:
    """`fit.why_not` in SQL: a filter on `_people` for each reason that can apply to this request."""
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
    every = _terms_by_kind()
    for reason, kind, wanted in (
        ("experience", Term.Kind.AREA, set(wish.areas)),
        ("way", Term.Kind.WAY, {wish.way} - {None}),
        ("form", Term.Kind.FORM, {wish.form} - {None}),
        ("language", Term.Kind.LANGUAGE, {wish.language} - {None}),
    ):
        if wanted:
            found[reason] = Q(_chose(every[kind])) & ~Q(_chose(wanted))
    if wish.weekdays:
        suits = Q(days="[]")
        for day in wish.weekdays:
            suits |= Q(days__contains=str(day))
        found["weekday"] = ~suits
    if others := on_the_same_day(request):
        there = Invitation.objects.filter(request__in=others, state__in=BUSY, contributor=OuterRef("pk"))
        found["same_day"] = Q(Exists(there))
    return found


def on_the_same_day(request: InvolvementRequest) -> list[int]:
    """The ids of other requests that are to happen on a day of this one."""
    days = fit.days_of(request.starts_on, request.ends_on)
    if not days:
        return []
    near = InvolvementRequest.objects.filter(
        starts_on__range=(min(days) - timedelta(days=fit.LONG), max(days)), state__in=HAPPENS
    ).exclude(pk=request.pk)
    rows = near.order_by().values_list("pk", "starts_on", "ends_on")
    return [pk for pk, first, last in rows if days & fit.days_of(first, last)]


def _people(user: Any) -> QuerySet[Contributor]:
    """The pool within reach; `days` is the JSON list of weekdays as text: single digits, so that text search finds them."""
    return visible_to(user).alias(days=Cast("weekdays", TextField()))


def _terms_by_kind() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, pk in Term.objects.order_by().values_list("kind", "pk"):
        found.setdefault(kind, []).append(pk)
    return found


def _chose(term_ids: Iterable[int | None]) -> Exists:
    return Exists(Contributor.terms.through.objects.filter(contributor=OuterRef("pk"), term__in=term_ids))


def _busy() -> Coalesce:
    """How many assignments and open invitations of the last half-year somebody has."""
    recent = Q(state=InvitationState.ACCEPTED, replied_at__gte=clock.now() - fit.HALF_YEAR)
    mine = Invitation.objects.filter(
        recent | Q(state__in=[InvitationState.INVITED, InvitationState.WAITING]), contributor=OuterRef("pk")
    )
    counted = mine.order_by().values("contributor").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _asked_in_a_year() -> QuerySet[Invitation]:
    """Invitations of the last year, from the first moment of a day a year ago, that were not declined."""
    day = clock.today() - fit.YEAR
    return Invitation.objects.filter(
        state__in=ASKED, invited_at__gte=timezone.make_aware(datetime.combine(day, time.min))
    ).order_by()


def _in_turn(few: list[tuple[int, date | None, int]], times: dict[int, int], start: int) -> list[int]:
    """The ids of these (id, last asked, place in the ring), least asked first."""

    def turn(person: tuple[int, date | None, int]) -> tuple[int, date, int]:
        pk, last_asked_on, lot = person
        return times.get(pk, 0), last_asked_on or date.min, lot if lot >= start else lot + RING

    return [pk for pk, *_rest in sorted(few, key=turn)]


def _first_of_many(fits: QuerySet[Contributor], start: int, at_most: int) -> list[int]:
    """The same order, for a pool that is too large to be sorted."""
    found: list[int] = []
    for tier in _tiers(fits, start):
        if len(found) < at_most:
            found += tier.values_list("pk", flat=True)[: at_most - len(found)]
    return found


def _tiers(people: QuerySet[Contributor], start: int) -> list[QuerySet[Contributor]]:
    """The order in four parts, each of which an index finds without sorting the whole pool."""
    year_ago = clock.today() - fit.YEAR
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


def _times_asked(contributor_ids: list[int]) -> dict[int, int]:
    recent = _asked_in_a_year().filter(contributor__in=contributor_ids)
    return dict(recent.values_list("contributor").annotate(Count("pk")))


def _proposed(wish: fit.Wish, person: Contributor, times: int, *, chosen: bool) -> Proposed:
    terms = list(person.terms.all())
    facts = person_of(person, terms)
    told = fit.asked_in_words(person.last_asked_on, times, clock.today())
    remarks = [fit.REMARKS[key] for key in fit.remarks(wish, facts)]
    return Proposed(person, _in_words(wish, person, terms), told, remarks, chosen)


def person_of(person: Contributor, terms: list[Term]) -> fit.Person:
    """What matters of a contributor, for the pure rules (how busy they are is left out)."""
    chosen = {kind: frozenset(term.pk for term in terms if term.kind == kind) for kind in Term.Kind.values}
    home = person.municipality
    return fit.Person(
        status=person.status,
        perspectives=frozenset(person.perspectives),
        areas=chosen[Term.Kind.AREA],
        ways=chosen[Term.Kind.WAY],
        forms=chosen[Term.Kind.FORM],
        languages=chosen[Term.Kind.LANGUAGE],
        weekdays=frozenset(person.weekdays),
        most=person.most_per_half_year,
        municipality=home.pk if home else None,
        sub_area=home.sub_area_id if home else None,
    )


def _in_words(wish: fit.Wish, person: Contributor, terms: list[Term]) -> str:
    """Why they fit: perspectives, the experience that is asked for, what they need, where they live."""
    perspectives = ", ".join(str(PERSPECTIVES[code]) for code in person.perspectives)
    areas = ", ".join(term.name for term in terms if term.pk in wish.areas)
    needs = ", ".join(term.name for term in terms if term.kind == Term.Kind.ACCESS)
    home = str(person.municipality) if wish.on_site and person.municipality else ""
    parts = [perspectives, areas, home, _("Behöver: %s") % needs.lower() if needs else ""]
    return " ".join(f"{capfirst(part)}." for part in parts if part)
