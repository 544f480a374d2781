"""Who may do what with a voice."""

from typing import Any

from medverka.access.authorise import may
from medverka.organisations.models import Organisation
from medverka.voices.models import Voice


def may_record(actor: Any, unit: Organisation) -> bool:
    """Write down what was said to a unit: its commissioner or a coordinator."""
    return may(actor, "voices.record", unit)


def may_answer(actor: Any, voice: Voice) -> bool:
    """Answer for the unit, and tell what it led to."""
    return may(actor, "voices.answer", voice.unit)


def may_publish(actor: Any, voice: Voice) -> bool:
    """Choose who answers and what is public, and see to it that it is told back: the coordinator."""
    return may(actor, "voices.publish", voice.unit)


def may_correct(actor: Any, voice: Voice) -> bool:
    """Correct what was written down: the coordinator at any time, whoever records until it is answered."""
    return may_publish(actor, voice) or (not voice.answer and may_record(actor, voice.unit))


def may_remove(actor: Any, voice: Voice) -> bool:
    """Take away what was written down by mistake, while nobody has answered it."""
    return not voice.answer and may_record(actor, voice.unit)


def may_see_letters(actor: Any) -> bool:
    """Open addresses and phone numbers of those who are to be told: with a second factor."""
    return bool(getattr(actor, "verified_twice", False)) and may(actor, "door.open") and may(actor, "voices.publish")
