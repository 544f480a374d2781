"""Two at the same moment: a forum is opened once, a note kept once, and closed once."""

from uuid import uuid4

import pytest

from medverka.assignments.tests.test_races import at_once
from medverka.councils.actions import forum as actions
from medverka.councils.models import ForumNote, ForumSession
from medverka.councils.notes import Note
from medverka.councils.queries.forum import version_of
from medverka.journal.models import Entry
from medverka.voices.models import Voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_two_taps_open_one_forum(forum_meeting, facilitator, coordinator):
    found = at_once(*(lambda by=by: actions.open_forum(forum_meeting, by=by) for by in (facilitator, coordinator) * 2))
    assert {session.pk for session in found} == {ForumSession.objects.get().pk}
    assert Entry.objects.filter(verb="forum.opened").count() == 1


def test_a_note_that_is_sent_by_two_tabs_at_once_is_one(forum_meeting, facilitator):
    session, note = actions.open_forum(forum_meeting, by=facilitator), Note(uuid4(), 1, "Hej")
    found = at_once(*(lambda: actions.save_notes(session, [note], by=facilitator) for _tab in range(4)))
    assert [saved.revisions for saved in found] == [{note.key: 1}] * 4
    assert ForumNote.objects.count() == 1


def test_a_forum_closed_by_two_at_once_makes_each_voice_once_and_loses_no_late_note(
    forum_meeting, facilitator, coordinator
):
    session = actions.open_forum(forum_meeting, by=facilitator)
    actions.save_notes(session, [Note(uuid4(), 1, f"Synpunkt {n}") for n in range(5)], by=facilitator)
    actions.mark_read_back(session, by=facilitator, version=version_of(session))
    late = Note(uuid4(), 1, "I samma stund")
    found = at_once(
        lambda: actions.close_forum(session, by=facilitator, came_own=5, came_service=1),
        lambda: actions.close_forum(session, by=coordinator, came_own=5, came_service=1),
        lambda: actions.save_notes(session, [late], by=facilitator),
    )
    session.refresh_from_db()
    if session.closed_at is None:  # The note came first: it is to be read back as well.
        assert [str(error) for error in found[:2] if "Läs upp" in str(error)]
        actions.mark_read_back(session, by=facilitator, version=version_of(session))
        actions.close_forum(session, by=facilitator, came_own=5, came_service=1)
    assert sorted(Voice.objects.values_list("text", flat=True)) == [
        "I samma stund", *(f"Synpunkt {n}" for n in range(5)),
    ]  # fmt: skip
