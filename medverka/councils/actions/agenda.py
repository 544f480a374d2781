"""The agenda is put together: points come, are moved, answered, and taken away."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.actions.tellings import tell_all
from medverka.councils.leading import as_recorder, is_own, must_lead
from medverka.councils.models import AgendaItem, Meeting, SeatHolding, Summons
from medverka.councils.queries.agenda import untold_before
from medverka.councils.rules import Told
from medverka.foundation import clock
from medverka.journal.actions import record, subject_of
from medverka.pool.models import Contributor
from medverka.voices.actions_telling import tell_room

POINT_FIELDS = frozenset({"title", "text", "minutes", "round"})
ALWAYS_FIELDS = frozenset({"text", "minutes", "round"})  # What can change of the items that every agenda has.
FIRST_POINT = 100
PROPOSALS_AT_MOST = 20  # From one seat to one meeting.

State = AgendaItem.State


@transaction.atomic
def add_point(meeting: Meeting, *, by: Any, **values: Any) -> AgendaItem:
    """A new point, last on the agenda. `KeyError` for unknown fields."""
    _known(values, POINT_FIELDS)
    must_lead(by, meeting.council)
    _open(meeting)
    item = _saved(AgendaItem(meeting=meeting, order=_last(meeting), **values))
    record(by, "agenda.point_added", item, meeting=meeting.pk)
    return item


@transaction.atomic
def change_item(item: AgendaItem, *, by: Any, version: int, **values: Any) -> AgendaItem:
    """Change what is given. `ValidationError` where somebody else has saved since `version` was read."""
    _known(values, POINT_FIELDS if item.kind == AgendaItem.Kind.POINT else ALWAYS_FIELDS)
    must_lead(by, item.meeting.council)
    _open(item.meeting)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.version != version:
        raise ValidationError(
            _("Någon annan har ändrat här under tiden. Det du skrev står kvar i fälten; läs det nya och spara igen.")
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    record(by, "agenda.item_changed", _saved(row), fields=sorted(values))
    return row


@transaction.atomic
def move_point(item: AgendaItem, *, by: Any, up: bool) -> None:
    """Let a point change places with the one before it, or after it. The first and the last stay where they are."""
    must_lead(by, item.meeting.council)
    _open(item.meeting)
    points = list(AgendaItem.objects.filter(meeting=item.meeting_id, kind=AgendaItem.Kind.POINT, state=State.ON))
    place = next((place for place, point in enumerate(points) if point.pk == item.pk), None)
    if place is None or not 0 <= (other := place - 1 if up else place + 1) < len(points):
        return
    points[place], points[other] = points[other], points[place]
    for order, point in enumerate(points, start=FIRST_POINT):
        AgendaItem.objects.filter(pk=point.pk).exclude(order=order).update(order=order)
    record(by, "agenda.item_moved", item, up=up)


@transaction.atomic
def remove_point(item: AgendaItem, *, by: Any) -> None:
    """Take a point away. What every agenda has stays."""
    must_lead(by, item.meeting.council)
    _open(item.meeting)
    subject = subject_of(item)
    removed, _rows = AgendaItem.objects.filter(pk=item.pk, kind=AgendaItem.Kind.POINT, state=State.ON).delete()
    if removed:
        record(by, "agenda.item_removed", subject, meeting=item.meeting_id)


@transaction.atomic
def propose_point(
    meeting: Meeting, holding: SeatHolding, *, by: Any, title: str, text: str = "", recorded_how: str = ""
) -> AgendaItem:
    """A member sends in a point; or whoever leads writes down what they said, `recorded_how` it came.

    The same words twice are one point.
    """
    if holding.seat.council_id != meeting.council_id:
        raise PermissionDenied("councils.lead")
    own = is_own(by, holding, meeting)
    if not own:
        must_lead(by, meeting.council)
        Contributor.Channel(recorded_how)
    _open(meeting)
    words, how = {"title": title.strip(), "text": text.strip()}, "" if own else recorded_how
    sent = AgendaItem.objects.filter(meeting=meeting, proposed_by=holding)
    if same := sent.filter(**words).first():
        return same
    if sent.count() >= PROPOSALS_AT_MOST:
        raise ValidationError(
            _("Du har redan skickat in många punkter till mötet. Ring oss om du vill lägga till mer.")
        )
    item = AgendaItem(meeting=meeting, state=State.PROPOSED, proposed_by=holding, recorded_how=how, **words)
    item.order = _last(meeting)
    record(by, "agenda.point_proposed", _saved(item), meeting=meeting.pk, how=how)
    return item


@transaction.atomic
def accept_point(item: AgendaItem, *, by: Any) -> None:
    """What a member sent in stands on the agenda, last. Again is harmless."""
    must_lead(by, item.meeting.council)
    _open(item.meeting)
    waiting = AgendaItem.objects.filter(pk=item.pk, state__in=[State.PROPOSED, State.DECLINED])
    if waiting.update(state=State.ON, because="", order=_last(item.meeting)):
        record(by, "agenda.point_accepted", item)
        _tell_whoever_sent_it(item, State.ON)


@transaction.atomic
def decline_point(item: AgendaItem, *, by: Any, because: str) -> None:
    """Not this time, because …; the member is told why. The same again is harmless."""
    must_lead(by, item.meeting.council)
    _open(item.meeting)
    because = because.strip()
    if not because:
        raise ValidationError({"because": _("Skriv varför, så att den som skickade in punkten förstår.")})
    if AgendaItem.objects.filter(pk=item.pk, state=State.PROPOSED).update(state=State.DECLINED, because=because):
        record(by, "agenda.point_declined", item)
        _tell_whoever_sent_it(item, State.DECLINED)


@transaction.atomic
def tell_at_meeting(meeting: Meeting, voices: Collection[int], *, by: Any) -> int:
    """Note that the room has been told what these voices of earlier meetings were answered. Returns how many there were."""
    actor = as_recorder(by, meeting.council)
    if meeting.state == Meeting.State.CANCELLED or clock.day_of(meeting.starts_at) > clock.today():
        raise ValidationError(_("Mötet har inte börjat än."))
    return tell_room(untold_before(meeting).filter(pk__in=voices), by=actor, on=clock.day_of(meeting.starts_at))


def _tell_whoever_sent_it(item: AgendaItem, state: str) -> None:
    """Whoever is called to the meeting is told there is an answer; who is not called yet reads it with the call."""
    called = Summons.objects.filter(meeting=item.meeting_id, holding=item.proposed_by)
    tell_all(
        called.select_related("meeting", "holding__contributor", "holding__user"), Told.POINT, f"{item.pk} {state}"
    )


def _open(meeting: Meeting) -> None:
    """Lock the meeting, so that changes to its agenda take turns; refuse where its agenda is history."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.state not in rules.AHEAD:
        raise ValidationError(_("Mötet är över eller inställt. Dagordningen kan inte ändras längre."))


def _last(meeting: Meeting) -> int:
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("order"))["last"] or 0
    return max(int(last) + 1, FIRST_POINT)


def _saved(item: AgendaItem) -> AgendaItem:
    item.full_clean(exclude=["meeting", "proposed_by"])
    item.save()
    return item


def _known(values: dict[str, Any], fields: frozenset[str]) -> None:
    if unknown := set(values) - fields:
        raise KeyError(*sorted(unknown))
