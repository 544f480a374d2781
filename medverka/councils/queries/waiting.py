"""What waits for somebody among councils, for Today."""

from typing import Any

from medverka.councils.queries import forum, meetings_waiting, minutes_waiting, seat_calls, telling_waiting
from medverka.councils.queries.mine import Mine
from medverka.foundation.waiting import Waiting

# One line a subject.
SOURCES = (
    meetings_waiting.waiting_for,
    forum.waiting_for,
    telling_waiting.waiting_for,
    minutes_waiting.waiting_for,
    seat_calls.waiting_for,
)


def waiting_for(user: Any) -> list[Waiting]:
    """What each subject knows of."""
    mine = Mine(user)
    return [row for source in SOURCES for row in source(mine)]
