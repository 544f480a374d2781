"""How far a draw's work has come, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.draws import words
from medverka.draws.models import Draw
from medverka.draws.rules import SILENT, WORKING
from medverka.foundation import clock

OWN_STEPS: dict[str, Promise | str] = {"waiting": _("Väntar på sin tur")}  # The library's stand in `words`.


@dataclass(frozen=True)
class Progress:
    """What is being done, how far it has come (0-100; None where nobody can say), and whether it seems to have stopped."""

    words: Promise | str
    percent: int
    silent: bool


def of(draw: Draw) -> Progress | None:
    """How far the work has come that is under way, if any is."""
    if draw.state not in WORKING or draw.heard_at is None:
        return None
    return Progress(
        OWN_STEPS.get(draw.step) or words.step(draw.step), draw.percent, clock.now() - draw.heard_at > SILENT
    )
