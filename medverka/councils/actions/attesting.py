"""Members say what they think of a draft and attest it: by account, by the link of their call, or told to whoever writes."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.councils.actions.minutes import UNFINISHED, ask_attesters, finish, unfinished
from medverka.councils.actions.tellings import no_longer_needed
from medverka.councils.content import content_of, digest_of
from medverka.councils.leading import is_own, must_lead
from medverka.councils.models import Attestation, Minutes, MinutesComment, MinutesSection, SeatHolding, Summons
from medverka.councils.rules import Told
from medverka.foundation import clock
from medverka.journal.actions import record

ON_PAPER = "paper"
COMMENTS_AT_MOST = 100  # From one seat on one draft.
State = Minutes.State


@transaction.atomic
def comment(
    minutes: Minutes, holding: SeatHolding, *, by: Any, text: str, section: MinutesSection | None = None
) -> MinutesComment:
    """What a member says of the draft; or whoever leads writes it down for them, also after the day. Twice is once."""
    minutes = unfinished(minutes, states={State.COMMENT})
    if holding.seat.council_id != minutes.meeting.council_id:
        raise PermissionDenied("councils.lead")
    if not is_own(by, holding, minutes.meeting):
        must_lead(by, minutes.meeting.council)
    elif minutes.comment_by and minutes.comment_by < clock.today():
        raise ValidationError(_("Tiden har gått ut. Ring den som skriver protokollet."))
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Skriv vad du vill ändra eller säga.")})
    if section is not None and section.minutes_id != minutes.pk:
        raise ValidationError(_("Avsnittet finns inte längre."))
    said = MinutesComment.objects.filter(minutes=minutes, holding=holding)
    if same := said.filter(text=text, section=section).first():
        return same
    if said.count() >= COMMENTS_AT_MOST:
        raise ValidationError(_("Det har blivit många synpunkter. Ring den som skriver protokollet."))
    row = MinutesComment.objects.create(
        minutes=minutes, holding=holding, section=section, text=text, recorded_by=by.actor_id
    )
    record(by, "minutes.commented", row, minutes=minutes.pk)
    return row


@transaction.atomic
def answer_comment(row: MinutesComment, *, by: Any, answer: str) -> None:
    """Say what was done about it; a no with a reason is an answer too. Can be written anew until the minutes are finished."""
    minutes = unfinished(row.minutes, by=by, states=UNFINISHED)
    answer = answer.strip()
    if not answer:
        raise ValidationError({"answer": _("Skriv vad du har gjort, eller varför inte.")})
    changed = MinutesComment.objects.filter(pk=row.pk).exclude(answer=answer)
    if changed.update(answer=answer, handled_on=clock.today()):
        record(by, "minutes.comment_answered", row, minutes=minutes.pk)


@transaction.atomic
def attest(attestation: Attestation, *, by: Any, digest: str) -> None:
    """The holder of the seat attests what they have read, which is what `digest` is of. Again is harmless."""
    minutes = attestation.minutes
    if not is_own(by, attestation.holding, minutes.meeting):
        raise PermissionDenied("own.seats")
    _attested(attestation, by=by, digest=digest, how="")


@transaction.atomic
def attest_on_paper(attestation: Attestation, *, by: Any, digest: str) -> None:
    """Whoever leads notes that the holder has signed what `digest` is of on paper. Again is harmless."""
    must_lead(by, attestation.minutes.meeting.council)
    _attested(attestation, by=by, digest=digest, how=ON_PAPER)


def _attested(attestation: Attestation, *, by: Any, digest: str, how: str) -> None:
    Minutes.objects.select_for_update().get(pk=attestation.minutes_id)  # Two clicks: the second waits for the first.
    if Attestation.objects.filter(pk=attestation.pk, digest=digest).exclude(attested_at=None).exists():
        return
    minutes = unfinished(attestation.minutes, states={State.ATTEST})
    current = digest_of(content_of(minutes))
    if digest != current:
        raise ValidationError(_("Protokollet har ändrats sedan du läste det. Läs det på nytt och justera sedan."))
    waiting = Attestation.objects.filter(pk=attestation.pk, attested_at=None)
    if waiting.update(attested_at=clock.now(), digest=current, recorded_how=how, recorded_by=by.actor_id):
        record(by, "minutes.attested", minutes, seat=attestation.holding.seat_id, how=how)
        theirs = Summons.objects.filter(meeting=minutes.meeting_id, holding=attestation.holding_id)
        no_longer_needed(theirs, Told.DRAFT, Told.ATTEST)
        _finish_when_all_have(minutes, current, by=by)


def _finish_when_all_have(minutes: Minutes, current: str, *, by: Any) -> None:
    """Finished once everybody has attested the same. Whoever attested something else is asked anew.

    Attendance, say, can have been corrected since.
    """
    asked = Attestation.objects.filter(minutes=minutes)
    old = asked.exclude(attested_at=None).exclude(digest=current)
    if old.update(attested_at=None, digest="", recorded_how="", recorded_by=""):
        ask_attesters(minutes)
    if not asked.filter(attested_at=None).exists():
        finish(minutes, "finish", by=by)
