"""What holds for a draw: where it stands, and from where it may go where."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a draw stands."""

    DRAFT = "draft", _("förbereds")
    READING = "reading", _("läses")
    COMPUTING = "computing", _("räknas ut")
    COMPUTED = "computed", _("uträknad")
    PUBLISHING = "publishing", _("publiceras")
    PUBLISHED = "published", _("väntar på dragningen")
    DRAWN = "drawn", _("dragen")
    CALLED_OFF = "called_off", _("avlyst")


OPEN_TO_ALL = (State.PUBLISHED, State.DRAWN, State.CALLED_OFF)
WORKING = (State.READING, State.COMPUTING, State.PUBLISHING)
PRIVATE = (State.DRAFT, State.READING, State.COMPUTING, State.COMPUTED, State.PUBLISHING)  # May still be thrown away.

# verb: (from which states, to which)
MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "change": ((State.DRAFT, State.COMPUTED), State.DRAFT),
    "read": ((State.DRAFT, State.COMPUTED), State.READING),
    "taken_in": ((State.READING,), State.DRAFT),
    "stop_reading": ((State.READING,), State.DRAFT),
    "compute": ((State.DRAFT, State.COMPUTED), State.COMPUTING),
    "computed": ((State.COMPUTING,), State.COMPUTED),
    "stop_computing": ((State.COMPUTING,), State.DRAFT),
    "publish": ((State.COMPUTED,), State.PUBLISHING),
    "published": ((State.PUBLISHING,), State.PUBLISHED),
    "stop_publishing": ((State.PUBLISHING,), State.COMPUTED),
    "outdated": ((State.PUBLISHING,), State.DRAFT),
    "draw": ((State.PUBLISHED,), State.DRAWN),
    "call_off": ((State.PUBLISHED,), State.CALLED_OFF),
}

STOPS = {  # The move back where work is stopped or comes to nothing.
    State.READING: "stop_reading",
    State.COMPUTING: "stop_computing",
    State.PUBLISHING: "stop_publishing",
}

PANELS = 1000  # Numbered panels in a uniform lottery.
MOST_SEATS = 1000
FILE_BYTES = 40_000_000
READ_AT_ONCE = 200_000  # Bytes of both files: some thousand people, which take no longer than a page may.
QUOTAS_AT_ONCE = 100  # Rows of the file with quotas: many take long to weigh against each other in small files too.
LONGEST_WORK = timedelta(minutes=10)  # As long as the queue lets one job run.
SEEN_FIRST = timedelta(minutes=30)  # So long a publication can be seen before what decides it can be known.
LETTERS_AT_ONCE = (
    300  # In one PDF: as many as are made before a page is answered, and are printed and folded at a time.
)
MOST_QUOTAS = 500  # Rows of the table on one page.
TOLD_WITHIN = timedelta(days=90)  # So long after the draw letters and mails about it still wait on Today.
LINK_DAYS = timedelta(days=730)  # How long the personal link to one's own place in a draw opens.


def proposed_bounds(count: int, people: int, size: int) -> tuple[int, int]:
    """The nearest whole numbers below and above a value's proportional share of the seats."""
    if not people:
        return 0, size
    low = size * count // people
    return low, min(low + (size * count % people > 0), size)


IN_IT = "draws.in_it"  # The notice to somebody who is in a published draw.
