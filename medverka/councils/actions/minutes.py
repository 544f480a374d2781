"""Minutes are written, read by the members, and finished. What is finished stands as it is."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.actions.tellings import no_longer_needed, tell_all
from medverka.councils.content import content_of, digest_of
from medverka.councils.leading import must_lead
from medverka.councils.models import (
    AgendaItem,
    Attestation,
    Meeting,
    Minutes,
    MinutesComment,
    MinutesSection,
    SeatHolding,
    Summons,
)
from medverka.councils.rules import MINUTES_MOVES, Told
from medverka.foundation import clock
from medverka.journal.actions import record, subject_of

State = Minutes.State
UNFINISHED = frozenset({State.DRAFT, State.COMMENT, State.ATTEST})


@transaction.atomic
def start_minutes(meeting: Meeting, *, by: Any) -> Minutes:
    """A draft with a section for each item of the agenda. Again gives the same draft."""
    must_lead(by, meeting.council)
    if meeting.state == Meeting.State.CANCELLED or meeting.starts_at > clock.now():
        raise ValidationError(_("Mötet har inte börjat än."))
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    minutes, new = Minutes.objects.get_or_create(meeting=meeting)
    if new:
        items = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.ON)
        MinutesSection.objects.bulk_create(
            MinutesSection(minutes=minutes, item=item, order=order, heading=item.title)
            for order, item in enumerate(items, start=1)
        )
        record(by, "minutes.started", minutes, meeting=meeting.pk)
    return minutes


@transaction.atomic
def write_section(section: MinutesSection, *, by: Any, version: int, heading: str, text: str) -> MinutesSection:
    """Write in one section. `ValidationError` where somebody else has saved since `version` was read."""
    minutes = unfinished(section.minutes, by=by)
    row = MinutesSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    heading, text = heading.strip(), text.strip()
    if (row.heading, row.text) == (heading, text):
        return row
    if row.version != version:
        raise ValidationError(
            _(
                "Någon annan har skrivit här under tiden. Läs båda texterna. Ditt står kvar i fältet; ändra och spara igen."
            )
        )
    row.heading, row.text, row.version = heading, text, row.version + 1
    row.saved_by, row.saved_at = by.actor_id, clock.now()
    row.full_clean(exclude=["minutes", "item"])
    row.save()
    record(by, "minutes.written", row, minutes=minutes.pk)
    content_changed(minutes, by=by)
    return row


@transaction.atomic
def add_section(minutes: Minutes, *, by: Any, heading: str, text: str) -> MinutesSection:
    """One more section, last. The same words twice are one."""
    minutes = unfinished(minutes, by=by)
    sections = MinutesSection.objects.filter(minutes=minutes)
    if same := sections.filter(heading=heading.strip(), text=text.strip()).first():
        return same
    last = sections.aggregate(last=Max("order"))["last"] or 0
    section = MinutesSection(
        minutes=minutes, order=last + 1, heading=heading.strip(), text=text.strip(), saved_by=by.actor_id,
        saved_at=clock.now(),
    )  # fmt: skip
    section.full_clean(exclude=["minutes", "item"])
    section.save()
    record(by, "minutes.section_added", section, minutes=minutes.pk)
    content_changed(minutes, by=by)
    return section


@transaction.atomic
def remove_section(section: MinutesSection, *, by: Any, version: int) -> None:
    """Take a section away, as it was read."""
    minutes = unfinished(section.minutes, by=by)
    subject = subject_of(section)
    removed, _rows = MinutesSection.objects.filter(pk=section.pk, version=version).delete()
    if removed:
        record(by, "minutes.section_removed", subject, minutes=minutes.pk)
        content_changed(minutes, by=by)
    elif MinutesSection.objects.filter(pk=section.pk).exists():
        raise ValidationError(_("Någon annan har skrivit i avsnittet under tiden. Läs det först."))


# --- The way to finished minutes ------------------------------------------------------------------


@transaction.atomic
def send_out(minutes: Minutes, *, by: Any, comment_by: date) -> None:
    """Let the members read the draft and say what they think until a day. Again is harmless."""
    minutes = unfinished(minutes, by=by)
    if minutes.meeting.council.is_forum:
        raise ValidationError(_("I ett forum finns inga namngivna medlemmar att skicka till."))
    if comment_by < clock.today():
        raise ValidationError({"comment_by": _("Välj idag eller en dag längre fram.")})
    if _moved(minutes, "send_out", comment_by=comment_by):
        record(by, "minutes.sent_out", minutes, until=comment_by.isoformat())
        tell_members(minutes, Told.DRAFT, about=f"{comment_by}")


@transaction.atomic
def take_back(minutes: Minutes, *, by: Any) -> None:
    """Make it a draft again. Nobody has attested it any longer. Again is harmless."""
    minutes = unfinished(minutes, by=by)
    if _moved(minutes, "take_back", comment_by=None):
        Attestation.objects.filter(minutes=minutes).delete()
        record(by, "minutes.taken_back", minutes)


@transaction.atomic
def ask_to_attest(minutes: Minutes, holdings: Collection[SeatHolding], *, by: Any) -> None:
    """Choose who attests, and ask them. Every comment must have its answer first. Again is harmless."""
    minutes = unfinished(minutes, by=by)
    council = minutes.meeting.council
    if council.is_forum:
        raise ValidationError(_("Minnesanteckningar från ett forum justeras inte."))
    if not holdings or any(holding.seat.council_id != council.pk for holding in holdings):
        raise ValidationError({"holdings": _("Välj vem som justerar.")})
    if MinutesComment.objects.filter(minutes=minutes, handled_on=None).exists():
        raise ValidationError(_("Någon har sagt vad de tycker och inte fått svar. Svara på det först."))
    if _moved(minutes, "ask_to_attest"):
        Attestation.objects.bulk_create(Attestation(minutes=minutes, holding=holding) for holding in holdings)
        record(by, "minutes.attestation_asked", minutes, seats=sorted(holding.seat_id for holding in holdings))
        ask_attesters(minutes)


@transaction.atomic
def finish_notes(minutes: Minutes, *, by: Any) -> None:
    """The notes of a forum are as they shall be. Again is harmless."""
    must_lead(by, minutes.meeting.council)
    if Minutes.objects.filter(pk=minutes.pk, state=State.DONE).exists():
        return
    minutes = unfinished(minutes)
    if not minutes.meeting.council.is_forum:
        raise ValidationError(_("Protokoll justeras innan de är klara."))
    finish(minutes, "finish_notes", by=by)


@transaction.atomic
def show_openly(minutes: Minutes, *, by: Any, public: bool) -> None:
    """Let everybody read finished minutes, or the members alone. Again is harmless."""
    must_lead(by, minutes.meeting.council)
    if public and minutes.state != State.DONE:
        raise ValidationError(_("Bara ett färdigt protokoll kan visas öppet."))
    if Minutes.objects.filter(pk=minutes.pk, state=State.DONE).exclude(public=public).update(public=public):
        record(by, "minutes.shown_openly" if public else "minutes.for_members_alone", minutes)


# --- What the other actions on minutes share --------------------------------------------------------


def unfinished(minutes: Minutes, *, by: Any = None, states: Iterable[str] = UNFINISHED) -> Minutes:
    """The minutes, locked, as they are now. `ValidationError` where they are finished, or not in one of `states`.

    Whoever is `by` must lead the council.
    """
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__council__organisation")
    row = rows.get(pk=minutes.pk)
    if by is not None:
        must_lead(by, row.meeting.council)
    if row.state == State.DONE:
        raise ValidationError(_("Protokollet är klart och kan inte ändras längre."))
    if row.state not in states:
        raise ValidationError(_("Protokollet har kommit till ett annat läge. Läs sidan på nytt."))
    return row


def content_changed(minutes: Minutes, *, by: Any) -> None:
    """Nobody has attested what has changed: they are asked anew. `minutes` must be locked."""
    if minutes.state != State.ATTEST:
        return
    given = Attestation.objects.filter(minutes=minutes).exclude(attested_at=None)
    withdrawn = given.update(attested_at=None, digest="", recorded_how="", recorded_by="")
    if withdrawn:
        record(by, "minutes.attestations_withdrawn", minutes, count=withdrawn)
        ask_attesters(minutes)


def finish(minutes: Minutes, verb: str, *, by: Any) -> None:
    """Keep the content with its digest; from now on nothing changes it. `minutes` must be locked."""
    content = content_of(minutes)
    if _moved(minutes, verb, content=content, digest=digest_of(content), attested_at=clock.now(), comment_by=None):
        record(by, "minutes.finished", minutes, digest=digest_of(content))
        no_longer_needed(Summons.objects.filter(meeting=minutes.meeting_id), Told.DRAFT, Told.ATTEST)
        tell_members(minutes, Told.MINUTES)


def ask_attesters(minutes: Minutes) -> None:
    """Ask those who have not attested what the minutes hold now."""
    digest = digest_of(content_of(minutes))
    waiting = Attestation.objects.filter(minutes=minutes, attested_at=None).values_list("holding", flat=True)
    tell_members(minutes, Told.ATTEST, about=digest[:12], holdings=list(waiting))


def tell_members(minutes: Minutes, what: rules.Told, about: str = "", holdings: Collection[Any] | None = None) -> None:
    """Tell those who were called to the meeting, or of them the holders of some seats alone."""
    called = Summons.objects.filter(meeting=minutes.meeting_id)
    if holdings is not None:
        called = called.filter(holding__in=holdings)
    tell_all(called.select_related("meeting", "holding__contributor", "holding__user"), what, about)


def _moved(minutes: Minutes, verb: str, **values: Any) -> bool:
    before, after = MINUTES_MOVES[verb]
    moved = Minutes.objects.filter(pk=minutes.pk, state__in=before).update(state=after, **values)
    if moved:
        minutes.refresh_from_db(fields=["state", *values])
    return bool(moved)
