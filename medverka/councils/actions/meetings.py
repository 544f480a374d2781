"""Meetings are planned, changed and called off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.actions.tellings import no_longer_needed, tell_all
from medverka.councils.leading import must_lead
from medverka.councils.models import AgendaItem, Council, Meeting, Series, Summons, Telling
from medverka.councils.queries.calls import needed
from medverka.councils.queries.meetings import at_the_same_time
from medverka.councils.queries.tellings import to_make
from medverka.councils.rules import ItemKind, MeetingState, Told
from medverka.foundation import clock
from medverka.journal.actions import record

# What stands on every agenda: first what was said the last time, then what was to be done, then the standing question.
ALWAYS = ((ItemKind.VOICES, 1), (ItemKind.TASKS, 2), (ItemKind.STANDING, 3))
CHANGEABLE = frozenset({"starts_at", "ends_at", "place", "place_access", "online"})


@transaction.atomic
def plan_meeting(
    council: Council, *, by: Any, starts_at: datetime, ends_at: datetime, series: Series | None = None, **values: str
) -> Meeting:
    """A meeting with the items that every agenda has. `values`: `place`, `place_access`, `online`.

    `ValidationError` where the council already meets then, or it ends before it begins.
    """
    take_turn(by, council)
    refuse_closed(council)
    meeting = Meeting(council=council, series=series, starts_at=starts_at, ends_at=ends_at, **values)
    _check(meeting)
    meeting.save()
    give_agenda([meeting])
    record(by, "meeting.planned", meeting, council=council.pk)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, by: Any, **values: Any) -> Meeting:
    """Change time or place of one meeting; it then stays there when its series moves. Those called are told.

    Another time asks everybody anew. `KeyError` for what cannot be changed, `ValidationError` where it cannot be then.
    """
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(*sorted(unknown))
    take_turn(by, meeting.council)
    row = locked(meeting)
    _must_be_ahead(row)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.changed_by_hand = row.changed_by_hand or row.series_id is not None
    _check(row)
    row.sequence += 1
    row.save()
    if {"starts_at", "ends_at"} & set(changed):
        ask_anew([row])
    tell_of_change([row])
    record(by, "meeting.changed", row, fields=changed)
    return row


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: Any) -> None:
    """Call it off. Everybody who has heard of it is told; again is harmless."""
    take_turn(by, meeting.council)
    row = locked(meeting)
    if row.state == MeetingState.CANCELLED:
        return
    _must_be_ahead(row)
    cancel([row])
    record(by, "meeting.cancelled", row, council=row.council_id)


def take_turn(by: Any, council: Council) -> None:
    """Raise `PermissionDenied` for those who do not lead. Those who change what a council plans wait for each other here."""
    must_lead(by, council)
    Council.objects.select_for_update(of=("self",)).get(pk=council.pk)


def refuse_closed(council: Council) -> None:
    """`ValidationError` for a council that has ceased: it meets no more."""
    if Council.objects.filter(pk=council.pk).exclude(closed_on=None).exists():
        raise ValidationError(_("Det har upphört, så inga nya möten går att planera."))


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now; others who change it or call to it wait."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("council__organisation")
    return rows.get(pk=meeting.pk)


def give_agenda(meetings: Iterable[Meeting]) -> None:
    """The items that every agenda has."""
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, kind=kind, order=order, title=str(kind.label)[:1].upper() + str(kind.label)[1:])
        for meeting in meetings
        for kind, order in ALWAYS
    )


def tell_of_change(meetings: Iterable[Meeting]) -> None:
    """Those who are called read that time or place is another; a call that is not posted yet says it itself."""
    for meeting in meetings:
        summoned = _summoned(meeting)
        no_longer_needed(summoned, Told.CHANGED, Told.REMINDER)
        calls = to_make(Telling.objects.filter(summons__in=summoned, what=Told.CALL))
        unheard = set(calls.values_list("summons", flat=True))
        tell_all((one for one in summoned if one.pk not in unheard), Told.CHANGED, str(meeting.sequence))


def ask_anew(meetings: Iterable[Meeting]) -> None:
    """A yes to one time is none to another. Who comes instead of whom stays."""
    rows = Summons.objects.filter(meeting__in=list(meetings)).exclude(reply=rules.Reply.SUBSTITUTE)
    rows.update(reply="", replied_at=None, recorded_how="", reminded_at=None)


def cancel(meetings: Iterable[Meeting]) -> None:
    """Move these meetings, which are ahead, to cancelled, and tell those who have heard of them."""
    for meeting in meetings:
        meeting.state, meeting.sequence = MeetingState.CANCELLED, meeting.sequence + 1
        meeting.save(update_fields=["state", "sequence"])
        summoned = _summoned(meeting)
        unheard = no_longer_needed(summoned, Told.CALL)
        no_longer_needed(summoned, Told.CHANGED, Told.REMINDER)
        tell_all((one for one in summoned if one.pk not in unheard), Told.CANCELLED)


def _summoned(meeting: Meeting) -> list[Summons]:
    rows = Summons.objects.filter(needed(), meeting=meeting)
    return list(rows.select_related("holding__seat", "holding__contributor"))


def _must_be_ahead(meeting: Meeting) -> None:
    if meeting.state not in rules.AHEAD:
        raise ValidationError(_("Mötet är redan genomfört eller inställt."))
    if meeting.starts_at <= clock.now():
        raise ValidationError(_("Mötet har redan börjat."))


def _check(meeting: Meeting) -> None:
    if meeting.ends_at <= meeting.starts_at:
        raise ValidationError({"ends_at": _("Mötet måste sluta efter att det börjar.")})
    if at_the_same_time(meeting.council, meeting.starts_at, meeting.ends_at).exclude(pk=meeting.pk).exists():
        raise ValidationError({"starts_at": _("Det finns redan ett möte då.")})
    meeting.full_clean(exclude=["council"], validate_constraints=False)
