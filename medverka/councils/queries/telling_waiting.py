"""Answers that wait to be told at a meeting today, for Today."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.councils.models import Meeting
from medverka.councils.queries.mine import Mine
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.voices.queries import answered_untold_in_room

State = Meeting.State


def waiting_for(mine: Mine) -> list[Waiting]:
    """One line for each council that meets today, once the meeting has begun. Constant number of queries."""
    meetings = {meeting.council_id: meeting for meeting in _of_today(mine)}  # The last one of the day.
    untold = _untold(meetings)
    return [_to_tell(meeting, untold[pk]) for pk, meeting in meetings.items() if untold[pk]]


def _of_today(mine: Mine) -> list[Meeting]:
    """A forum tells its answers from its own page as long as it is open."""
    today = [row for row in mine.meetings if clock.day_of(row.starts_at) == clock.today()]
    return [row for row in today if not row.council.runs_elsewhere and _has_begun(row)]


def _has_begun(meeting: Meeting) -> bool:
    return meeting.state == State.HELD or (meeting.starts_at <= clock.now() and not meeting.council.is_forum)


def _untold(meetings: dict[int, Meeting]) -> Counter[int]:
    """How many answers each council has not been told, by its id."""
    earlier = Meeting.objects.filter(council__in=meetings).exclude(state=State.CANCELLED).order_by()
    rows = earlier.values_list("pk", "council", "starts_at")
    council_of = {pk: council for pk, council, starts_at in rows if starts_at < meetings[council].starts_at}
    kinds = {meeting.council.origin_kind for meeting in meetings.values()}
    voices = [voice for kind in kinds for voice in answered_untold_in_room(kind, list(council_of))]
    return Counter(council_of[voice.origin_id] for voice in voices if voice.origin_id)


def _to_tell(meeting: Meeting, count: int) -> Waiting:
    words = ngettext("Ett svar är inte berättat än.", "%(count)s svar är inte berättade än.", count)
    return Waiting(
        group=_("Möten"),
        title=meeting.council.name,
        text=_("Möte i dag.") + " " + words % {"count": count},
        since=clock.day_of(meeting.starts_at),
        url=reverse("councils:agenda", args=[meeting.pk]),
        step=_("Berätta svaren"),
        petals=4,
        key=f"to-tell:{meeting.pk}",
    )
