"""What the portal gathers from the apps below it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from medverka.accounts import queries as accounts
from medverka.assignments import queries as assignments
from medverka.assignments import waiting
from medverka.assignments.models import AssignmentTerms, Invitation, TermsAcceptance
from medverka.assignments.rules import RequestState
from medverka.assignments.standing import Standing, standing
from medverka.contributions import queries as contributions
from medverka.councils import queries as councils
from medverka.draws import waiting as draws
from medverka.foundation.waiting import Waiting
from medverka.mappings import waiting as mappings
from medverka.organisations import queries as organisations
from medverka.pool import queries as pool
from medverka.pool.models import Contributor
from medverka.portal import beginning
from medverka.registers import queries as registers
from medverka.surveys import waiting as surveys
from medverka.voices import queries as voices

SOURCES = (
    voices.waiting_for,
    councils.waiting_for,
    waiting.waiting_for,
    draws.waiting_for,
    surveys.waiting_for,
    mappings.waiting_for,
    pool.waiting_for,
    registers.waiting_for,
    accounts.waiting_for,
    beginning.waiting_for,
)
MOST_FOUND = 20


def in_one_list(user: Any) -> list[Waiting]:
    """Everything that waits for `user`: what is late, the latest first; then what has waited longest."""
    things = (thing for source in SOURCES for thing in source(user))
    return sorted(things, key=lambda thing: (-max(thing.late_days, 0), thing.since))


def waiting_for(user: Any) -> list[tuple[str, list[Waiting]]]:
    """The same in groups, each placed by the first thing in it."""
    things = in_one_list(user)
    order = list(dict.fromkeys(str(thing.group) for thing in things))
    things.sort(key=lambda thing: order.index(str(thing.group)))
    return [(group, list(members)) for group, members in groupby(things, key=lambda thing: str(thing.group))]


@dataclass(frozen=True)
class Agreed:
    """An assignment that a contributor takes part in and that lies ahead, with the terms that hold."""

    invitation: Invitation
    terms: AssignmentTerms | None
    accepted: bool


def agreed_assignments(person: Contributor) -> list[Agreed]:
    """The assignments ahead of a contributor, the next one first. Three queries, however many."""
    ahead = assignments.invitations_of(person).filter(state=Invitation.State.ACCEPTED, request__state=RequestState.OPEN)
    rows = list(ahead.order_by("request__starts_on", "pk"))
    versions = AssignmentTerms.objects.filter(request__in=[row.request_id for row in rows]).order_by("version")
    newest = {terms.request_id: terms for terms in versions}
    accepted = set(TermsAcceptance.objects.filter(invitation__in=rows).values_list("invitation", "terms"))
    return [
        Agreed(row, terms, terms is not None and (row.pk, terms.pk) in accepted)
        for row in rows
        for terms in [newest.get(row.request_id)]
    ]


@dataclass(frozen=True)
class Done:
    """What a contributor has done, and what came of it."""

    taken_part: contributions.Totals
    said: int
    answered: int
    changed: int


def done_by(person: Contributor) -> Done:
    """The counts of one contributor."""
    voices_of = voices.told_to(person).order_by()
    counts = voices_of.aggregate(
        said=Count("pk"), answered=Count("pk", filter=~Q(answer="")), changed=Count("pk", filter=~Q(effect=""))
    )
    return Done(contributions.totals(contributions.of(person)), **counts)


@dataclass(frozen=True)
class Found:
    """What a search found, by kind; each at most `MOST_FOUND`."""

    requests: list[tuple[Any, Standing]]
    councils: list[Any]
    organisations: list[Any]
    voices: list[Any]

    @property
    def anything(self) -> bool:
        return bool(self.requests or self.councils or self.organisations or self.voices)


def search(user: Any, text: str) -> Found:
    """Requests, councils, organisations and voices that `user` may see and that hold `text`."""
    if not text:
        return Found([], [], [], [])
    requests = assignments.listed(user, shown="alla", text=text)
    said = voices.chosen(voices.visible_to(user), "", text=text)
    return Found(
        [(request, standing(request)) for request in requests[:MOST_FOUND]],
        list(councils.visible_to(user).filter(name__icontains=text)[:MOST_FOUND]),
        list(organisations.visible_to(user).filter(name__icontains=text)[:MOST_FOUND]),
        list(said[:MOST_FOUND]),
    )
