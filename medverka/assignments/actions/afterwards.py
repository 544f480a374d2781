"""What happens when an assignment is over: who came, how it was, what was said, until all is answered and told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, link_holder
from medverka.accounts.models import User
from medverka.assignments import afterwards_policies as policies
from medverka.assignments.actions.requests import close_request
from medverka.assignments.models import Evaluation, Invitation, InvolvementRequest
from medverka.assignments.queries import ORIGIN
from medverka.assignments.rules import NotNow, RequestState
from medverka.contributions.actions import NewContribution, record_contribution
from medverka.contributions.models import Contribution
from medverka.contributions.rules import AlreadyRecorded, InTheFuture
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor
from medverka.voices.actions import record_voice
from medverka.voices.models import Voice
from medverka.voices.queries import progress

HAPPENED = frozenset({RequestState.OPEN, RequestState.CARRIED_OUT, RequestState.CLOSED})
QUESTIONS = ("overall", "treated", "conditions", "difference")


@dataclass(frozen=True)
class TookPart:
    """Whether one who had said yes came on the day, and for how long. `known`: contributions already noted that day."""

    invitation: Invitation
    came: bool
    hours: Decimal | None = None
    known: int = 0


class SeenBefore(Exception):
    """Some have a contribution noted for that day: is it one more? `known` maps invitation ids to how many."""

    def __init__(self, known: dict[int, int]) -> None:
        super().__init__(known)
        self.known = known


@transaction.atomic
def note_who_came(request: InvolvementRequest, *, by: Any, on: date, people: Sequence[TookPart]) -> list[Contribution]:
    """Note for everybody at once who came on a day. All or none: raises `SeenBefore` where a day is noted already."""
    if not policies.may_note(by, request):
        raise PermissionDenied
    _must_have_happened(request)
    noted, seen = [], {}
    for person in people:
        if person.invitation.request_id != request.pk or person.invitation.state != Invitation.State.ACCEPTED:
            raise PermissionDenied
        if not person.came:
            continue
        try:
            noted.append(_contribute(person.invitation, by, on, person.hours, person.known))
        except AlreadyRecorded as before:
            seen[person.invitation.pk] = before.known
    if seen:
        raise SeenBefore(seen)
    _note_absence(request, [person.invitation.pk for person in people if not person.came])
    record(by, "request.attendance_noted", request, on=on.isoformat(), came=len(noted))
    return noted


@transaction.atomic
def report_own(invitation: Invitation, *, by: Any, on: date, hours: Decimal | None, known: int = 0) -> Contribution:
    """A contributor notes their own day and hours, by account or link. Raises `AlreadyRecorded`."""
    if not policies.may_speak_for(by, invitation):
        raise PermissionDenied
    _must_have_happened(invitation.request)
    if invitation.state != Invitation.State.ACCEPTED:
        raise NotNow(_("Bara den som har varit med kan anteckna sin tid."))
    return _contribute(invitation, link_holder("contributor", invitation.contributor_id), on, hours, known)


@transaction.atomic
def evaluate(
    request: InvolvementRequest,
    *,
    by: Any,
    invitation: Invitation | None = None,
    words: str = "",
    words_open: bool = False,
    **answers: int,
) -> Evaluation:
    """One side's answers to the four questions, 1 to 5; `invitation` for a contributor's. Answering again replaces.

    The contributors' answers are counted when the request is closed. Nothing is added to them then, for the
    difference between two counts would tell what the last one answered. Their words are held back in the same
    way, unless they say that those may be read although it can be told who wrote them (`words_open`).
    """
    allowed = policies.may_evaluate(by, request) if invitation is None else policies.may_answer_for(by, invitation)
    if not allowed or (invitation is not None and invitation.request_id != request.pk):
        raise PermissionDenied
    _must_have_happened(request)
    if invitation is not None:
        _may_still_be_counted(request, invitation)
    values = {name: answers[name] for name in QUESTIONS} | {"words_open": words_open}
    evaluation, new = Evaluation.objects.update_or_create(
        request=request,
        invitation=invitation,
        defaults={**values, "words": words.strip()[:4000], "recorded_by": by.actor_id, "written_at": clock.now()},
    )
    side = "commissioner" if invitation is None else "contributor"
    record(by, "request.evaluated" if new else "request.evaluated_again", request, side=side)
    return evaluation


@transaction.atomic
def record_what_was_said(
    request: InvolvementRequest,
    *,
    by: Any,
    text: str,
    said_on: date,
    answer_due_on: date | None = None,
    capacity: str = Voice.Capacity.INDIVIDUAL,
    association: Organisation | None = None,
    unit: Organisation | None = None,
    owner: User | None = None,
) -> Voice:
    """Write down one voice from a request. Everybody who took part will be told what becomes of it."""
    place = request.unit or unit
    if place is None:
        raise NotNow(_("Välj vilken verksamhet som ska svara."))
    if not policies.may_follow(by, request):
        raise PermissionDenied
    _must_have_happened(request)
    return record_voice(
        by=by,
        text=text,
        unit=place,
        origin=(ORIGIN, request.pk),
        said_on=said_on,
        answer_due_on=answer_due_on or promised_day(request),
        capacity=capacity,
        association=association,
        speakers=those_who_came(request),
        owner=owner or request.commissioner,
    )


def promised_day(request: InvolvementRequest) -> date:
    """The day by which the request promised an answer; if that has passed or was never said, the county's own time."""
    if request.answer_by and request.answer_by >= clock.today():
        return request.answer_by
    return clock.today() + timedelta(days=the_county().answer_days)


def those_who_came(request: InvolvementRequest) -> list[Contributor]:
    """Those who had said yes and did not stay away."""
    came = Invitation.objects.filter(request=request, state=Invitation.State.ACCEPTED, no_show=False)
    return [invitation.contributor for invitation in came.select_related("contributor")]


@transaction.atomic
def close_finished(ids: Collection[int] | None = None) -> int:
    """Close the requests, among these or all, where everything said is answered and everybody is told. Returns how many."""
    rows = InvolvementRequest.objects.filter(state=RequestState.CARRIED_OUT).select_for_update(
        no_key=True, of=("self",)
    )
    waiting = rows.in_bulk(ids)
    finished = [pk for pk, row in progress(ORIGIN, list(waiting)).items() if row.finished]
    for pk in finished:
        close_request(waiting[pk], by=SYSTEM)
    return len(finished)


def _contribute(invitation: Invitation, by: Any, on: date, hours: Decimal | None, known: int) -> Contribution:
    request = invitation.request
    new = NewContribution(
        invitation.contributor, on, hours, request.way, request.level, request.unit,
        capacity=invitation.capacity, association=invitation.association, origin=(ORIGIN, request.pk),
    )  # fmt: skip
    try:
        contribution = record_contribution(new, by=by, known=known)
    except InTheFuture:
        raise NotNow(_("Dagen har inte varit än. Anteckna efteråt.")) from None
    Invitation.objects.filter(pk=invitation.pk).update(no_show=False)
    return contribution


def _note_absence(request: InvolvementRequest, invitation_ids: Sequence[int]) -> None:
    """Whoever stayed away and has been there on no other day, did not take part."""
    came = Contribution.objects.filter(origin_kind=ORIGIN, origin_id=request.pk).values("contributor")
    absent = Invitation.objects.filter(pk__in=invitation_ids).exclude(contributor__in=came)
    absent.update(no_show=True)


def _may_still_be_counted(request: InvolvementRequest, invitation: Invitation) -> None:
    if invitation.state != Invitation.State.ACCEPTED:
        raise NotNow(_("Bara den som har varit med kan svara på frågorna."))
    open_ones = InvolvementRequest.objects.filter(pk=request.pk).exclude(state=RequestState.CLOSED)
    if not open_ones.select_for_update(no_key=True).first():
        raise NotNow(_("Uppdraget är avslutat och svaren är sammanräknade. Ring oss gärna om du vill berätta något."))


def _must_have_happened(request: InvolvementRequest) -> None:
    if request.state not in HAPPENED:
        raise NotNow(_("Det går först när uppdraget har börjat."))
