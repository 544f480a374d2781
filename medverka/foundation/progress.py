"""How far long work has come, as ``<c-progress>`` shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from medverka.foundation import clock

SILENT = timedelta(minutes=2)  # Work that has said nothing for so long has stopped.


@dataclass(frozen=True)
class Progress:
    """What is being done, in words, how far it has come (0-100), and whether it seems to have stopped."""

    words: Promise | str
    percent: int
    silent: bool


def told(words: Promise | str, percent: int, heard_at: datetime) -> Progress:
    """The progress of work that was last heard of at `heard_at`."""
    return Progress(words, percent, clock.now() - heard_at > SILENT)
