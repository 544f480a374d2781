"""What holds for contributions: pure functions."""

from datetime import date


class AlreadyRecorded(Exception):
    """The same person stands on the same occasion that day already; perhaps it is the same contribution.

    `known` is how many there are: record again with that number to say that this is one more.
    """

    def __init__(self, known: int) -> None:
        super().__init__(known)
        self.known = known


class InTheFuture(ValueError):
    """What has not happened yet is no contribution."""


def refuse_future(on: date, today: date) -> None:
    """Raise `InTheFuture` for a day after today."""
    if on > today:
        raise InTheFuture(on.isoformat())
