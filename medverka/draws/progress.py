"""How far a draw's work has come, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.draws import words
from medverka.draws.models import Draw
from medverka.draws.rules import WORKING
from medverka.foundation.progress import Progress, told

OWN_STEPS: dict[str, Promise | str] = {"waiting": _("Väntar på sin tur")}  # The library's stand in `words`.


def of(draw: Draw) -> Progress | None:
    """How far the work has come that is under way, if any is."""
    if draw.state not in WORKING or draw.heard_at is None:
        return None
    return told(OWN_STEPS.get(draw.step) or words.step(draw.step), draw.percent, draw.heard_at)
