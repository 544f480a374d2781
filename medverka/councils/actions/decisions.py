"""What a meeting decided, and what somebody is to do until a day: written with the minutes, done when it is done."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.councils import policies
from medverka.councils.actions.minutes import content_changed, unfinished
from medverka.councils.models import Decision, Minutes
from medverka.councils.queries.councils import may_lead
from medverka.foundation import clock
from medverka.journal.actions import record, subject_of

FIELDS = frozenset({"kind", "text", "item", "owner", "owner_user", "owner_in_words", "due_on"})
Kind = Decision.Kind


@transaction.atomic
def record_decision(minutes: Minutes, *, by: Any, **values: Any) -> Decision:
    """Write down a decision, or a task with its owner and day. The same twice is one. `KeyError` for unknown fields."""
    minutes = unfinished(minutes, by=by)
    values = _fitting(values)
    meeting = minutes.meeting
    same = Decision.objects.filter(
        meeting=meeting, kind=values["kind"], text=values["text"], due_on=values.get("due_on")
    )
    if found := same.first():
        return found
    decision = Decision(council=meeting.council, meeting=meeting, recorded_by=by.actor_id, **values)
    _save(decision)
    record(by, "decision.recorded", decision, kind=decision.kind, meeting=meeting.pk)
    content_changed(minutes, by=by)
    return decision


@transaction.atomic
def change_decision(decision: Decision, *, by: Any, **values: Any) -> Decision:
    """Write it otherwise, while the minutes are not finished. `KeyError` for unknown fields."""
    minutes = unfinished(_minutes_of(decision), by=by)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    for name, value in _fitting(values).items():
        setattr(row, name, value)
    _save(row)
    record(by, "decision.changed", row, fields=sorted(values))
    content_changed(minutes, by=by)
    return row


@transaction.atomic
def remove_decision(decision: Decision, *, by: Any) -> None:
    """Take away what was written by mistake, while the minutes are not finished."""
    minutes = unfinished(_minutes_of(decision), by=by)
    subject = subject_of(decision)
    removed, _rows = Decision.objects.filter(pk=decision.pk).delete()
    if removed:
        record(by, "decision.removed", subject, meeting=decision.meeting_id)
        content_changed(minutes, by=by)


@transaction.atomic
def finish_task(task: Decision, *, by: Any, outcome: str) -> None:
    """It is done: say how it went. The minutes stand as they are. Again is harmless."""
    if not may_finish(by, task):
        raise PermissionDenied("own.seats")
    outcome = outcome.strip()
    if not outcome:
        raise ValidationError({"outcome": _("Skriv hur det gick, så att de andra får veta.")})
    waiting = Decision.objects.filter(pk=task.pk, kind=Kind.TASK, done_on=None)
    if waiting.update(done_on=clock.today(), outcome=outcome):
        record(by, "task.done", task)


def may_finish(user: Any, task: Decision) -> bool:
    """Whoever is to do it, or leads the council."""
    if task.owner_user_id is not None and user.actor_id == f"user:{task.owner_user_id}":
        return True
    return (task.owner is not None and policies.is_holder(user, task.owner)) or may_lead(user, task.council)


def _minutes_of(decision: Decision) -> Minutes:
    return Minutes.objects.get(meeting=decision.meeting_id)


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """A decision has neither owner nor day; a task has both."""
    if unknown := set(values) - FIELDS:
        raise KeyError(*sorted(unknown))
    values = {**values, "text": values["text"].strip()}
    owner = {name: values.get(name) for name in ("owner", "owner_user", "owner_in_words")}
    if values["kind"] != Kind.TASK:
        return {**values, "owner": None, "owner_user": None, "owner_in_words": "", "due_on": None}
    if sum(bool(who) for who in owner.values()) != 1:
        raise ValidationError({"owner": _("Välj vem som ska göra det, eller skriv det.")})
    if values.get("due_on") is None:
        raise ValidationError({"due_on": _("Skriv när det ska vara klart.")})
    return values


def _save(decision: Decision) -> None:
    if decision.owner is not None and decision.owner.seat.council_id != decision.council_id:
        raise PermissionDenied("councils.lead")
    decision.full_clean(exclude=["council", "meeting"])
    decision.save()
