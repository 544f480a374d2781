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

ANSWERED_BY_HAND = (State.OPEN, State.CLOSED)  # What came on paper may be entered until it is counted.


def takes_answers(state: str, opens_on: date, closes_on: date, today: date) -> bool:
    """Whether a respondent may answer today: both days of the period are part of it."""
    return state == State.OPEN and opens_on <= today <= closes_on
