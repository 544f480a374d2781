"""What has been attested stands: nothing that was said goes out of it unseen, and nobody is named there who may not be."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils.actions import attesting, decisions, saying
from medverka.councils.actions import minutes as actions
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.content import content_of, digest_of, holds
from medverka.councils.models import Attestation, Meeting, Minutes, Summons
from medverka.councils.queries.minutes import reading
from medverka.councils.rules import Capacity
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.pool.models import Identity
from medverka.voices.actions import correct_voice, remove_voice
from medverka.voices.actions_masking import mask_voice
from medverka.voices.models import Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(meeting, commissioner):
    """Of a meeting held this morning."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(0, 0), ends_at=at(0, 1), state="held")
    meeting.refresh_from_db()
    return actions.start_minutes(meeting, by=commissioner)


def finished(minutes, holding, by) -> Minutes:
    actions.ask_to_attest(minutes, [holding], by=by)
    row = Attestation.objects.select_related("holding__seat", "minutes__meeting__council").get(minutes=minutes)
    attesting.attest_on_paper(row, by=by, digest=digest_of(content_of(minutes)))
    minutes.refresh_from_db()
    assert minutes.state == Minutes.State.DONE
    return minutes


@pytest.mark.parametrize("who", ["commissioner", "coordinator"])
def test_what_attested_minutes_hold_is_neither_taken_away_nor_rewritten(who, draft, members, request, sign_in):
    by = request.getfixturevalue(who)
    voice = saying.record_said(draft, members.lova, by=SYSTEM, text="Chefen lyssnar aldrig.")
    finished(draft, members.chair, SYSTEM)
    with pytest.raises(PermissionDenied):
        remove_voice(voice, by=by)
    with pytest.raises(PermissionDenied):
        correct_voice(voice, by=by, text="Chefen lyssnar alltid.")
    browser = sign_in(by)
    for page in ("voices:remove", "voices:correct"):
        address = reverse(page, args=[voice.pk])
        assert browser.post(address, {"text": "Annat."}).status_code == 403
        assert address not in browser.get(reverse("voices:voice", args=[voice.pk])).content.decode()
    assert [row.text for row in reading(draft).voices] == ["Chefen lyssnar aldrig."]
    mask_voice(voice, by=SYSTEM, text="Någon lyssnar aldrig.", why="name")
    assert [row.text for row in reading(draft).voices] == ["Någon lyssnar aldrig."]


def test_until_they_are_finished_what_was_written_by_mistake_can_be_taken_away(draft, members, commissioner):
    voice = saying.record_said(draft, members.lova, by=commissioner, text="Fel.")
    correct_voice(voice, by=commissioner, text="Rätt.")
    remove_voice(voice, by=commissioner)
    assert not Voice.objects.exists()


@pytest.fixture
def agreed(council, draft, paper_contributor):
    """Somebody in the pool who came, does a task, and has agreed to be shown by name."""
    seat = create_seat(council, by=SYSTEM, title="Anhörig", capacity=Capacity.INDIVIDUAL)
    holding = appoint(seat, Holder(contributor=paper_contributor, public_name="Bertil Björk"), by=SYSTEM)
    Summons.objects.create(meeting=draft.meeting, holding=holding, came=True)
    decisions.record_decision(draft, by=SYSTEM, kind="task", text="Fråga köket.", owner=holding, due_on=clock.today())
    return holding


def names_in(minutes) -> list[str]:
    content = reading(minutes, openly=True).content
    return [row["name"] for row in content["present"]] + [row["owner"] for row in content["decisions"]]


def test_whoever_is_protected_after_the_minutes_were_attested_is_not_named_there_any_longer(draft, members, agreed):
    minutes = finished(draft, members.chair, SYSTEM)
    assert names_in(minutes) == ["Bertil Björk"] * 2
    Identity.objects.filter(contributor=agreed.contributor_id).update(protected=True)
    assert names_in(minutes) == ["Anhörig"] * 2
    assert holds(minutes)


def test_whoever_was_disposed_of_is_not_named_in_attested_minutes(draft, members, agreed):
    minutes = finished(draft, members.chair, SYSTEM)
    Identity.objects.filter(contributor=agreed.contributor_id).delete()
    assert names_in(minutes) == ["Anhörig"] * 2


@pytest.mark.parametrize(("own", "service", "shown"), [(4, 5, {"service": 5}), (0, 12, {"own": 0, "service": 12})])
def test_openly_shown_notes_do_not_count_so_few_that_they_could_be_pointed_out(
    own, service, shown, forum_meeting, facilitator
):
    hold_meeting(forum_meeting, by=facilitator, came_own=own, came_service=service)
    Meeting.objects.filter(pk=forum_meeting.pk).update(starts_at=at(0, 0), ends_at=at(0, 1))
    forum_meeting.refresh_from_db()
    notes = actions.start_minutes(forum_meeting, by=facilitator)
    actions.finish_notes(notes, by=facilitator)
    notes.refresh_from_db()
    assert reading(notes).content["came"] == {"own": own, "service": service}
    assert reading(notes, openly=True).content["came"] == shown
