"""Minutes: written by two without loss, read by the members, attested, and then unchangeable."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM, link_holder
from medverka.councils.actions import attesting, decisions, saying
from medverka.councils.actions import minutes as actions
from medverka.councils.actions.agenda import add_point
from medverka.councils.content import content_of, digest_of, holds
from medverka.councils.minutes_pdf import minutes_pdf
from medverka.councils.models import Attestation, Decision, Meeting, Minutes, MinutesComment, MinutesSection, Summons
from medverka.councils.queries.minutes import may_read, reading
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.voices.actions_masking import mask_voice
from medverka.voices.models import Masking, Speaker, Voice

pytestmark = pytest.mark.django_db
State = Minutes.State
WRITERS = ["contributor_user", "representative", "facilitator", "outsider", "north_coordinator", "other_commissioner"]


@pytest.fixture
def held(meeting):
    """The meeting, held this morning, with a point on its agenda."""
    add_point(meeting, by=SYSTEM, title="Lokaler")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(0, 0), ends_at=at(0, 1), state="held")
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def draft(held, commissioner):
    return actions.start_minutes(held, by=commissioner)


def section_of(minutes, place=0):
    return MinutesSection.objects.filter(minutes=minutes).select_related("minutes__meeting__council")[place]


def write(minutes, by, text="Vi talade om maten.", place=0):
    row = section_of(minutes, place)
    return actions.write_section(row, by=by, version=row.version, heading=row.heading, text=text)


def in_state(minutes, state, by, members):
    """The minutes, brought so far by their own actions."""
    if state != State.DRAFT:
        actions.send_out(minutes, by=by, comment_by=clock.today() + timedelta(days=7))
    if state in {State.ATTEST, State.DONE}:
        actions.ask_to_attest(minutes, [members.chair], by=by)
    if state == State.DONE:
        row = Attestation.objects.select_related("holding__seat", "minutes__meeting__council").get(minutes=minutes)
        attesting.attest_on_paper(row, by=by, digest=digest_of(content_of(minutes)))
    minutes.refresh_from_db()
    assert minutes.state == state
    return minutes


def attestation_of(minutes, holding):
    return Attestation.objects.select_related("minutes__meeting__council", "holding__contributor", "holding__seat").get(
        minutes=minutes, holding=holding
    )


def current(minutes):
    return digest_of(content_of(Minutes.objects.select_related("meeting__council__organisation").get(pk=minutes.pk)))


# --- Writing ---------------------------------------------------------------------------------------


def test_minutes_begin_with_a_section_for_each_item_and_are_begun_once(held, commissioner):
    first = actions.start_minutes(held, by=commissioner)
    assert actions.start_minutes(held, by=commissioner) == first
    headings = [row.heading for row in MinutesSection.objects.filter(minutes=first)]
    assert len(headings) == 4
    assert headings[-1] == "Lokaler"
    assert Entry.objects.filter(verb="minutes.started").count() == 1


def test_minutes_are_not_begun_before_the_meeting_or_of_one_that_is_cancelled(meeting, commissioner):
    with pytest.raises(ValidationError, match="inte börjat"):
        actions.start_minutes(meeting, by=commissioner)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=at(-1), ends_at=at(-1, 15), state="cancelled")
    meeting.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.start_minutes(meeting, by=commissioner)


def test_two_who_write_in_the_same_section_overwrite_nothing(draft, commissioner, coordinator):
    mine = theirs = section_of(draft)
    actions.write_section(theirs, by=coordinator, version=1, heading="Maten", text="Den andras ord.")
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.write_section(mine, by=commissioner, version=1, heading="Maten", text="Mina ord.")
    assert section_of(draft).text == "Den andras ord."
    actions.write_section(mine, by=commissioner, version=2, heading="Maten", text="Bådas ord.")
    assert (section_of(draft).text, section_of(draft).version) == ("Bådas ord.", 3)


def test_two_who_write_the_same_words_do_not_disturb_each_other(draft, commissioner, coordinator):
    row = section_of(draft)
    actions.write_section(row, by=coordinator, version=1, heading=row.heading, text="Samma.")
    actions.write_section(row, by=commissioner, version=1, heading=row.heading, text="Samma.")
    assert section_of(draft).version == 2


def test_a_section_that_somebody_else_has_written_in_is_not_removed_unread(draft, commissioner):
    row = section_of(draft)
    write(draft, commissioner)
    with pytest.raises(ValidationError, match="Läs det först"):
        actions.remove_section(row, by=commissioner, version=1)
    actions.remove_section(row, by=commissioner, version=2)
    actions.remove_section(row, by=commissioner, version=2)
    assert MinutesSection.objects.filter(minutes=draft).count() == 3


@pytest.mark.parametrize("who", WRITERS)
def test_nobody_but_those_who_lead_writes(who, draft, held, members, request):
    person, row = request.getfixturevalue(who), section_of(draft)
    task = decisions.record_decision(draft, by=SYSTEM, kind="decision", text="Ja.")
    for attempt in (
        lambda: actions.start_minutes(held, by=person),
        lambda: actions.write_section(row, by=person, version=1, heading="A", text="B"),
        lambda: actions.add_section(draft, by=person, heading="A", text="B"),
        lambda: actions.remove_section(row, by=person, version=1),
        lambda: actions.send_out(draft, by=person, comment_by=clock.today()),
        lambda: actions.take_back(draft, by=person),
        lambda: actions.ask_to_attest(draft, [members.chair], by=person),
        lambda: actions.finish_notes(draft, by=person),
        lambda: actions.show_openly(draft, by=person, public=True),
        lambda: decisions.record_decision(draft, by=person, kind="decision", text="Nej."),
        lambda: decisions.change_decision(task, by=person, kind="decision", text="Nej."),
        lambda: decisions.remove_decision(task, by=person),
        lambda: saying.record_said(draft, members.lova, by=person, text="Maten är kall."),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Voice.objects.exists()


# --- The way to finished minutes ---------------------------------------------------------------------


MOVES = {
    "send_out": lambda minutes, by, _members: actions.send_out(minutes, by=by, comment_by=clock.today()),
    "take_back": lambda minutes, by, _members: actions.take_back(minutes, by=by),
    "ask_to_attest": lambda minutes, by, members: actions.ask_to_attest(minutes, [members.lova], by=by),
}
LEADS_TO = {
    (State.DRAFT, "send_out"): State.COMMENT,
    (State.DRAFT, "ask_to_attest"): State.ATTEST,
    (State.COMMENT, "take_back"): State.DRAFT,
    (State.COMMENT, "ask_to_attest"): State.ATTEST,
    (State.ATTEST, "take_back"): State.DRAFT,
}


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", [State.DRAFT, State.COMMENT, State.ATTEST])
def test_every_step_goes_where_it_should_and_nowhere_else(state, verb, draft, members, commissioner):
    minutes = in_state(draft, state, commissioner, members)
    MOVES[verb](minutes, commissioner, members)
    minutes.refresh_from_db()
    assert minutes.state == LEADS_TO.get((state, verb), state)


def test_members_read_what_has_been_sent_out_and_no_draft(draft, members, commissioner, contributor_user):
    assert not may_read(contributor_user, draft)
    assert may_read(commissioner, draft)
    assert may_read(contributor_user, in_state(draft, State.COMMENT, commissioner, members))


def test_a_comment_is_answered_before_anybody_attests(draft, members, commissioner, contributor_user):
    minutes = in_state(draft, State.COMMENT, commissioner, members)
    row = attesting.comment(minutes, members.lova, by=contributor_user, text="Det var tisdag.")
    assert attesting.comment(minutes, members.lova, by=contributor_user, text="Det var tisdag. ") == row
    with pytest.raises(ValidationError, match="Svara på det först"):
        actions.ask_to_attest(minutes, [members.chair], by=commissioner)
    with pytest.raises(ValidationError):
        attesting.answer_comment(row, by=commissioner, answer=" ")
    with pytest.raises(PermissionDenied):
        attesting.answer_comment(row, by=contributor_user, answer="Rättat.")
    attesting.answer_comment(row, by=commissioner, answer="Rättat.")
    actions.ask_to_attest(minutes, [members.chair], by=commissioner)


def test_a_comment_in_somebody_elses_name_or_too_late_is_refused(draft, members, commissioner, contributor_user):
    minutes = in_state(draft, State.COMMENT, commissioner, members)
    with pytest.raises(PermissionDenied):
        attesting.comment(minutes, members.kalle, by=contributor_user, text="Nej.")
    with clock.at(at(8)):
        with pytest.raises(ValidationError, match="gått ut"):
            attesting.comment(minutes, members.lova, by=contributor_user, text="Nej.")
        attesting.comment(minutes, members.bertil, by=commissioner, text="Per telefon.")
    assert MinutesComment.objects.get().recorded_by == commissioner.actor_id


def test_the_link_of_a_call_speaks_for_its_own_seat_and_meeting_alone(draft, held, members, commissioner):
    minutes = in_state(draft, State.COMMENT, commissioner, members)
    summons = Summons.objects.create(meeting=held, holding=members.vera)
    holder = link_holder("summons", summons.pk)
    attesting.comment(minutes, members.vera, by=holder, text="Bra.")
    with pytest.raises(PermissionDenied):
        attesting.comment(minutes, members.lova, by=holder, text="Bra.")
    with pytest.raises(PermissionDenied):
        attesting.comment(minutes, members.vera, by=link_holder("summons", 987654), text="Bra.")


def test_minutes_are_finished_when_the_last_one_has_attested(draft, members, commissioner, contributor_user):
    write(draft, commissioner)
    actions.ask_to_attest(draft, [members.chair, members.lova, members.bertil], by=commissioner)
    attesting.attest(attestation_of(draft, members.chair), by=commissioner, digest=current(draft))
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    draft.refresh_from_db()
    assert draft.state == State.ATTEST
    attesting.attest_on_paper(attestation_of(draft, members.bertil), by=commissioner, digest=current(draft))
    draft.refresh_from_db()
    assert draft.state == State.DONE
    assert holds(draft)
    assert json.dumps(draft.content)
    assert attestation_of(draft, members.bertil).recorded_how == "paper"
    assert Entry.objects.filter(verb="minutes.attested").count() == 3


def test_nobody_attests_for_another_and_only_a_leader_notes_a_signature(draft, members, commissioner, contributor_user):
    actions.ask_to_attest(draft, [members.kalle], by=commissioner)
    row = attestation_of(draft, members.kalle)
    for attempt in (
        lambda: attesting.attest(row, by=contributor_user, digest=current(draft)),
        lambda: attesting.attest(row, by=commissioner, digest=current(draft)),
        lambda: attesting.attest_on_paper(row, by=contributor_user, digest=current(draft)),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_what_is_attested_is_what_was_read(draft, members, commissioner, representative):
    actions.ask_to_attest(draft, [members.kalle], by=commissioner)
    read = current(draft)
    write(draft, commissioner, "Något annat.")
    with pytest.raises(ValidationError, match="har ändrats"):
        attesting.attest(attestation_of(draft, members.kalle), by=representative, digest=read)
    with pytest.raises(ValidationError, match="har ändrats"):
        attesting.attest(attestation_of(draft, members.kalle), by=representative, digest="")


CHANGES = {
    "a section": lambda minutes, by, members: write(minutes, by, "Ändrat."),
    "a new section": lambda minutes, by, members: actions.add_section(minutes, by=by, heading="Mer", text="Ord"),
    "a section less": lambda minutes, by, members: actions.remove_section(section_of(minutes), by=by, version=1),
    "a decision": lambda minutes, by, members: decisions.record_decision(minutes, by=by, kind="decision", text="Ja."),
    "a voice": lambda minutes, by, members: saying.record_said(minutes, members.lova, by=by, text="Maten är kall."),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_takes_all_attestations_back(what, draft, members, commissioner, contributor_user):
    actions.ask_to_attest(draft, [members.chair, members.lova], by=commissioner)
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    CHANGES[what](draft, commissioner, members)
    assert not Attestation.objects.exclude(attested_at=None).exists()
    draft.refresh_from_db()
    assert draft.state == State.ATTEST


def test_what_changed_beside_the_minutes_is_attested_anew_too(draft, held, members, commissioner, contributor_user):
    actions.ask_to_attest(draft, [members.chair, members.lova], by=commissioner)
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    Summons.objects.create(meeting=held, holding=members.vera, came=True)
    attesting.attest(attestation_of(draft, members.chair), by=commissioner, digest=current(draft))
    draft.refresh_from_db()
    assert draft.state == State.ATTEST
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    draft.refresh_from_db()
    assert draft.state == State.DONE


def test_no_action_changes_finished_minutes(draft, members, commissioner, contributor_user, representative):
    row = write(draft, commissioner)
    task = decisions.record_decision(
        draft, by=commissioner, kind="task", text="Fråga köket.", owner=members.lova, due_on=clock.today()
    )
    said = attesting.comment(
        in_state(draft, State.COMMENT, commissioner, members), members.lova, by=contributor_user, text="Bra."
    )
    attesting.answer_comment(said, by=commissioner, answer="Tack.")
    actions.ask_to_attest(draft, [members.chair], by=commissioner)
    attesting.attest(attestation_of(draft, members.chair), by=commissioner, digest=current(draft))
    draft.refresh_from_db()
    before = (draft.state, draft.content, draft.digest, draft.attested_at)
    for attempt in (
        lambda: actions.write_section(row, by=commissioner, version=row.version, heading="A", text="B"),
        lambda: actions.add_section(draft, by=commissioner, heading="A", text="B"),
        lambda: actions.remove_section(row, by=commissioner, version=row.version),
        lambda: actions.send_out(draft, by=commissioner, comment_by=clock.today()),
        lambda: actions.take_back(draft, by=commissioner),
        lambda: actions.ask_to_attest(draft, [members.kalle], by=commissioner),
        lambda: attesting.comment(draft, members.lova, by=contributor_user, text="Mer."),
        lambda: attesting.answer_comment(said, by=commissioner, answer="Annat."),
        lambda: attesting.attest_on_paper(attestation_of(draft, members.chair), by=commissioner, digest="0" * 64),
        lambda: decisions.record_decision(draft, by=commissioner, kind="decision", text="Nej."),
        lambda: decisions.change_decision(task, by=commissioner, kind="decision", text="Nej."),
        lambda: decisions.remove_decision(task, by=commissioner),
        lambda: saying.record_said(draft, members.lova, by=commissioner, text="Maten är kall."),
    ):
        with pytest.raises(ValidationError):
            attempt()
    decisions.finish_task(task, by=contributor_user, outcome="De svarade.")
    actions.show_openly(draft, by=commissioner, public=True)
    actions.finish_notes(draft, by=commissioner)
    actions.start_minutes(draft.meeting, by=commissioner)
    draft.refresh_from_db()
    assert (draft.state, draft.content, draft.digest, draft.attested_at) == before
    assert holds(draft)


def test_a_change_in_the_database_is_seen(draft, members, commissioner):
    minutes = in_state(draft, State.DONE, commissioner, members)
    minutes.content["sections"][0]["text"] = "Förfalskat."
    minutes.save()
    assert not holds(minutes)


def test_only_finished_minutes_are_shown_openly(draft, members, commissioner):
    with pytest.raises(ValidationError):
        actions.show_openly(draft, by=commissioner, public=True)
    minutes = in_state(draft, State.DONE, commissioner, members)
    actions.show_openly(minutes, by=commissioner, public=True)
    actions.show_openly(minutes, by=commissioner, public=False)
    minutes.refresh_from_db()
    assert minutes.public is False


# --- What they hold ------------------------------------------------------------------------------------


def test_the_content_says_as_what_somebody_sat_and_for_whom_and_no_name_without_a_yes(
    draft, held, members, commissioner
):
    first = Summons.objects.create(meeting=held, holding=members.kalle, came=False)
    Summons.objects.create(meeting=held, holding=members.lova, came=True)
    Summons.objects.create(meeting=held, holding=members.vera, came=True, stands_in_for=first)
    present = content_of(draft)["present"]
    assert [row["name"] for row in present] == ["Egen erfarenhet", "Kommunen"]
    assert present[0]["sits"] == "som enskild"
    assert present[1]["instead_of"] == "Förening"
    assert "Vera Vitsippa" not in json.dumps(content_of(draft))


def test_what_a_seat_said_is_a_voice_that_says_one_or_many_and_whoever_answers_is_asked(
    draft, members, commissioner, contributor, county
):
    one = saying.record_said(draft, members.lova, by=commissioner, text="Maten är kall.")
    many = saying.record_said(draft, members.kalle, by=commissioner, text="Vi vill ha fler tider.", urgent=True)
    assert (one.capacity, one.in_room, one.owner) == ("individual", True, commissioner)
    assert (many.capacity, many.association, many.urgent) == ("mandate", county.association, True)
    assert list(Speaker.objects.values_list("contributor", flat=True)) == [contributor.pk]
    assert (one.origin_kind, one.origin_id) == ("council", draft.meeting_id)
    assert content_of(draft)["voices"] == [one.pk, many.pk]


def test_a_name_found_later_is_masked_in_finished_minutes_too_and_they_still_hold(draft, members, commissioner):
    voice = saying.record_said(draft, members.lova, by=commissioner, text="Anna Svensson var otrevlig.")
    minutes = in_state(draft, State.DONE, commissioner, members)
    mask_voice(voice, by=SYSTEM, text="Någon var otrevlig.", why=Masking.Why.NAME)
    assert [row.text for row in reading(minutes).voices] == ["Någon var otrevlig."]
    assert holds(minutes)


def test_openly_shown_minutes_hold_those_voices_alone_that_are_public(draft, members, commissioner):
    saying.record_said(draft, members.lova, by=commissioner, text="Maten är kall.")
    minutes = in_state(draft, State.DONE, commissioner, members)
    assert reading(minutes, openly=True).voices == []
    assert len(reading(minutes).voices) == 1


@pytest.mark.slow
def test_draft_and_finished_minutes_are_set_as_pdf(draft, held, members, commissioner):
    write(draft, commissioner, "Vi #talade [om] $maten$ <b>länge</b>\x0b.")
    Summons.objects.create(meeting=held, holding=members.lova, came=True)
    decisions.record_decision(draft, by=commissioner, kind="decision", text="Ja.")
    decisions.record_decision(
        draft, by=commissioner, kind="task", text="Fråga köket.", owner_in_words="Köket", due_on=clock.today()
    )
    saying.record_said(draft, members.lova, by=commissioner, text="Maten är kall.")
    assert minutes_pdf(reading(draft)).startswith(b"%PDF-")
    assert minutes_pdf(reading(in_state(draft, State.DONE, commissioner, members))).startswith(b"%PDF-")


# --- Forums ---------------------------------------------------------------------------------------------


def test_notes_of_a_forum_are_finished_without_attestation_and_count_people(forum_meeting, facilitator):
    Meeting.objects.filter(pk=forum_meeting.pk).update(starts_at=at(-1), ends_at=at(-1, 14), came_own=6, came_service=2)
    forum_meeting.refresh_from_db()
    notes = actions.start_minutes(forum_meeting, by=facilitator)
    with pytest.raises(ValidationError):
        actions.send_out(notes, by=facilitator, comment_by=clock.today())
    with pytest.raises(ValidationError):
        actions.ask_to_attest(notes, [], by=facilitator)
    actions.finish_notes(notes, by=facilitator)
    actions.finish_notes(notes, by=facilitator)
    notes.refresh_from_db()
    assert (notes.state, notes.content["came"]) == (State.DONE, {"own": 6, "service": 2})
    assert holds(notes)


def test_minutes_of_a_council_are_not_finished_without_attestation(draft, commissioner):
    with pytest.raises(ValidationError, match="justeras"):
        actions.finish_notes(draft, by=commissioner)


# --- Decisions and tasks ----------------------------------------------------------------------------------


def test_a_task_has_one_owner_and_a_day(draft, members, commissioner):
    for values in (
        {"due_on": clock.today()},
        {"owner": members.lova},
        {"owner": members.lova, "owner_in_words": "Köket", "due_on": clock.today()},
    ):
        with pytest.raises(ValidationError):
            decisions.record_decision(draft, by=commissioner, kind="task", text="Fråga köket.", **values)
    with pytest.raises(KeyError):
        decisions.record_decision(draft, by=commissioner, kind="task", text="Fråga köket.", done_on=clock.today())
    assert not Decision.objects.exists()


def test_two_presses_write_one_task(draft, members, commissioner):
    for _press in range(2):
        decisions.record_decision(
            draft, by=commissioner, kind="task", text="Fråga köket.", owner=members.lova, due_on=clock.today()
        )
    assert Decision.objects.count() == 1


def test_the_owner_or_a_leader_finishes_a_task_and_nobody_else(
    draft, members, commissioner, contributor_user, representative
):
    task = decisions.record_decision(
        draft, by=commissioner, kind="task", text="Fråga köket.", owner=members.lova, due_on=clock.today()
    )
    with pytest.raises(PermissionDenied):
        decisions.finish_task(task, by=representative, outcome="Klart.")
    with pytest.raises(ValidationError):
        decisions.finish_task(task, by=contributor_user, outcome=" ")
    decisions.finish_task(task, by=contributor_user, outcome="De svarade.")
    decisions.finish_task(task, by=commissioner, outcome="Något annat.")
    task.refresh_from_db()
    assert (task.done_on, task.outcome) == (clock.today(), "De svarade.")
