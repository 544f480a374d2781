"""What holds for a mapping: where it and its parts stand, which steps there are, and what a level comes to."""

from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a mapping stands."""

    DRAFT = "draft", _("förbereds")
    OPEN = "open", _("öppen")
    CLOSED = "closed", _("stängd")


# verb: (from which states, to which)
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "open": ((State.DRAFT,), State.OPEN),
    "close": ((State.OPEN,), State.CLOSED),
    "reopen": ((State.CLOSED,), State.OPEN),
}


class Answered(TextChoices):
    """How far an organisation has come with its answers."""

    NOT_BEGUN = "not_begun", _("inte börjat")
    BEGUN = "begun", _("påbörjat")
    HANDED_IN = "handed_in", _("lämnat in")


class Level(TextChoices):
    """Where influence is had."""

    INDIVIDUAL = "individual", _("individnivå")
    OPERATIONAL = "operational", _("verksamhetsnivå")
    SYSTEM = "system", _("systemnivå")


class AreaState(TextChoices):
    """Where a development area stands. What is let go was a choice, and is no failure."""

    PLANNED = "planned", _("planerat")
    UNDER_WAY = "under_way", _("pågår")
    DONE = "done", _("klart")
    LET_GO = "let_go", _("avslutat utan att bli klart")


AREA_MOVES: dict[AreaState, tuple[AreaState, ...]] = {
    AreaState.PLANNED: (AreaState.UNDER_WAY, AreaState.DONE, AreaState.LET_GO),
    AreaState.UNDER_WAY: (AreaState.DONE, AreaState.PLANNED, AreaState.LET_GO),
    AreaState.DONE: (AreaState.UNDER_WAY,),
    AreaState.LET_GO: (AreaState.PLANNED, AreaState.UNDER_WAY),
}
AREA_OPEN = (AreaState.PLANNED, AreaState.UNDER_WAY)

STEPS = 5  # A question is on the ladder when it has so many steps; questions of other kinds are read, not counted.
LADDER: tuple[Promise, ...] = (
    _("Inte börjat än"),
    _("Har börjat"),
    _("På god väg"),
    _("Så arbetar vi"),
    _("En självklar del"),
)
GOING_WELL, HARD = 4, 2  # From this step up it goes well; up to this one it is hard.
FEWEST_TO_TELL = 3  # Organisations that must have handed in before anything is said of all of them.

MOST_LINKS, LONGEST_LINK = 5, 500
LONGEST_COMMENT = 2000
MOST_REMINDERS = 2


def level_step(steps: Sequence[int], asked: int) -> int | None:
    """What a level comes to: the step in the middle of its questions, of two in the middle the lower one.

    None where fewer than half of the questions that are `asked` have a step.
    """
    if not steps or 2 * len(steps) < asked:
        return None
    return sorted(steps)[(len(steps) - 1) // 2]
