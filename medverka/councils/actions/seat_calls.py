"""Associations are asked whom they put forward for a seat, and answer; one of those is appointed."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.councils import policies, rules
from medverka.councils.actions.councils import Holder, appoint
from medverka.councils.models import Seat, SeatCall, SeatCallAnswer, SeatHolding
from medverka.councils.queries.seat_calls import OPEN, recipients_of
from medverka.foundation import clock, outbox
from medverka.journal.actions import record
from medverka.organisations.models import Organisation

REMIND_BEFORE = timedelta(days=4)


@transaction.atomic
def ask_associations(
    seat: Seat, associations: Collection[Organisation], *, by: Any, reply_by: date, text: str = ""
) -> SeatCall:
    """Ask associations whom they put forward. `ValidationError` while an earlier question about the seat is open."""
    if not policies.may_edit(by, seat.council):
        raise PermissionDenied("councils.edit")
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)  # Two questions take turns.
    if row.closed_on or seat.council.closed_on:
        raise ValidationError(_("Platsen finns inte längre."))
    if SeatCall.objects.filter(seat=seat, closed_on=None).exists():
        raise ValidationError(_("Föreningarna är redan tillfrågade om platsen."))
    if not associations or any(one.kind != Organisation.Kind.ASSOCIATION for one in associations):
        raise ValidationError({"associations": _("Välj minst en förening.")})
    if reply_by < clock.today():
        raise ValidationError({"reply_by": _("Dagen har redan varit. Välj en dag som kommer.")})
    call = SeatCall.objects.create(seat=seat, reply_by=reply_by, text=text.strip())
    answers = [SeatCallAnswer(call=call, association=one) for one in associations]
    SeatCallAnswer.objects.bulk_create(answers)
    _mail("councils.seat_call", answers)
    record(by, "seat_call.made", call, seat=seat.pk, associations=len(answers))
    return call


@transaction.atomic
def answer_seat_call(
    answer: SeatCallAnswer, *, by: Any, declined: bool, name: str = "", email: str = "", phone: str = "", text: str = ""
) -> SeatCallAnswer:
    """Put somebody forward, or decline without a reason. While the question is open the answer can be changed.

    `ValidationError` where the question is closed, or what is needed to reach the person is missing.
    """
    if not policies.may_answer_seat_call(by, answer):
        raise PermissionDenied("own.seats")
    # A closing and an answer take turns: the names of those who were not chosen are forgotten with the closing.
    SeatCall.objects.select_for_update(of=("self",), no_key=True).get(pk=answer.call_id)
    row = SeatCallAnswer.objects.select_for_update(of=("self",)).filter(OPEN, pk=answer.pk).first()
    if row is None:
        raise ValidationError(
            _("Frågan är avslutad. Det går inte att svara längre, men hör gärna av er till samordnaren.")
        )
    given = {"name": name.strip(), "email": email.strip(), "phone": phone.strip(), "text": text.strip()}
    if declined:
        given = dict.fromkeys(given, "")
    elif not given["name"]:
        raise ValidationError({"name": _("Skriv vem ni föreslår.")})
    elif not (given["email"] or given["phone"]):
        raise ValidationError({"email": _("Skriv en e-postadress eller ett telefonnummer, så att vi når personen.")})
    if row.answered_at and row.declined == declined and all(getattr(row, key) == value for key, value in given.items()):
        return row  # A double click.
    row.declined, row.answered_at = declined, clock.now()
    row.recorded_by = by.actor_id if policies.may_edit(by, answer.call.seat.council) else ""
    for key, value in given.items():
        setattr(row, key, value)
    row.save()
    record(by, "seat_call.answered", row, call=row.call_id, declined=declined)
    return row


@transaction.atomic
def appoint_from_call(
    answer: SeatCallAnswer, *, by: Any, starts_on: date | None = None, ends_on: date | None = None
) -> SeatHolding:
    """Give the seat to whoever the association put forward. The question is closed, and the others are thanked."""
    call = _close(answer.call, by)
    row = SeatCallAnswer.objects.select_related("association").get(pk=answer.pk)
    if row.declined or not row.name:
        raise ValidationError(_("Föreningen har inte föreslagit någon."))
    channel = SeatHolding.Channel.EMAIL if row.email else SeatHolding.Channel.PHONE
    holder = Holder(name=row.name, email=row.email, phone=row.phone, channel=channel)
    mandate = call.seat.capacity == rules.Capacity.MANDATE
    sits_for = row.association if mandate else None
    holding = appoint(call.seat, holder, by=by, organisation=sits_for, starts_on=starts_on, ends_on=ends_on)
    _mail("councils.seat_call_chosen", [row])
    _thank(call, row)
    return holding


@transaction.atomic
def close_seat_call(call: SeatCall, *, by: Any) -> None:
    """Ask no longer. Those who put somebody forward are thanked, and the names are forgotten."""
    _thank(_close(call, by), None)


def _close(call: SeatCall, by: Any) -> SeatCall:
    if not policies.may_edit(by, call.seat.council):
        raise PermissionDenied("councils.edit")
    if not SeatCall.objects.filter(pk=call.pk, closed_on=None).update(closed_on=clock.today()):
        raise ValidationError(_("Frågan är redan avslutad."))
    record(by, "seat_call.closed", call, seat=call.seat_id)
    return call


def _thank(call: SeatCall, chosen: SeatCallAnswer | None) -> None:
    """Whoever was put forward and not chosen does not stay here."""
    rows = list(SeatCallAnswer.objects.filter(call=call, answered_at__isnull=False).select_related("association"))
    thanked = [row for row in rows if not row.declined and (chosen is None or row.pk != chosen.pk)]
    _mail("councils.seat_call_thanks", thanked)
    for row in rows:
        row.name = row.email = row.phone = row.text = ""
        row.save()


def remind_associations() -> int:
    """One reminder, some days before the last day to answer. Returns how many associations were reminded."""
    soon = clock.today() + REMIND_BEFORE
    late = SeatCallAnswer.objects.filter(OPEN, answered_at=None, call__reply_by__lte=soon)
    rows = list(late.filter(call__reply_by__gte=clock.today()).select_related("association"))
    _mail("councils.seat_call_reminder", rows)
    return len(rows)


def _mail(notice: str, answers: Collection[SeatCallAnswer]) -> None:
    """To everybody whom the associations are reached through; the same message to the same person once."""
    reached = recipients_of([answer.association_id for answer in answers])
    for answer in answers:
        for recipient in reached[answer.association_id]:
            outbox.queue(notice, f"{answer.pk}:{recipient.key}")
