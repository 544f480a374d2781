"""The agenda of a meeting, with what earlier meetings left open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.models import AgendaItem, Council, Decision, Meeting, Paper, SeatHolding
from medverka.councils.queries.councils import holdings_of
from medverka.councils.queries.seats import NEEDED, Who
from medverka.foundation import clock
from medverka.voices.models import Voice
from medverka.voices.queries import answered_untold_in_room, open_of
from medverka.voices.queries import visible_to as visible_voices

Kind = AgendaItem.Kind
State = AgendaItem.State


@dataclass(frozen=True)
class Agenda:
    """The items in order, and what hangs on the first two."""

    meeting: Meeting
    items: list[AgendaItem]
    untold: list[Voice] = field(default_factory=list)
    unanswered: list[Voice] = field(default_factory=list)
    tasks: list[Decision] = field(default_factory=list)

    @property
    def planned(self) -> int:
        """The minutes that the items take."""
        return sum(item.minutes or 0 for item in self.items)

    @property
    def length(self) -> int:
        """The minutes of the meeting."""
        return rules.minutes_between(self.meeting.starts_at, self.meeting.ends_at)

    @property
    def over(self) -> int:
        """So many minutes more than there are; 0 where they fit."""
        return max(self.planned - self.length, 0)


def agenda_of(meeting: Meeting) -> Agenda:
    """The agenda as it stands. What is open is shown until the meeting is over: then it belongs to the next one."""
    items = list(AgendaItem.objects.filter(meeting=meeting, state=State.ON))
    untold = list(untold_before(meeting))
    if meeting.state not in rules.AHEAD:
        return Agenda(meeting, items, untold)
    told_here = {voice.pk for voice in untold}
    still_open = [voice for voice in unanswered_before(meeting) if voice.pk not in told_here]
    return Agenda(meeting, items, untold, still_open, list(tasks_before(meeting)))


def earlier(meeting: Meeting) -> list[int]:
    """The ids of the council's meetings before this one."""
    found = Meeting.objects.filter(council=meeting.council_id, starts_at__lt=meeting.starts_at)
    return list(found.exclude(state=Meeting.State.CANCELLED).order_by().values_list("pk", flat=True))


def untold_before(meeting: Meeting) -> QuerySet[Voice]:
    """Answers and effects that have come, and that this room has not been told."""
    return answered_untold_in_room(meeting.council.origin_kind, earlier(meeting))


def unanswered_before(meeting: Meeting) -> QuerySet[Voice]:
    """What was said at earlier meetings and has got no yes or no."""
    return open_of(meeting.council.origin_kind, earlier(meeting))


def open_tasks(council: Council | int) -> QuerySet[Decision]:
    """What is to be done in a council, the first day first."""
    found = Decision.objects.filter(council=council, kind=Decision.Kind.TASK, done_on=None)
    return found.select_related("owner", "owner_user", "meeting").order_by("due_on", "pk")


def tasks_before(meeting: Meeting) -> QuerySet[Decision]:
    """What earlier meetings left to be done."""
    found = open_tasks(meeting.council_id).exclude(meeting=meeting.pk)
    return found.filter(meeting__starts_at__lt=meeting.starts_at)


def owner_of(task: Decision, people: Mapping[UUID, Who]) -> str:
    """Who is to do it, by what `people` on seats are called. `owner_user` must have been fetched."""
    if task.owner_id is not None and task.owner_id in people:
        return people[task.owner_id].name
    return str(task.owner_user.name if task.owner_user else task.owner_in_words or _("ingen vald"))


def proposals(meeting: Meeting) -> QuerySet[AgendaItem]:
    """What members have sent in and nobody has answered, and what was answered "not this time"."""
    found = AgendaItem.objects.filter(meeting=meeting, state__in=[State.PROPOSED, State.DECLINED])
    return found.select_related("proposed_by").order_by("pk")


def own_proposals(meeting: Meeting, user: Any) -> QuerySet[AgendaItem]:
    """What somebody has sent in to a meeting themselves, and what became of it."""
    mine = holdings_of(user).filter(seat__council=meeting.council_id).order_by().values("pk")
    return AgendaItem.objects.filter(meeting=meeting, proposed_by__in=mine)


def seat_of(user: Any, meeting: Meeting) -> SeatHolding | None:
    """The seat that somebody has on the meeting's council today."""
    return holdings_of(user).filter(seat__council=meeting.council_id).first()


def seats_at(meeting: Meeting) -> QuerySet[SeatHolding]:
    """Who sits on the council on the meeting's day, in the order of the seats."""
    found = SeatHolding.objects.held_on(clock.day_of(meeting.starts_at)).filter(seat__council=meeting.council_id)
    found = found.filter(Q(seat__closed_on=None) | Q(seat__closed_on__gt=clock.day_of(meeting.starts_at)))
    return found.select_related(*NEEDED).order_by("seat__order", "seat")


def papers_of(meeting: Meeting) -> QuerySet[Paper]:
    """The files of a meeting."""
    return Paper.objects.filter(meeting=meeting).select_related("item")


def openable(user: Any, voices: Sequence[Voice]) -> set[int]:
    """Which of these voices have a page that `user` may open."""
    return set(visible_voices(user).filter(pk__in=[voice.pk for voice in voices]).values_list("pk", flat=True))
