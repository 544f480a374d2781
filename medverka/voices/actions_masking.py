"""Taking out of a voice what could tell who somebody is, when it is found later: before or after the answer, also when public."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.journal.actions import record
from medverka.voices import policies
from medverka.voices.actions import words
from medverka.voices.models import Escalation, Masking, Voice
from medverka.voices.rules import NotNow


@transaction.atomic
def mask_voice(
    voice: Voice,
    *,
    by: Any,
    why: str,
    text: str | None = None,
    because: str | None = None,
    effect: str | None = None,
    handed: Iterable[tuple[Escalation, str]] = (),
) -> Voice:
    """Put new wording in place of what was said, of the answer, of the effect, or of why it was handed on; what is not
    given stays.

    What stood there is not kept, but that something was taken out is. `voice`, and what is `handed`, is as whoever
    masks it has read it: where it has been changed since, nothing is done.
    """
    if not policies.may_mask(by, voice):
        raise PermissionDenied("voices.record")
    Masking.Why(why)
    given = {"text": text, "because": because, "effect": effect}
    before = {name: getattr(voice, name) for name in given}
    after = {name: new for name, new in given.items() if new is not None and new.strip() != before[name]}
    moved = [(row, new) for row, new in handed if row.voice_id == voice.pk and new.strip() != row.because]
    if not after and not moved:
        raise NotNow(_("Texten är likadan som förut. Ändra det som pekar ut någon."))
    after = {name: words(new, _("Skriv vad som ska stå i stället.")) for name, new in after.items() if before[name]}
    unchanged = Voice.objects.filter(pk=voice.pk, answer=voice.answer, **before)
    if not (unchanged.update(**after) if after else unchanged.exists()):
        raise NotNow(_("Någon har ändrat texten sedan du öppnade sidan. Läs den igen."))
    for row, new in moved:
        same = Escalation.objects.filter(pk=row.pk, because=row.because)
        if not same.update(because=words(new, _("Skriv vad som ska stå i stället."))):
            raise NotNow(_("Någon har ändrat texten sedan du öppnade sidan. Läs den igen."))
    fields = [*after, *([Masking.Field.HANDED] if moved else [])]
    Masking.objects.bulk_create(Masking(voice=voice, field=name, why=why, recorded_by=by.actor_id) for name in fields)
    record(by, "voice.masked", voice, fields=sorted(fields), why=why)
    voice.refresh_from_db()
    return voice
