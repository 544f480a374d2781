"""What holds for a round: where it stands, and from where it may go where."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("förbereds")
    OPEN = "open", _("öppen")
    CLOSED = "closed", _("stängd")
    COUNTING = "counting", _("räknas")
    COUNTED = "counted", _("räknad")


# verb: (from which states, to which)
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "open": ((State.DRAFT,), State.OPEN),
    "close": ((State.OPEN,), State.CLOSED),
    "reopen": ((State.CLOSED,), State.OPEN),
    "count": ((State.CLOSED,), State.COUNTING),
    "counted": ((State.COUNTING,), State.COUNTED),
    "stop_counting": ((State.COUNTING,), State.CLOSED),
}

ASKS = (State.DRAFT, State.OPEN)  # Tickets may be made until it is closed.
MOST_REMINDERS = 2
ASKED_AT_ONCE = 200  # More tickets than these are made by the worker.
SLICE = 1000  # So many of them in one transaction.
MOST_ASKED = 50_000
LETTERS_AT_ONCE = 300
CODES_A_PILE = 100  # Forms with a code each, in one file.
INVITATION, REMINDER = "survey.invitation", "survey.reminder"
ANSWERED_BY_HAND = (State.OPEN, State.CLOSED)  # What came on paper may be entered until it is counted.


def takes_answers(state: str, opens_on: date, closes_on: date, today: date) -> bool:
    """Whether a respondent may answer today: both days of the period are part of it."""
    return state == State.OPEN and opens_on <= today <= closes_on


def how_many_asked(written_down: int | None, tickets: int, *, has_open_link: bool) -> int | None:
    """How many a group was put to: what somebody has written down, never fewer than there are links and codes of their own.

    None where nobody knows: by an open link, and nothing written down.
    """
    if written_down is not None:
        return max(written_down, tickets)
    return None if has_open_link else tickets
