"""What the room is at: whoever leads goes from item to item and gives the word. A tap that comes twice counts once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from medverka.councils.leading import must_lead
from medverka.councils.models import AgendaItem, Meeting, Seat, Turn
from medverka.foundation import clock
from medverka.journal.actions import record


@transaction.atomic
def go_to(meeting: Meeting, item: AgendaItem | None, *, by: Any, leaving: int | None) -> None:
    """Take up an item, or none when the meeting is over. `leaving` is the item that was up when the button was drawn.

    `ValidationError` where somebody else has gone on meanwhile. The same again is harmless.
    """
    must_lead(by, meeting.council)
    if item is not None and (item.meeting_id != meeting.pk or item.state != AgendaItem.State.ON):
        raise ValidationError(_("Punkten står inte på dagordningen längre."))
    row = _locked(meeting)
    if row.current_item_id == (item.pk if item else None):
        return
    if row.current_item_id != leaving:
        raise ValidationError(_("Någon annan har redan gått vidare. Här ser du var mötet är nu."))
    Meeting.objects.filter(pk=row.pk).update(current_item=item, item_since=clock.now() if item else None)
    record(by, "room.item_begun" if item else "room.ended", meeting, item=item.pk if item else None)


@transaction.atomic
def give_word(meeting: Meeting, *, by: Any, after: int, seat: Seat | None = None) -> None:
    """Somebody gets the word in the round: the holder of a seat, or in a forum one more of the room.

    `after` is how many had got it when the button was drawn, so that two taps give the word once.
    """
    must_lead(by, meeting.council)
    row = _locked(meeting)
    item = row.current_item
    if item is None or not item.round:
        raise ValidationError(_("Ordet går inte laget runt just nu."))
    if meeting.council.is_forum != (seat is None) or (seat is not None and seat.council_id != meeting.council_id):
        raise ValidationError(_("Välj vem som får ordet."))
    turns = Turn.objects.filter(item=item)
    if _last(item) != after or (seat is not None and turns.filter(seat=seat).exists()):
        return
    Turn.objects.create(item=item, seat=seat, number=after + 1)
    record(by, "room.word_given", meeting, item=item.pk, number=after + 1)


@transaction.atomic
def take_word_back(meeting: Meeting, *, by: Any, number: int) -> None:
    """Undo the latest: it was the wrong one. Again is harmless."""
    must_lead(by, meeting.council)
    item = _locked(meeting).current_item
    if item is not None and _last(item) == number:
        removed, _rows = Turn.objects.filter(item=item, number=number).delete()
        if removed:
            record(by, "room.word_taken_back", meeting, item=item.pk, number=number)


def _locked(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("current_item")
    row = rows.get(pk=meeting.pk)
    if row.state == Meeting.State.CANCELLED:
        raise ValidationError(_("Mötet är inställt."))
    return row


def _last(item: AgendaItem) -> int:
    return Turn.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
