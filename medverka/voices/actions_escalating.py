"""Handing a voice on to the next level, or to another unit, when whoever was to answer cannot."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.voices import policies
from medverka.voices.actions import ask_for_answer, promised_day, words
from medverka.voices.models import Escalation, Voice
from medverka.voices.rules import NotNow


@transaction.atomic
def escalate_voice(voice: Voice, *, by: Any, to_unit: Organisation, owner: User | None, because: str) -> Voice:
    """Let another unit answer what has got no yes or no, by `owner`, with a promised day of its own.

    Without an owner the coordinator chooses one. Whoever handed it on still sees it. `voice` is as whoever hands it
    on has read it: where it has moved or been answered since, nothing is done.
    """
    if not policies.may_escalate(by, voice):
        raise PermissionDenied("voices.answer")
    because = words(because, _("Skriv varför någon annan behöver svara."))
    _must_be_able_to_answer(to_unit, owner, instead_of=voice)
    today, was_at, was_owner = clock.today(), voice.unit, voice.owner
    due_on = promised_day(today + timedelta(days=the_county().answer_days), urgent=voice.urgent)
    as_read = Voice.objects.filter(pk=voice.pk, answer=voice.answer, unit=was_at, owner=was_owner)
    if not as_read.update(
        unit=to_unit, owner=owner, answer_due_on=due_on, reminded_on=None, asked_again=voice.answer == "later"
    ):
        raise NotNow(_("Någon har svarat eller lämnat synpunkten vidare sedan du öppnade sidan."))
    Escalation.objects.create(
        voice=voice, from_unit=was_at, from_owner=was_owner, to_unit=to_unit, to_owner=owner,
        because=because, recorded_by=by.actor_id,
    )  # fmt: skip
    record(by, "voice.escalated", voice, from_unit=was_at.pk, to_unit=to_unit.pk, owner=owner.pk if owner else None)
    voice.refresh_from_db()
    if owner:
        ask_for_answer(voice)
    return voice


def _must_be_able_to_answer(unit: Organisation, owner: User | None, *, instead_of: Voice) -> None:
    if unit == instead_of.unit and owner in {None, instead_of.owner}:
        raise NotNow(_("Synpunkten är redan där. Välj någon annan."))
    if unit.kind == Organisation.Kind.ASSOCIATION or unit.closed_on:
        raise NotNow(_("%(unit)s kan inte svara. Välj någon annan.") % {"unit": unit})
    if owner and not may(owner, "voices.answer", unit):
        raise NotNow(_("%(name)s kan inte svara för den verksamheten.") % {"name": owner})
