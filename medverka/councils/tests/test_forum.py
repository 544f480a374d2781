"""A forum is opened, written in, read back and closed."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM
from medverka.councils.actions import forum as actions
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import ForumNote, Meeting
from medverka.councils.notes import AT_MOST, AT_ONCE, Note, read_notes
from medverka.councils.queries import forum as queries
from medverka.councils.queries.forum import server_half, units_for, version_of
from medverka.councils.queries.mine import Mine
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.voices.models import Theme, Voice
from medverka.voices.themes import ensure_default_themes

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(forum_meeting, facilitator):
    return actions.open_forum(forum_meeting, by=facilitator)


def said(text, key=None, revision=1, **values):
    return Note(key or uuid4(), revision, text, **values)


def read_aloud(session, by):
    actions.mark_read_back(session, by=by, version=version_of(session))


def closed(session, by, own=6, service=2):
    read_aloud(session, by)
    return actions.close_forum(session, by=by, came_own=own, came_service=service)


# --- Opening ---------------------------------------------------------------------------------


def test_a_forum_that_is_opened_twice_is_one(forum_meeting, facilitator, coordinator):
    first = actions.open_forum(forum_meeting, by=facilitator)
    assert actions.open_forum(forum_meeting, by=coordinator).pk == first.pk
    assert Entry.objects.filter(verb="forum.opened").count() == 1


def test_a_forum_is_not_opened_before_its_day(forum, facilitator):
    tomorrow = plan_meeting(forum, by=SYSTEM, starts_at=at(1), ends_at=at(1, 14))
    with pytest.raises(ValidationError, match="den dag det hålls"):
        actions.open_forum(tomorrow, by=facilitator)
    with clock.at(at(3)):
        assert actions.open_forum(tomorrow, by=facilitator)


def test_a_forum_that_is_held_sooner_than_planned_is_moved_to_today(forum, facilitator):
    planned = plan_meeting(forum, by=SYSTEM, starts_at=at(5), ends_at=at(5, 14))
    session = actions.hold_today(planned, by=facilitator)
    assert actions.hold_today(Meeting.objects.get(pk=planned.pk), by=facilitator) == session
    meeting = Meeting.objects.get(pk=planned.pk)
    assert clock.day_of(meeting.starts_at) == clock.today()
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)


def test_a_cancelled_meeting_and_a_council_hold_no_forum(forum_meeting, council, coordinator):
    Meeting.objects.filter(pk=forum_meeting.pk).update(state="cancelled")
    with pytest.raises(ValidationError, match="inställt"):
        actions.open_forum(forum_meeting, by=coordinator)
    other = plan_meeting(council, by=SYSTEM, starts_at=at(0), ends_at=at(0, 14))
    with pytest.raises(ValidationError, match="Bara forum"):
        actions.open_forum(other, by=coordinator)


def test_only_whoever_leads_the_forum_does_anything_with_it(
    session, commissioner, north_coordinator, other_commissioner
):
    deeds = [
        lambda by: actions.open_forum(session.meeting, by=by),
        lambda by: actions.save_notes(session, [said("Hej")], by=by),
        lambda by: actions.mark_read_back(session, by=by, version=0),
        lambda by: actions.close_forum(session, by=by, came_own=1, came_service=1),
        lambda by: actions.end_device(session, by=by),
    ]
    for by in (commissioner, north_coordinator, other_commissioner):
        for deed in deeds:
            with pytest.raises(PermissionDenied):
                deed(by)
    assert not ForumNote.objects.exists()


# --- Writing ---------------------------------------------------------------------------------


def test_the_same_note_sent_twice_is_one(session, facilitator):
    note = said("Det är för ljust på natten.", themes=("mat",), urgent=True)
    for _time in range(2):
        saved = actions.save_notes(session, [note, note], by=facilitator)
        assert saved.revisions == {note.key: 1}
    row = ForumNote.objects.get()
    assert (row.text, row.themes, row.urgent, row.revision) == (note.text, ["mat"], True, 1)


def test_of_two_revisions_the_higher_one_stands_whichever_comes_last(session, facilitator):
    key = uuid4()
    actions.save_notes(session, [said("Första", key), said("Tredje", key, 3)], by=facilitator)
    late = actions.save_notes(session, [said("Andra", key, 2)], by=facilitator)
    assert ForumNote.objects.get().text == "Tredje"
    assert late.revisions == {}, "whoever sent it must learn that something else stands there"


def test_two_that_change_the_same_note_are_told_apart(session, facilitator, coordinator):
    key = uuid4()
    actions.save_notes(session, [said("Sagas", key, 2)], by=facilitator)
    assert actions.save_notes(session, [said("Karins", key, 2)], by=coordinator).revisions == {}
    assert ForumNote.objects.get().text == "Sagas"


def test_a_note_that_is_taken_away_leaves_no_words_and_may_come_back(session, facilitator):
    key = uuid4()
    actions.save_notes(session, [said("Oj", key), Note(key, 2, "", removed=True)], by=facilitator)
    row = ForumNote.objects.get()
    assert (row.removed, row.text) == (True, "")
    actions.save_notes(session, [said("Oj", key, 3)], by=facilitator)
    row.refresh_from_db()
    assert (row.removed, row.text) == (False, "Oj")


def test_a_key_of_another_forum_is_a_key_of_its_own(session, forum, facilitator):
    key = uuid4()
    actions.save_notes(session, [said("Här", key)], by=facilitator)
    other = plan_meeting(forum, by=SYSTEM, starts_at=at(0, 15), ends_at=at(0, 16))
    actions.save_notes(actions.open_forum(other, by=facilitator), [said("Där", key, 9)], by=facilitator)
    assert [note.text for note in ForumNote.objects.all()] == ["Här", "Där"]


def test_a_forum_holds_300_notes_and_no_more(session, facilitator):
    ForumNote.objects.bulk_create([ForumNote(session=session, client_key=uuid4(), text=str(n)) for n in range(AT_MOST)])
    with pytest.raises(ValidationError, match="högst 300"):
        actions.save_notes(session, [said("En till")], by=facilitator)
    assert ForumNote.objects.count() == AT_MOST


def test_only_units_that_the_forum_belongs_to_are_asked_to_answer(session, county, facilitator):
    assert [unit.name for unit in units_for(session.meeting.council)] == [
        "Avdelning 12", "Vuxenpsykiatrin", "Region Exempellän",
    ]  # fmt: skip
    actions.save_notes(session, [said("Till kliniken", unit_id=county.clinic.pk)], by=facilitator)
    with pytest.raises(ValidationError, match="hör inte till forumet"):
        actions.save_notes(session, [said("Till Norrvik", unit_id=county.norrvik.pk)], by=facilitator)


def test_a_note_without_scripts_that_meets_another_becomes_a_note_of_its_own(session, facilitator):
    key = uuid4()
    actions.save_one(session, said("Första", key), by=facilitator)
    actions.save_one(session, said("Första", key), by=facilitator)  # The button pressed twice.
    actions.save_one(session, said("Skrivet efter ett steg bakåt", key), by=facilitator)
    assert [note.text for note in ForumNote.objects.all()] == ["Första", "Skrivet efter ett steg bakåt"]


# --- What a device sends ---------------------------------------------------------------------

GOOD = {"key": "5f0d5f0e-7f5c-4b5e-9a57-0d1f3c1f0a11", "revision": 1, "text": "Hej"}


@pytest.mark.parametrize(
    "sent",
    [
        None, [], "x", 7, {}, {"notes": None}, {"notes": {}}, {"notes": [None]}, {"notes": ["x"]},
        {"notes": [GOOD | {"key": "nej"}]}, {"notes": [GOOD | {"key": 7}]}, {"notes": [GOOD | {"key": None}]},
        {"notes": [GOOD | {"revision": 0}]}, {"notes": [GOOD | {"revision": True}]},
        {"notes": [GOOD | {"revision": 1.5}]}, {"notes": [GOOD | {"revision": 10**30}]},
        {"notes": [GOOD | {"text": ""}]}, {"notes": [GOOD | {"text": " \x00\u202e "}]},
        {"notes": [GOOD | {"text": "x" * 2001}]}, {"notes": [GOOD | {"text": ["x"]}]},
        {"notes": [GOOD | {"themes": "mat"}]}, {"notes": [GOOD | {"urgent": 1}]}, {"notes": [GOOD | {"removed": "ja"}]},
        {"notes": [GOOD | {"unit": "1"}]}, {"notes": [GOOD | {"unit": -1}]}, {"notes": [GOOD | {"unit": 2**64}]},
        {"notes": [GOOD] * (AT_ONCE + 1)},
    ],
)  # fmt: skip
def test_what_is_no_note_is_refused_in_words(sent):
    with pytest.raises(ValidationError) as refusal:
        read_notes(sent)
    assert refusal.value.messages[0].endswith(".")


def test_a_note_is_read_as_it_was_meant():
    themes = ["trygghet", "mat", "mat", 7, "x" * 51]
    sent = GOOD | {"text": " Hej\r\n\x07du\u202e ", "themes": themes, "unit": 4, "urgent": True}
    (note,) = read_notes({"notes": [sent]})
    assert note == Note(UUID(GOOD["key"]), 1, "Hej\ndu", ("mat", "trygghet"), urgent=True, unit_id=4)


def test_a_note_that_is_taken_away_needs_no_words():
    (note,) = read_notes({"notes": [GOOD | {"text": "kvar", "removed": True}]})
    assert (note.text, note.removed) == ("", True)


# --- Reading back and closing ----------------------------------------------------------------


def test_a_forum_is_not_closed_before_it_is_read_back(session, facilitator):
    actions.save_notes(session, [said("Hej")], by=facilitator)
    with pytest.raises(ValidationError, match="Läs upp"):
        actions.close_forum(session, by=facilitator, came_own=1, came_service=1)
    assert not Voice.objects.exists()


def test_what_is_written_after_the_reading_is_read_back_too(session, facilitator):
    read_aloud(session, facilitator)
    actions.save_notes(session, [said("En sak till")], by=facilitator)
    with pytest.raises(ValidationError, match="Läs upp"):
        actions.close_forum(session, by=facilitator, came_own=1, came_service=1)


def test_what_nobody_has_seen_is_not_read_back(session, facilitator, coordinator):
    version = version_of(session)
    actions.save_notes(session, [said("Från en annan telefon")], by=coordinator)
    with pytest.raises(ValidationError, match="sedan sidan öppnades"):
        actions.mark_read_back(session, by=facilitator, version=version)


def test_when_a_forum_is_closed_every_note_is_a_voice_that_somebody_answers(
    session, county, facilitator, commissioner, coordinator
):
    ensure_default_themes(by=coordinator)
    notes = [
        said("Telefontiden är för kort.", themes=("mat", "finns-inte")),
        said("Lås på toaletten, nu.", urgent=True),
        said("Fler stolar.", unit_id=county.clinic.pk),
    ]
    gone = uuid4()
    actions.save_notes(session, [*notes, said("Oj", gone), Note(gone, 2, "", removed=True)], by=facilitator)
    assert closed(session, facilitator) == 3

    first, urgent, clinic = Voice.objects.order_by("pk")
    assert (first.text, first.unit, first.owner, first.in_room) == (notes[0].text, county.ward, commissioner, True)
    assert (first.origin_kind, first.origin_id) == ("forum", session.meeting_id)
    assert list(first.themes.all()) == [Theme.objects.get(slug="mat")]
    assert first.answer_due_on == clock.today() + timedelta(days=30)
    assert urgent.answer_due_on == clock.today() + timedelta(days=7)
    assert clinic.unit == county.clinic
    meeting = Meeting.objects.get(pk=session.meeting_id)
    assert (meeting.state, meeting.came_own, meeting.came_service) == ("held", 6, 2)
    assert meeting.held_at is not None


def test_no_words_stay_beside_the_voices_and_none_stand_in_the_journal(session, facilitator):
    actions.save_notes(session, [said("Fönstret går inte att öppna.")], by=facilitator)
    closed(session, facilitator)
    assert list(ForumNote.objects.values_list("text", flat=True)) == [""]
    told = json.dumps([[entry.verb, entry.facts] for entry in Entry.objects.all()], ensure_ascii=False)
    assert "Fönstret" not in told
    facts = Entry.objects.get(verb="forum.closed").facts
    assert facts == {"voices": 1, "own": 6, "service": 2}


def test_a_forum_that_is_closed_twice_is_closed_once(session, facilitator):
    actions.save_notes(session, [said("Hej")], by=facilitator)
    assert closed(session, facilitator) == 1
    assert actions.close_forum(session, by=facilitator, came_own=9, came_service=9) == 0
    assert (Voice.objects.count(), Meeting.objects.get(pk=session.meeting_id).came_own) == (1, 6)


@pytest.mark.slow
def test_200_voices_are_closed_in_one_go_and_make_one_mail(session, facilitator):
    for start in range(0, 200, AT_ONCE):
        actions.save_notes(session, [said(f"Synpunkt {start + n}") for n in range(AT_ONCE)], by=facilitator)
    assert closed(session, facilitator) == 200
    assert [voice.text for voice in Voice.objects.order_by("pk")[:3]] == ["Synpunkt 0", "Synpunkt 1", "Synpunkt 2"]
    assert OutgoingMail.objects.filter(notice="voices.to_answer").count() == 1


def test_what_comes_from_a_device_after_the_closing_becomes_voices_at_once(session, facilitator):
    known = said("Redan skickat")
    actions.save_notes(session, [known], by=facilitator)
    closed(session, facilitator)
    late = said("Stod kvar på surfplattan")
    for _time in range(2):
        saved = actions.save_notes(session, [known, late, Note(uuid4(), 1, "", removed=True)], by=facilitator)
        assert {known.key, late.key} <= set(saved.revisions)
    assert [voice.text for voice in Voice.objects.order_by("pk")] == ["Redan skickat", "Stod kvar på surfplattan"]
    assert Entry.objects.get(verb="forum.notes_came_late").facts == {"voices": 1}
    assert not ForumNote.objects.exclude(text="").exists()


def test_what_was_changed_without_a_net_before_the_closing_is_not_lost(session, facilitator):
    note = said("Kaffe")
    actions.save_notes(session, [note], by=facilitator)
    closed(session, facilitator)
    actions.save_notes(session, [said("Kaffe efter klockan 18", note.key, 2)], by=facilitator)
    assert [voice.text for voice in Voice.objects.order_by("pk")] == ["Kaffe", "Kaffe efter klockan 18"]


# --- The device is lost ----------------------------------------------------------------------


@pytest.mark.slow
def test_a_lost_device_has_a_key_that_no_longer_fits_and_nobody_signed_in(session, facilitator, coordinator, sign_in):
    actions.save_notes(session, [said("Redan skickat")], by=facilitator)
    tablet, half = sign_in(facilitator), server_half(session)
    assert tablet.get(f"/moten/{session.meeting_id}/forum/nyckel/").json()["half"] == half
    actions.end_device(session, by=coordinator)
    session.refresh_from_db()
    assert server_half(session) != half
    assert tablet.get(f"/moten/{session.meeting_id}/forum/nyckel/").status_code == 302
    assert Entry.objects.filter(verb="forum.device_ended").count() == 1
    assert closed(session, coordinator) == 1, "the forum goes on without it"


def test_whoever_wrote_last_is_signed_out_when_the_device_is_lost(session, facilitator, coordinator):
    actions.save_notes(session, [said("Från Karins surfplatta")], by=coordinator)
    before = facilitator.session_round
    actions.end_device(session, by=coordinator)
    facilitator.refresh_from_db()
    coordinator.refresh_from_db()
    assert (facilitator.session_round, coordinator.session_round) == (before, 1)


# --- Today -----------------------------------------------------------------------------------


def waiting_for(user):
    return queries.waiting_for(Mine(user))


@pytest.mark.slow
def test_today_tells_of_a_forum_to_hold_and_then_of_one_to_close(forum_meeting, facilitator, coordinator, commissioner):
    assert [row.step for row in waiting_for(facilitator)] == ["Håll forumet"]
    session = actions.open_forum(forum_meeting, by=facilitator)
    for who in (facilitator, coordinator):
        assert [row.step for row in waiting_for(who)] == ["Läs upp och avsluta"]
    assert waiting_for(commissioner) == []
    with clock.at(at(2)):
        assert [row.late_days for row in waiting_for(facilitator)] == [2]
    closed(session, facilitator)
    assert waiting_for(facilitator) == []


def test_ten_forums_cost_today_no_more_queries_than_one(
    forum, forum_meeting, facilitator, django_assert_max_num_queries
):
    for hour in range(14, 23):
        plan_meeting(forum, by=SYSTEM, starts_at=at(0, hour), ends_at=at(0, hour + 1))
    with django_assert_max_num_queries(5):
        assert len(waiting_for(facilitator)) == 10
