"""A forum is held: opened, written in from a device that may lose its net, read back, and closed into voices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.accounts.actions import end_sessions
from medverka.councils import rules
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.actions.meetings import change_meeting
from medverka.councils.leading import as_recorder, must_lead
from medverka.councils.models import ForumNote, ForumSession, Meeting
from medverka.councils.notes import AT_MOST, Note
from medverka.councils.queries.forum import notes_of, units_for, version_of
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.voices.actions import record_voice
from medverka.voices.models import Theme, Voice


@dataclass
class Saved:
    """What came of notes that were sent: the revision under which each stands here, and how many came late.

    Of a note that is not among `revisions` something else stands here, under a revision at least as high.
    """

    revisions: dict[UUID, int] = field(default_factory=dict)
    late: int = 0


@transaction.atomic
def open_forum(meeting: Meeting, *, by: Any) -> ForumSession:
    """Begin to write, on the day of the meeting or after it. Again is harmless: the same forum."""
    must_lead(by, meeting.council)
    if not meeting.council.is_forum:
        raise ValidationError(_("Bara forum hålls så här. Andra möten har protokoll."))
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if session := ForumSession.objects.filter(meeting=row).first():
        return session
    if row.state not in rules.AHEAD:
        raise ValidationError(_("Mötet är redan genomfört eller inställt."))
    if clock.day_of(row.starts_at) > clock.today():
        raise ValidationError(_("Forumet kan öppnas den dag det hålls."))
    session = ForumSession.objects.create(meeting=meeting, facilitator=by)
    record(by, "forum.opened", session, meeting=meeting.pk)
    return session


@transaction.atomic
def hold_today(meeting: Meeting, *, by: Any) -> ForumSession:
    """Begin today with a forum that was planned for a later day: it is moved here first."""
    now = clock.to_the_minute(clock.now())
    if clock.day_of(meeting.starts_at) > clock.day_of(now):
        length = meeting.ends_at - meeting.starts_at
        meeting = change_meeting(meeting, by=by, starts_at=now, ends_at=now + length)
    return open_forum(meeting, by=by)


@transaction.atomic
def save_notes(session: ForumSession, notes: Iterable[Note], *, by: Any) -> Saved:
    """Keep what a device sends. The same notes again are harmless; of two revisions the higher one stands.

    What comes when the forum is closed becomes voices at once: nothing that was said is lost. Drafts are not
    journalled (ADR 0009); what comes late is, for it is a draft no more.
    """
    must_lead(by, session.meeting.council)
    notes = list(notes)
    row = _locked(session)
    held = {note.client_key: note for note in ForumNote.objects.filter(session=row)}
    _fits(row, notes, held)
    if row.closed_at is not None:
        return _keep_late(row, notes, held, by)
    saved, changed = Saved(), False
    for note in notes:
        old = held.get(note.key)
        if old is None or note.revision > old.revision:
            held[note.key] = _written(row, note, old)
            changed = True
        if _same(held[note.key], note):
            saved.revisions[note.key] = held[note.key].revision
    if changed:
        # What has come since is to be read back as well. Whoever writes last is the one with the device.
        writer = by.pk if getattr(by, "pk", None) else row.facilitator_id
        ForumSession.objects.filter(pk=row.pk).update(read_back_at=None, facilitator=writer)
    return saved


@transaction.atomic
def save_one(session: ForumSession, note: Note, *, by: Any) -> Saved:
    """Keep one note from a page without scripts. What says something else under the same key is a note of its own."""
    saved = save_notes(session, [note], by=by)
    if note.key in saved.revisions or note.removed:
        return saved
    return save_notes(session, [Note(uuid4(), 1, note.text, note.themes, note.urgent, note.unit_id)], by=by)


@transaction.atomic
def mark_read_back(session: ForumSession, *, by: Any, version: int) -> None:
    """Everybody has heard what was written, as it stood at `version`."""
    must_lead(by, session.meeting.council)
    row = _locked(session)
    if row.closed_at is None:
        if version_of(row) != version:
            raise ValidationError(_("Något har skrivits eller ändrats sedan sidan öppnades. Läs upp det också."))
        ForumSession.objects.filter(pk=row.pk).update(read_back_at=clock.now())


@transaction.atomic
def close_forum(session: ForumSession, *, by: Any, came_own: int, came_service: int) -> int:
    """Let every note become a voice, with one mail to whoever answers; the meeting is held. Returns how many.

    Only what has been read back is closed. Again is harmless.
    """
    recorder = as_recorder(by, session.meeting.council)
    row = _locked(session)
    if row.closed_at is not None:
        return 0
    if row.read_back_at is None:
        raise ValidationError(_("Läs upp det som skrivits innan du avslutar."))
    notes = list(notes_of(row))
    _become_voices(row, notes, recorder)
    ForumNote.objects.bulk_update(notes, ["voice", "text"], batch_size=100)
    ForumSession.objects.filter(pk=row.pk).update(closed_at=clock.now())
    if row.meeting.state != Meeting.State.CANCELLED:  # Somebody may have thought so meanwhile. What was said counts.
        hold_meeting(row.meeting, by=by, came_own=came_own, came_service=came_service)
    record(by, "forum.closed", session, voices=len(notes), own=came_own, service=came_service)
    return len(notes)


@transaction.atomic
def end_device(session: ForumSession, *, by: Any) -> None:
    """The device is lost: what stands on it can no longer be opened, and whoever held it is signed out everywhere."""
    must_lead(by, session.meeting.council)
    row = _locked(session)
    ForumSession.objects.filter(pk=row.pk).update(stamp=uuid4())
    end_sessions(row.facilitator)
    record(by, "forum.device_ended", session)


def _locked(session: ForumSession) -> ForumSession:
    """The session as it stands now; whoever else writes in it waits."""
    rows = ForumSession.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__council__organisation", "meeting__council__answers").get(pk=session.pk)


def _fits(session: ForumSession, notes: list[Note], held: dict[UUID, ForumNote]) -> None:
    """Refuse more notes than a forum holds, and units that have nothing to do with it."""
    most = AT_MOST if session.closed_at is None else 2 * AT_MOST  # What comes late is not thrown away for their number.
    if len(held.keys() | {note.key for note in notes}) > most:
        raise ValidationError(_("Ett forum rymmer högst %(count)s synpunkter.") % {"count": AT_MOST})
    wanted = {note.unit_id for note in notes} - {None} - {note.unit_id for note in held.values()}
    if wanted and not wanted <= {unit.pk for unit in units_for(session.meeting.council)}:
        raise ValidationError(_("Verksamheten hör inte till forumet. Välj en annan."))


def _written(session: ForumSession, note: Note, old: ForumNote | None) -> ForumNote:
    row = old or ForumNote(session=session, client_key=note.key)
    row.revision, row.text, row.removed = note.revision, note.text, note.removed
    row.themes, row.urgent, row.unit_id = list(note.themes), note.urgent, note.unit_id
    row.save()
    return row


def _same(row: ForumNote, note: Note) -> bool:
    """Whether what stands says what the note says."""
    said = (note.removed, note.text, list(note.themes), note.urgent, note.unit_id)
    return (row.removed, row.text, list(row.themes), row.urgent, row.unit_id) == said


def _keep_late(session: ForumSession, notes: list[Note], held: dict[UUID, ForumNote], by: Any) -> Saved:
    recorder = as_recorder(by, session.meeting.council)
    saved, late = Saved(), []
    for note in notes:
        old = held.get(note.key)
        if (old is None or note.revision > old.revision) and not note.removed:
            held[note.key] = _written(session, note, old)
            late.append(held[note.key])
        saved.revisions[note.key] = note.revision
    if late:
        _become_voices(session, late, recorder)
        ForumNote.objects.bulk_update(late, ["voice", "text"])
        record(by, "forum.notes_came_late", session, voices=len(late))
        saved.late = len(late)
    return saved


def _become_voices(session: ForumSession, notes: list[ForumNote], recorder: Any) -> None:
    """Each note's words move to a voice, in the order they were written."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    units = {unit.pk: unit for unit in Organisation.objects.filter(pk__in={note.unit_id for note in notes})}
    promised = clock.today() + timedelta(days=the_county().answer_days)
    for note in notes:
        about = [themes[slug] for slug in note.themes if slug in themes]
        note.voice = _voice(session.meeting, note, recorder, promised, unit=units.get(note.unit_id or 0), themes=about)
        note.text = ""


def _voice(
    meeting: Meeting, note: ForumNote, recorder: Any, promised: date, *, unit: Organisation | None, themes: list[Theme]
) -> Voice:
    return record_voice(
        by=recorder, text=note.text, unit=unit or meeting.council.organisation, origin=meeting.origin,
        said_on=clock.day_of(meeting.starts_at), answer_due_on=promised, owner=meeting.council.answers,
        themes=themes, urgent=note.urgent, in_room=True,
    )  # fmt: skip
