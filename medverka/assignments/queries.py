"""What somebody sees of requests and assignments."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from medverka.access.authorise import may_everywhere, within_reach
from medverka.assignments import rules
from medverka.assignments.models import AssignmentTerms, Invitation, InvolvementRequest, Telling
from medverka.assignments.rules import InvitationState, RequestState
from medverka.assignments.waiting import waiting_for  # noqa: F401 - Today asks every app's queries for it
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.voices import telling
from medverka.voices.models import Voice

ORIGIN = "request"  # How voices and contributions name what they come from.

# The filter of the list: its word in the address, and which states it shows.
SHOWN: dict[str, frozenset[str]] = {
    "pagaende": rules.LIVING | {RequestState.CARRIED_OUT},
    "nya": frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK}),
    "soker": frozenset({RequestState.OPEN}),
    "genomforda": frozenset({RequestState.CARRIED_OUT}),
    "avslutade": frozenset({RequestState.CLOSED}),
    "nej": frozenset({RequestState.DECLINED, RequestState.CANCELLED}),
    "utkast": rules.DRAFTS,
}


def visible_to(user: Any) -> QuerySet[InvolvementRequest]:
    """Requests that `user` may open: their own, their units', and those that they handle. Drafts are their maker's."""
    if user.pk is None:
        return InvolvementRequest.objects.none()
    mine = Q(commissioner=user.pk)
    drafted_for_others = Q(source=InvolvementRequest.Source.COORDINATOR) & _handled_by(user)
    sent = ~Q(state__in=rules.DRAFTS) & (_handled_by(user) | within_reach_of_unit(user, "requests.follow"))
    return InvolvementRequest.objects.filter(mine | sent | drafted_for_others).select_related("unit__parent")


def handled_by(user: Any) -> QuerySet[InvolvementRequest]:
    """Received requests that `user` handles as coordinator."""
    return InvolvementRequest.objects.filter(_handled_by(user)).exclude(state__in=rules.DRAFTS)


def _handled_by(user: Any) -> Q:
    return within_reach_of_unit(user, "requests.handle")


def within_reach_of_unit(user: Any, permission: str) -> Q:
    """A filter on requests by their unit, that can be combined with others: never the empty filter."""
    if may_everywhere(user, permission):
        return Q(pk__isnull=False)
    return within_reach(user, permission, "unit")


def listed(
    user: Any, *, shown: str = "pagaende", unit: Organisation | None = None, year: int | None = None, text: str = ""
) -> QuerySet[InvolvementRequest]:
    """The list of requests, newest first, with what their petals need."""
    rows = visible_to(user)
    if shown in SHOWN:
        rows = rows.filter(state__in=SHOWN[shown])
    if unit:
        rows = rows.filter(unit__path__startswith=unit.path)
    if year:
        rows = rows.filter(received_on__year=year)
    for word in rules.plain(text, 100).split()[:5]:
        found = Q(title__icontains=word) | Q(number__icontains=word) | Q(unit_in_words__icontains=word)
        rows = rows.filter(found | Q(unit__name__icontains=word))
    return with_facts(rows).order_by(F("received_on").desc(nulls_first=True), "-pk")


def with_facts(requests: QuerySet[InvolvementRequest]) -> QuerySet[InvolvementRequest]:
    """Each request with the counts that `facts` reads."""
    voices = Voice.objects.filter(origin_kind=ORIGIN, origin_id=OuterRef("pk"))
    owed = telling.all_debts().filter(voice__origin_kind=ORIGIN, voice__origin_id=OuterRef("pk"))
    return requests.annotate(
        voices=_count(voices, "origin_id"),
        answered=_count(voices.exclude(answer=""), "origin_id"),
        effects=_count(voices.exclude(effect=""), "origin_id"),
        to_tell=_count(owed, "voice__origin_id"),
        told=_count(owed.filter(told_at__isnull=False), "voice__origin_id"),
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def facts(request: Any) -> rules.Facts:
    """What the chain of a request from `with_facts` is drawn from."""
    return rules.Facts(
        state=request.state,
        accepted=request.places_taken,
        wanted=request.persons_wanted,
        voices=request.voices,
        answered=request.answered,
        effects=request.effects,
        to_tell=request.to_tell,
        told=request.told,
    )


def years_of(user: Any) -> list[int]:
    """The years in which requests were received, newest first."""
    days = visible_to(user).filter(received_on__isnull=False).order_by().dates("received_on", "year", order="DESC")
    return [day.year for day in days]


def people_in(request: InvolvementRequest) -> dict[str, list[Invitation]]:
    """The request's invitations by state, each with its contributor."""
    found: dict[str, list[Invitation]] = {}
    for invitation in Invitation.objects.filter(request=request).select_related("contributor", "association"):
        found.setdefault(invitation.state, []).append(invitation)
    return found


def newest_terms(request: InvolvementRequest) -> AssignmentTerms | None:
    """The version that holds."""
    return AssignmentTerms.objects.filter(request=request).first()


def invitations_of(contributor: Contributor) -> QuerySet[Invitation]:
    """What a contributor knows of: everything but being a silent reserve."""
    mine = Invitation.objects.filter(contributor=contributor).exclude(state=InvitationState.RESERVE)
    return mine.exclude(state=InvitationState.NOT_CHOSEN, invited_at=None, replied_at=None).select_related(
        "request__unit", "contributor"
    )


def open_requests_for(contributor: Contributor) -> QuerySet[InvolvementRequest]:
    """Open requests in which the contributor could raise a hand."""
    mine = Invitation.objects.filter(contributor=contributor).values("request")
    still = Q(starts_on=None) | Q(starts_on__gte=clock.today())
    is_open = InvolvementRequest.objects.filter(still, state=RequestState.OPEN).exclude(pk__in=mine)
    return is_open.select_related("way", "form", "municipality", "unit").order_by("starts_on", "pk")


def tellings_for(user: Any) -> QuerySet[Telling]:
    """Letters to post and calls to make, oldest first."""
    return tellings_everywhere(user).filter(done_at=None)


def tellings_everywhere(user: Any) -> QuerySet[Telling]:
    """Letters and calls, done or not, within reach."""
    requests = handled_by(user).order_by().values("pk")
    rows = Telling.objects.filter(invitation__request__in=requests)
    return rows.select_related("invitation__contributor__municipality", "invitation__request__unit")
