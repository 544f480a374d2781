"""Who is asked, who says yes, and who takes the place of somebody who says no.

Every action first locks the request's row. A place is taken by one guarded UPDATE, and the
database refuses more places taken than there are: two tabs, a reserve and a late yes cannot
overfill a request.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from medverka.assignments import codes, rules
from medverka.assignments.actions.tellings import no_longer_needed, tell, tell_commissioner
from medverka.assignments.models import (
    AssignmentTerms,
    Invitation,
    InvitationQuestion,
    InvolvementRequest,
    Telling,
)
from medverka.assignments.policies import is_invited, may_answer, may_handle
from medverka.assignments.queries import ORIGIN
from medverka.assignments.rules import NotNow, Picked
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor

State = Invitation.State
COUNTED_ON = (State.INVITED, State.ACCEPTED, State.WAITING, State.RAISED)  # They must hear if it is called off.


@transaction.atomic
def invite(
    request: InvolvementRequest,
    contributors: Iterable[Contributor],
    *,
    by: Any,
    last_day: date | None = None,
    picked: Mapping[int, str] = MappingProxyType({}),
) -> list[Invitation]:
    """Ask these people, each in their channel. Whoever is asked already is not asked again.

    `picked` says how each (by id) was found, a value of `Picked`, where that is known.
    """
    request = _opened(request, by)
    found = {invitation.contributor_id: invitation for invitation in of(request)}
    invited = []
    for contributor in contributors:
        if contributor.status != Contributor.Status.ACTIVE:
            raise NotNow(_("%(name)s är inte aktiv och kan inte bjudas in.") % {"name": contributor})
        invitation = found.get(contributor.pk) or _new(request, contributor, State.RESERVE)
        if rules.invitation_can("invite", invitation.state):
            invited.append(_invite(request, invitation, by, last_day, _picked(invitation, picked)))
    count_asked([invitation.contributor_id for invitation in invited])
    return invited


@transaction.atomic
def add_reserves(
    request: InvolvementRequest,
    contributors: Iterable[Contributor],
    *,
    by: Any,
    picked: Mapping[int, str] = MappingProxyType({}),
) -> list[Invitation]:
    """Put these people in reserve, in this order. They are asked when somebody says no. `picked` as for `invite`."""
    request = _opened(request, by)
    found = {invitation.contributor_id: invitation for invitation in of(request)}
    last = max((invitation.order for invitation in found.values()), default=0)
    reserves = []
    for contributor in contributors:
        invitation = found.get(contributor.pk)
        if invitation is None:
            how = picked.get(contributor.pk, "")
            invitation = _new(request, contributor, State.RESERVE, order=last + 1, picked=how)
        elif not move(invitation, "reserve", order=last + 1, picked=_picked(invitation, picked)):
            continue
        last += 1
        record(by, "invitation.reserved", invitation, request=request.pk)
        reserves.append(invitation)
    return reserves


@transaction.atomic
def raise_hand(request: InvolvementRequest, contributor: Contributor, *, by: Any) -> Invitation:
    """A contributor tells that they would like to take part in an open request. Again is harmless."""
    if contributor.user_id is None or by.actor_id != f"user:{contributor.user_id}":
        raise PermissionDenied
    request = locked(request)
    if request.state != InvolvementRequest.State.OPEN or contributor.status != Contributor.Status.ACTIVE:
        raise NotNow(_("Det går inte längre att anmäla intresse för det uppdraget."))
    invitation = of(request).filter(contributor=contributor).first()
    if invitation is None:
        invitation = _new(request, contributor, State.RAISED)
        record(by, "invitation.raised", invitation, request=request.pk)
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, by: Any, how: str = "", released: Sequence[str] | None = None) -> Invitation:
    """Yes. Takes a place, or a place in the queue (`WAITING`) when all are taken. Again is harmless.

    `how` is the channel through which a coordinator heard it.
    """
    invitation, request = _answering(invitation, by)
    if invitation.state in {State.ACCEPTED, State.WAITING}:
        return invitation
    if request.state != InvolvementRequest.State.OPEN:
        raise NotNow(_("Uppdraget söker inte längre någon. Tack för att du ville vara med."))
    if not rules.invitation_can("accept", invitation.state):
        raise NotNow(_("Den här inbjudan går inte att tacka ja till. Ring oss, så hjälper vi dig."))
    values = {} if released is None else {"released": list(released)}
    has_place = _take_place(request)
    state = State.ACCEPTED if has_place else State.WAITING
    must_move(invitation, "accept", state=state, replied_at=clock.now(), **_heard(invitation, by, how), **values)
    forget_letters(invitation)
    record(by, "invitation.accepted" if has_place else "invitation.waits", invitation, request=request.pk)
    count_asked([invitation.contributor_id])
    if has_place:
        on_the_page = is_invited(by, invitation)
        _welcome(request, invitation, knows=on_the_page or how == Contributor.Channel.PHONE, has_read=on_the_page)
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, by: Any, how: str = "") -> Invitation:
    """No. It never lowers anybody, and asks a reserve instead. Again is harmless."""
    invitation, request = _answering(invitation, by)
    if invitation.state == State.DECLINED:
        return invitation
    must_move(invitation, "decline", replied_at=clock.now(), **_heard(invitation, by, how))
    forget_letters(invitation)
    record(by, "invitation.declined", invitation, request=request.pk)
    count_asked([invitation.contributor_id])
    move_up(request, by=by)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Any, how: str = "") -> Invitation:
    """Leave an assignment that one had accepted. Frees the place for whoever is next. Again is harmless."""
    invitation, request = _answering(invitation, by)
    if invitation.state == State.WITHDRAWN:
        return invitation
    if request.state != InvolvementRequest.State.OPEN:
        raise NotNow(_("Uppdraget är redan avslutat."))
    must_move(invitation, "withdraw", **_heard(invitation, by, how))
    forget_letters(invitation)
    InvolvementRequest.objects.filter(pk=request.pk, places_taken__gt=0).update(places_taken=F("places_taken") - 1)
    record(by, "invitation.withdrawn", invitation, request=request.pk)
    move_up(request, by=by)
    return invitation


@transaction.atomic
def ask_question(invitation: Invitation, *, by: Any, text: str) -> InvitationQuestion:
    """An invited person wonders something. The same words twice are one question."""
    if not may_answer(by, invitation):
        raise PermissionDenied
    text = rules.plain(text, 2000)
    if not text:
        raise NotNow(_("Skriv vad du undrar."))
    locked(invitation.request)  # Two clicks are one question: the second waits here, and then finds the first.
    question, new = InvitationQuestion.objects.get_or_create(
        invitation=invitation, text=text, answer="", defaults={"recorded_by": by.actor_id}
    )
    if new:
        no_longer_needed(invitation, Telling.What.INVITATION)
        record(by, "invitation.question", invitation)
    return question


@transaction.atomic
def answer_question(question: InvitationQuestion, *, by: Any, text: str) -> InvitationQuestion:
    """Answer it; the person is told in their channel."""
    if not may_handle(by, question.invitation.request):
        raise PermissionDenied
    text = rules.plain(text, 2000)
    if not text:
        raise NotNow(_("Skriv ett svar."))
    open_ones = InvitationQuestion.objects.filter(pk=question.pk, answered_at=None)
    if not open_ones.update(answer=text, answered_at=clock.now()):
        raise NotNow(_("Frågan är redan besvarad."))
    question.refresh_from_db()
    tell(question.invitation, Telling.What.ANSWER, str(question.pk))
    record(by, "invitation.question_answered", question.invitation)
    return question


@transaction.atomic
def release_to_commissioner(invitation: Invitation, *, by: Any, fields: Sequence[str]) -> None:
    """What the commissioner may see of the contributor. Only they themselves decide, or somebody they told."""
    if not may_answer(by, invitation):
        raise PermissionDenied
    kept = [name for name in ("first_name", "last_name", "email", "phone", "needs") if name in fields]
    Invitation.objects.filter(pk=invitation.pk).update(released=kept)
    record(by, "invitation.released", invitation, fields=kept)


@transaction.atomic
def speak_as(invitation: Invitation, *, by: Any, capacity: str, association: Organisation | None = None) -> None:
    """Say whether somebody takes part as an individual, with an association's mandate or as an employed peer."""
    if not may_handle(by, invitation.request):
        raise PermissionDenied
    if (capacity == Contribution.Capacity.MANDATE) != (association is not None):
        raise NotNow(_("Välj en förening när någon talar med ett mandat, och annars ingen."))
    Invitation.objects.filter(pk=invitation.pk).update(capacity=capacity, association=association)
    record(by, "invitation.capacity", invitation, capacity=capacity)


@transaction.atomic
def release_those_not_chosen(request: InvolvementRequest, *, by: Any) -> list[Invitation]:
    """Tell and thank everybody who got no place. Reserves who were never asked know of nothing."""
    if not may_handle(by, request):
        raise PermissionDenied
    request = locked(request)
    released = []
    for invitation in of(request, State.RAISED, State.RESERVE, State.INVITED, State.WAITING):
        was_reserve = invitation.state == State.RESERVE
        must_move(invitation, "not_choose")
        forget_letters(invitation)
        if not was_reserve:
            tell(invitation, Telling.What.NOT_CHOSEN)
        record(by, "invitation.not_chosen", invitation, request=request.pk)
        released.append(invitation)
    return released


def move_up(request: InvolvementRequest, *, by: Any) -> None:
    """Give free places to those who wait for one, then ask as many reserves as are still missing."""
    request = locked(request)
    if request.state != InvolvementRequest.State.OPEN:
        return
    for invitation in of(request, State.WAITING).order_by("replied_at", "pk"):
        if not _take_place(request):
            return
        must_move(invitation, "give_place")
        record(by, "invitation.given_place", invitation, request=request.pk)
        _welcome(request, invitation, knows=False, has_read=False)
    request.refresh_from_db()
    missing = request.persons_wanted - request.places_taken - of(request, State.INVITED).count()
    active = of(request, State.RESERVE).filter(contributor__status=Contributor.Status.ACTIVE)
    for invitation in active[: max(missing, 0)]:
        _invite(request, invitation, by, None, invitation.picked)
        count_asked([invitation.contributor_id])


def of(request: InvolvementRequest, *states: str) -> QuerySet[Invitation]:
    """The request's invitations, in these states (all where none is named), in order."""
    ours = Invitation.objects.filter(request=request).select_related("contributor")
    return ours.filter(state__in=states) if states else ours


def forget_letters(invitation: Invitation) -> None:
    """Take off the coordinator's list what asks for an answer, and what is said of a place that is no longer theirs."""
    what = Telling.What
    no_longer_needed(invitation, what.INVITATION, what.REMINDER, what.PLACE, what.TERMS)


def locked(request: InvolvementRequest) -> InvolvementRequest:
    """The request as it is now, its row locked until the transaction ends."""
    return InvolvementRequest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=request.pk)


def _opened(request: InvolvementRequest, by: Any) -> InvolvementRequest:
    if not may_handle(by, request):
        raise PermissionDenied
    request = locked(request)
    if request.state != InvolvementRequest.State.OPEN:
        raise NotNow(_("Förfrågan är inte öppen. Då kan ingen bjudas in."))
    return request


def _answering(invitation: Invitation, by: Any) -> tuple[Invitation, InvolvementRequest]:
    """The invitation and its request as they are now, locked, for somebody who may answer."""
    if not may_answer(by, invitation):
        raise PermissionDenied
    request = locked(invitation.request)
    fresh = Invitation.objects.select_related("contributor").get(pk=invitation.pk)
    fresh.request = request
    return fresh, request


def _new(request: InvolvementRequest, contributor: Contributor, state: str, **values: Any) -> Invitation:
    return Invitation.objects.create(
        request=request, contributor=contributor, state=state, channel=contributor.channel, **values
    )


def _picked(invitation: Invitation, picked: Mapping[int, str]) -> str:
    """How the person came to be asked: by raising a hand, else as told, else as it was."""
    if invitation.state == State.RAISED:
        return Picked.RAISED
    return picked.get(invitation.contributor_id) or invitation.picked


def move(invitation: Invitation, verb: str, **values: Any) -> bool:
    """The guarded change of state; `invitation` then shows it. False where it came too late."""
    sources, target = rules.INVITATION_TRANSITIONS[verb]
    values = {"state": target, **values}
    moved = Invitation.objects.filter(pk=invitation.pk, state__in=sources).update(**values)
    for name, value in values.items() if moved else ():
        setattr(invitation, name, value)
    return bool(moved)


def must_move(invitation: Invitation, verb: str, **values: Any) -> None:
    """The same; raises `NotNow` where it came too late."""
    if not move(invitation, verb, **values):
        raise NotNow(_("Inbjudan har ändrats sedan du öppnade sidan. Här ser du hur den ser ut nu."))


def _heard(invitation: Invitation, by: Any, how: str) -> dict[str, str]:
    """Who wrote down what somebody answered, and how it came."""
    return {"recorded_by": by.actor_id, "recorded_how": how or invitation.channel}


def _take_place(request: InvolvementRequest) -> bool:
    """One place, if one is free. The one UPDATE that everything else leans on."""
    return bool(
        InvolvementRequest.objects.filter(
            pk=request.pk, state=InvolvementRequest.State.OPEN, places_taken__lt=F("persons_wanted")
        ).update(places_taken=F("places_taken") + 1)
    )


def _invite(
    request: InvolvementRequest, invitation: Invitation, by: Any, last_day: date | None, picked: str
) -> Invitation:
    stamp = uuid.uuid4()
    reply_by = rules.reply_day(
        clock.today(),
        the_county().invitation_days + rules.post_days(invitation.contributor.channel),
        last=last_day or request.last_reply_on,
        starts_on=request.starts_on,
    )
    must_move(
        invitation,
        "invite",
        stamp=stamp,
        code_digest=codes.digest(codes.code_for(invitation.pk, stamp)),
        channel=invitation.contributor.channel,
        invited_at=clock.now(),
        reply_by=reply_by,
        reminded_at=None,
        picked=picked,
    )
    tell(invitation, Telling.What.INVITATION, stamp.hex)
    record(by, "invitation.sent", invitation, request=request.pk, channel=invitation.channel)
    return invitation


def _welcome(request: InvolvementRequest, invitation: Invitation, *, knows: bool, has_read: bool) -> None:
    """Tell somebody who got a place, unless they know, and of the terms, unless they have just read them.

    Whoever asked is told when all places are taken.
    """
    channel = invitation.contributor.channel
    by_mail = channel == Contributor.Channel.EMAIL
    terms = AssignmentTerms.objects.filter(request=request).first()
    if not (knows or (terms and channel == Contributor.Channel.LETTER)):  # One letter is enough: that of the terms.
        tell(invitation, Telling.What.PLACE, invitation.stamp.hex)
    if terms and not (has_read and by_mail):
        tell(invitation, Telling.What.TERMS, str(terms.version))
    request.refresh_from_db(fields=["places_taken"])
    if request.places_taken == request.persons_wanted:
        tell_commissioner(request, "people", request.persons_wanted)


def count_asked(contributor_ids: Iterable[int]) -> None:
    """Keep beside each contributor when they were last asked. An invitation that was declined does not count.

    A contribution to which nobody invited here, as from a register, counts as asked that day.
    """
    ids = list(contributor_ids)
    asked = Invitation.objects.filter(contributor__in=ids, state__in=rules.ASKED, invited_at__isnull=False)
    last = dict(asked.order_by().values_list("contributor").annotate(Max("invited_at")))
    here = Exists(Invitation.objects.filter(contributor=OuterRef("contributor"), request=OuterRef("origin_id")))
    made = Contribution.objects.filter(~(Q(origin_kind=ORIGIN) & here), contributor__in=ids)
    took_part = dict(made.order_by().values_list("contributor").annotate(Max("on")))
    for contributor_id in ids:
        at, on = last.get(contributor_id), took_part.get(contributor_id)
        days = [day for day in (clock.day_of(at) if at else None, on) if day]
        Contributor.objects.filter(pk=contributor_id).update(last_asked_on=max(days, default=None))
