"""What waits for somebody, in the shape that every app gives it to the Today page."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, with the one next step.

    `since` is when it began to wait (the oldest stands first), `late_days` how many days past a
    promise it is, `petals` how far the chain has come (0 to 5).
    """

    group: str
    title: str
    text: str
    since: date
    url: str
    step: str
    late_days: int = 0
    petals: int = 0
    key: str = ""
