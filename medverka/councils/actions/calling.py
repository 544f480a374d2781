"""People are called to a meeting, and answer."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM
from medverka.councils import policies, rules
from medverka.councils.actions.meetings import locked
from medverka.councils.actions.tellings import no_longer_needed, tell
from medverka.councils.models import Meeting, SeatHolding, Summons
from medverka.councils.queries.calls import substitutes_for, to_be_called, unanswered
from medverka.councils.queries.councils import may_lead
from medverka.councils.rules import MeetingState, Reply, Told
from medverka.foundation import clock
from medverka.journal.actions import Event, record, record_many, subject_of


@transaction.atomic
def call_meeting(meeting: Meeting, *, by: Any) -> int:
    """Call everybody who sits there that day and is not called yet, each in their own way. Returns how many.

    A forum calls nobody by name: its notice hangs on the wall. Again calls those alone who came later.
    """
    if not may_lead(by, meeting.council):
        raise PermissionDenied("councils.lead")
    row = locked(meeting)
    if row.state not in rules.AHEAD or row.starts_at <= clock.now():
        raise ValidationError(_("Det går bara att kalla till ett möte som ligger framför oss."))
    if row.state == MeetingState.PLANNED:
        Meeting.objects.filter(pk=row.pk).update(state=MeetingState.CALLED, called_at=clock.now())
        record(by, "meeting.called", row, council=row.council_id)
    new = [Summons(meeting=row, holding=holding) for holding in to_be_called(row)]
    Summons.objects.bulk_create(new)
    _call(new, by)
    return len(new)


def _call(summoned: Iterable[Summons], by: Any) -> None:
    rows = list(summoned)
    for summons in rows:
        tell(summons, Told.CALL, summons.stamp.hex)
    record_many(by, [Event("summons.sent", subject_of(row), {"meeting": row.meeting_id}) for row in rows])


@transaction.atomic
def answer_call(summons: Summons, *, by: Any, reply: str, needs: str | None = None, how: str = "") -> None:
    """Answer a call: by account, by link, or through whoever leads, who says `how` it came. It can be changed
    until the meeting begins; the same again is harmless. `needs`, where given, is kept for the next meeting too.

    `ValidationError` where it is too late, or there is no substitute to send.
    """
    own = policies.is_called(by, summons)
    if not own and not may_lead(by, summons.meeting.council):
        raise PermissionDenied("councils.lead")
    if reply not in Reply.values or (not own and not how):
        raise ValidationError({"reply" if own or how else "how": _("Välj ett av svaren.")})
    meeting = locked(summons.meeting)
    if meeting.state not in rules.AHEAD or meeting.starts_at <= clock.now():
        raise ValidationError(_("Det går inte att svara längre. Ring oss om du undrar något."))
    row = Summons.objects.select_related("holding__seat", "holding__contributor").get(pk=summons.pk)
    if needs is not None:
        _keep_needs(row, by, needs)
    if row.reply == reply:
        return
    if reply == Reply.SUBSTITUTE:
        _call_substitute(row, by)
    elif row.reply == Reply.SUBSTITUTE:
        _let_substitutes_know(row)
    values = {"reply": reply, "replied_at": clock.now(), "recorded_how": "" if own else how}
    Summons.objects.filter(pk=row.pk).update(**values)
    no_longer_needed([row], Told.CALL, Told.REMINDER)
    record(by, "summons.answered", row, reply=reply, how=values["recorded_how"])


def _keep_needs(row: Summons, by: Any, needs: str) -> None:
    holding = SeatHolding.objects.get(pk=row.holding_id)
    if holding.needs != needs.strip():
        holding.needs = needs.strip()
        holding.save(update_fields=["needs"])
        record(by, "summons.needs_told", row)


def _call_substitute(row: Summons, by: Any) -> None:
    """The substitute is called, or called anew. One who has answered no is not asked again."""
    for holding in substitutes_for(row):
        there, new = Summons.objects.get_or_create(
            meeting_id=row.meeting_id, holding=holding, defaults={"stands_in_for": row}
        )
        if not new:
            there.stamp, there.stands_in_for, there.reply = uuid4(), row, ""
            there.save(update_fields=["stamp", "stands_in_for", "reply"])
        _call([there], by)
        return
    raise ValidationError({
        "reply": _("Det finns ingen ersättare för platsen just nu. Svara att du inte kommer, eller ring oss.")
    })  # fmt: skip


def _let_substitutes_know(row: Summons) -> None:
    """The ordinary member answers for themselves after all. Whoever had not heard of it need not hear now."""
    called = list(Summons.objects.filter(stands_in_for=row).select_related("holding__contributor"))
    unheard = no_longer_needed(called, Told.CALL, Told.REMINDER)
    for summons in called:
        if summons.pk not in unheard:
            tell(summons, Told.NOT_NEEDED, summons.stamp.hex)


def remind_due() -> int:
    """Remind once those who have not answered, some days before the meeting. Returns how many."""
    near = clock.now() + timedelta(days=rules.REMIND_DAYS)
    return sum(_remind(row) for row in unanswered().filter(meeting__starts_at__lte=near, reminded_at=None))


@transaction.atomic
def _remind(row: Summons) -> bool:
    if clock.day_of(row.meeting.called_at or clock.now()) >= clock.today():
        return False  # Called today: that is reminder enough.
    if not Summons.objects.filter(pk=row.pk, reply="", reminded_at=None).update(reminded_at=clock.now()):
        return False
    tell(row, Told.REMINDER, row.stamp.hex)
    record(SYSTEM, "summons.reminded", row)
    return True
