"""Who may do what with a voice."""

from typing import Any

from medverka.access.authorise import may
from medverka.organisations.models import Organisation
from medverka.voices.models import Voice
from medverka.voices.origins import is_kept


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
    """Correct what was written down, until it is answered: the coordinator, and whoever wrote it.

    What is answered, or stands in finished minutes, is masked, which leaves a trace, and not corrected.
    """
    rewrites = may_publish(actor, voice) or _may_rewrite(actor, voice)
    return not voice.answer and rewrites and not _is_kept(voice)


def may_sort(actor: Any, voice: Voice) -> bool:
    """Say what it is about, and whether it is urgent: whoever records there, and the coordinator."""
    return may_publish(actor, voice) or may_record(actor, voice.unit)


def may_mask(actor: Any, voice: Voice) -> bool:
    """Take out what could tell who somebody is. Once it is answered the coordinator alone: it changes what was said."""
    return may_publish(actor, voice) or (not voice.answer and _may_rewrite(actor, voice))


def may_escalate(actor: Any, voice: Voice) -> bool:
    """Hand on what one cannot answer oneself, while no yes or no is given: whoever may answer."""
    return voice.answer in {"", "later"} and may_answer(actor, voice)


def may_remove(actor: Any, voice: Voice) -> bool:
    """Take away what was written down by mistake, on the same terms as one corrects it."""
    return may_correct(actor, voice)


def may_see_letters(actor: Any) -> bool:
    """Open addresses and phone numbers of those who are to be told: with a second factor."""
    return bool(getattr(actor, "verified_twice", False)) and may(actor, "door.open") and may(actor, "voices.publish")


def _may_rewrite(actor: Any, voice: Voice) -> bool:
    """Whoever wrote it down, and those who write there. Whoever is to answer does not change what others wrote of them."""
    return may_record(actor, voice.unit) and (voice.recorded_by == actor.actor_id or not may_answer(actor, voice))


def _is_kept(voice: Voice) -> bool:
    return is_kept(voice.origin_kind, voice.origin_id, voice.pk)
