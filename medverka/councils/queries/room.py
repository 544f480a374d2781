"""What the room is at, for the display on its wall and for whoever leads from a phone."""

from dataclasses import dataclass, field
from datetime import datetime

from medverka.councils import rules
from medverka.councils.models import AgendaItem, Meeting, Seat, SeatHolding, Summons, Turn
from medverka.councils.queries.agenda import seats_at
from medverka.councils.queries.seats import Who, shown_to_everybody
from medverka.foundation import clock


@dataclass(frozen=True)
class InRound:
    """Somebody in the round."""

    seat: Seat
    who: Who


@dataclass(frozen=True)
class Room:
    """The item that is up, what comes after it, and how far the round has come."""

    meeting: Meeting
    items: list[AgendaItem]
    item: AgendaItem | None = None
    given: int = 0  # How often the word has been given.
    speaking: InRound | None = None
    had: list[InRound] = field(default_factory=list)
    left: list[InRound] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Which item in order is up; 0 for none."""
        return next((place for place, row in enumerate(self.items, start=1) if row == self.item), 0)

    @property
    def following(self) -> AgendaItem | None:
        """The item after the one that is up; the first where none is."""
        return self.items[self.number] if self.number < len(self.items) else None

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes left of the item's time, 0 when it is over; None where it has no time of its own."""
        since = self.meeting.item_since
        if self.item is None or not self.item.minutes or since is None:
            return None
        return rules.minutes_left(self.item.minutes, since, self.now)

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def over(self) -> bool:
        """Whether the meeting is over and nothing is up."""
        return self.item is None and (self.meeting.state == Meeting.State.HELD or self.meeting.ends_at <= self.now)

    @property
    def people(self) -> int | None:
        """How many take part in a forum, where they have been counted."""
        counts = [self.meeting.came_own, self.meeting.came_service]
        return sum(count or 0 for count in counts) if any(count is not None for count in counts) else None


def room_of(meeting: Meeting) -> Room:
    """The room as it is now. In a forum people are only counted."""
    items = list(AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.ON))
    item = next((row for row in items if row.pk == meeting.current_item_id), None)
    if item is None or not item.round:
        return Room(meeting, items, item)
    turns = list(Turn.objects.filter(item=item))
    if meeting.council.is_forum:
        return Room(meeting, items, item, len(turns))
    round_ = {row.seat.pk: row for row in _in_round(meeting)}
    order = [turn.seat_id for turn in turns if turn.seat_id in round_]
    speaking = round_[order[-1]] if order and turns[-1].seat_id == order[-1] else None
    had = [round_[pk] for pk in order if round_[pk] is not speaking]
    left = [row for pk, row in round_.items() if pk not in order]
    return Room(meeting, items, item, turns[-1].number if turns else 0, speaking, had, left)


def _in_round(meeting: Meeting) -> list[InRound]:
    """Who can get the word: those who sit there and have not said that they stay away. By the name they agreed to."""
    called = {row.holding_id: row for row in Summons.objects.filter(meeting=meeting)}
    seats = [row for row in seats_at(meeting) if _is_there(row, called.get(row.pk))]
    people = shown_to_everybody(seats)
    return [InRound(row.seat, people[row.pk]) for row in seats]


def _is_there(holding: SeatHolding, summons: Summons | None) -> bool:
    if summons is None:
        return holding.seat.duty != Seat.Duty.SUBSTITUTE
    if summons.came is not None:
        return summons.came
    return summons.reply not in {rules.Reply.NO, rules.Reply.SUBSTITUTE}
