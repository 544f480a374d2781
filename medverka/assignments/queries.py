"""What somebody sees of requests and assignments."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone

from medverka.access.authorise import SYSTEM, may_everywhere, within_reach
from medverka.assignments import rules
from medverka.assignments.models import LISTS, AssignmentTerms, Invitation, InvolvementRequest, Telling
from medverka.assignments.rules import InvitationState, RequestState
from medverka.assignments.waiting import waiting_for  # noqa: F401 - Today asks every app's queries for it
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Term
from medverka.voices.queries import Progress, progress

ORIGIN = "request"  # How voices and contributions name what they come from.
NOTHING_SAID = Progress()

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
    mine = Q(commissioner=user.pk) | Q(drafted_by=user.pk, state__in=rules.DRAFTS)
    drafted_for_others = Q(source=InvolvementRequest.Source.COORDINATOR) & _handled_by(user)
    sent = ~Q(state__in=rules.DRAFTS) & (_handled_by(user) | within_reach_of_unit(user, "requests.follow"))
    return InvolvementRequest.objects.filter(mine | sent | drafted_for_others).select_related("unit")


def one_of(user: Any) -> QuerySet[InvolvementRequest]:
    """The same, with all that the page of one request shows."""
    rows = visible_to(user).select_related("unit__parent", "way", "form", "language", "municipality", "commissioner")
    return rows.prefetch_related(*LISTS)


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
    """The list of requests, newest first. Each word of `text` stands in the title, number, purpose or unit."""
    rows = visible_to(user)
    rows = rows.filter(state__in=SHOWN[shown]) if shown in SHOWN else rows.exclude(state__in=rules.DRAFTS)
    if unit:
        rows = rows.filter(unit__path__startswith=unit.path)
    if year:
        rows = rows.filter(received_on__year=year)
    for word in rules.plain(text, 100).split()[:5]:
        found = Q(title__icontains=word) | Q(number__icontains=word) | Q(purpose__icontains=word)
        rows = rows.filter(found | Q(unit_in_words__icontains=word) | Q(unit__name__icontains=word))
    return rows.order_by(F("received_on").desc(nulls_first=True), "-pk")


def facts_of(requests: Iterable[InvolvementRequest]) -> dict[int, rules.Facts]:
    """What the chain of each request is drawn from, by the request's id; two queries, however many."""
    rows = {request.pk: request for request in requests}
    said = progress(ORIGIN, list(rows))
    return {pk: _facts(request, said.get(pk, NOTHING_SAID)) for pk, request in rows.items()}


def _facts(request: InvolvementRequest, said: Progress) -> rules.Facts:
    return rules.Facts(
        state=request.state,
        accepted=request.places_taken,
        wanted=request.persons_wanted,
        voices=said.voices,
        answered=said.answered,
        effects=said.effects,
        to_tell=said.owed,
        told=said.told,
    )


def years_of(user: Any) -> list[int]:
    """The years from the first request to the latest, newest first."""
    days = visible_to(user).aggregate(first=Min("received_on"), last=Max("received_on"))
    return list(range(days["last"].year, days["first"].year - 1, -1)) if days["first"] else []


def units_of(user: Any) -> list[tuple[int, str]]:
    """Id and name of each unit that has a request which the user sees."""
    units = Organisation.objects.filter(pk__in=visible_to(user).order_by().values("unit"))
    return list(units.values_list("pk", "name"))


def people_in(request: InvolvementRequest) -> dict[str, list[Invitation]]:
    """The request's invitations by state, each with its contributor."""
    found: dict[str, list[Invitation]] = {}
    rows = Invitation.objects.filter(request=request).select_related("contributor", "association")
    for invitation in rows.prefetch_related("contributor__terms"):
        invitation.needs = needs_of(invitation.contributor)  # type: ignore[attr-defined] # For the template.
        found.setdefault(invitation.state, []).append(invitation)
    return found


def newest_terms(request: InvolvementRequest) -> AssignmentTerms | None:
    """The version that holds."""
    return AssignmentTerms.objects.filter(request=request).first()


def invitations_of(contributor: Contributor) -> QuerySet[Invitation]:
    """What a contributor knows of: everything but being a silent reserve."""
    mine = Invitation.objects.filter(contributor=contributor).exclude(state=InvitationState.RESERVE)
    unheard = Q(state__in=[InvitationState.NOT_CHOSEN, InvitationState.TAKEN_BACK], invited_at=None, replied_at=None)
    return mine.exclude(unheard).select_related("request__unit", "contributor")


def picked_between(first: date, last: date) -> dict[str, int]:
    """How many invitations that went out between two days went to people found in each way (values of `Picked`).

    One that is not known (from before it was noted, or taken in from elsewhere) has the key "".
    """
    return dict(sent_between(first, last).values_list("picked").annotate(Count("pk")))


def sent_between(first: date, last: date) -> QuerySet[Invitation]:
    """Invitations that went out between two days, both included, in no order."""
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first, last + timedelta(days=1)))
    return Invitation.objects.filter(invited_at__gte=start, invited_at__lt=end).order_by()


def open_requests_for(contributor: Contributor) -> QuerySet[InvolvementRequest]:
    """Open requests in which the contributor could raise a hand."""
    mine = Invitation.objects.filter(contributor=contributor).values("request")
    still = Q(starts_on=None) | Q(starts_on__gte=clock.today())
    is_open = InvolvementRequest.objects.filter(still, state=RequestState.OPEN).exclude(pk__in=mine)
    return is_open.select_related("way", "form", "language", "municipality", "unit").order_by("starts_on", "pk")


def needs_of(person: Contributor) -> str:
    """What somebody needs to be able to take part, in words; empty where they have said nothing."""
    return ", ".join(term.name.lower() for term in person.terms.all() if term.kind == Term.Kind.ACCESS)


def needs_among(request: InvolvementRequest) -> list[tuple[str, int]]:
    """(what is needed, by how many) of those who are in."""
    rows = Invitation.objects.filter(request=request, state=InvitationState.ACCEPTED)
    people = Contributor.objects.filter(pk__in=rows.values("contributor")).prefetch_related("terms")
    needs = [need for person in people for need in needs_of(person).split(", ") if need]
    return sorted(Counter(needs).items())


def told_by_somebody(tellings: QuerySet[Telling]) -> list[Telling]:
    """Those letters and calls that somebody has noted as posted or made, newest first; `can_undo` where it is not too late."""
    rows = tellings.filter(done_at__isnull=False).exclude(done_by=SYSTEM.actor_id).order_by("-done_at", "-pk")
    found = list(rows.select_related("invitation__contributor", "invitation__request")[:100])
    for row in found:
        today = row.done_at is not None and clock.day_of(row.done_at) == clock.today()
        row.can_undo = today and rules.is_still_news(row.what, row.invitation.state)  # type: ignore[attr-defined] # For the template.
    return found


def tellings_for(user: Any) -> QuerySet[Telling]:
    """Letters to post and calls to make, oldest first."""
    return tellings_everywhere(user).filter(done_at=None)


def tellings_everywhere(user: Any) -> QuerySet[Telling]:
    """Letters and calls, done or not, within reach."""
    rows = Telling.objects.filter(within_reach(user, "requests.handle", "invitation__request__unit"))
    return rows.select_related("invitation__contributor__municipality", "invitation__request__unit")
