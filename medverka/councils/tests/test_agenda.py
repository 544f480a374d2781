"""The agenda: what comes by itself, what members send in, and who may put it together."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils.actions import agenda as actions
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.agenda_pdf import agenda_pdf
from medverka.councils.models import AgendaItem, Decision, Meeting
from medverka.councils.queries.agenda import agenda_of, own_proposals, proposals
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.voices.actions import answer_voice, record_voice
from medverka.voices.models import ToldBack

pytestmark = pytest.mark.django_db
Kind, State = AgendaItem.Kind, AgendaItem.State


@pytest.fixture
def before(council):
    """The council's meeting a month ago."""
    with clock.at(at(-40)):
        meeting = plan_meeting(council, by=SYSTEM, starts_at=at(-30), ends_at=at(-30, 15))
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    return meeting


def said(meeting, text="Maten är kall."):
    return record_voice(
        by=SYSTEM, text=text, unit=meeting.council.organisation, origin=meeting.origin,
        said_on=clock.day_of(meeting.starts_at), answer_due_on=clock.today() + timedelta(days=5),
        owner=meeting.council.answers, in_room=True,
    )  # fmt: skip


def titles(meeting):
    return [item.title for item in agenda_of(meeting).items if item.kind == Kind.POINT]


def test_the_first_item_holds_what_earlier_meetings_left_open_and_the_answers_that_nobody_has_told(before, meeting):
    open_one, answered = said(before), said(before, "Dörren slår.")
    answer_voice(answered, by=SYSTEM, answer="yes", because="Vi byter stängaren.")
    found = agenda_of(meeting)
    assert found.items[0].kind == Kind.VOICES
    assert (found.untold, found.unanswered) == ([answered], [open_one])


def test_what_is_said_at_this_meeting_or_another_council_is_not_on_its_agenda(meeting, forum_meeting):
    said(forum_meeting)
    with clock.at(at(11)):
        said(meeting)
    assert agenda_of(meeting).unanswered == []


def test_a_cancelled_meeting_leaves_nothing_to_the_next(before, meeting):
    said(before)
    Meeting.objects.filter(pk=before.pk).update(state="cancelled")
    assert agenda_of(meeting).unanswered == []


def test_answers_are_told_at_the_meeting_and_then_no_longer_on_the_agenda(before, meeting, commissioner):
    voice = said(before)
    answer_voice(voice, by=SYSTEM, answer="no", because="Köket är ett annat.")
    with clock.at(at(10, 14)):
        assert actions.tell_at_meeting(meeting, [voice.pk], by=commissioner) == 1
        assert actions.tell_at_meeting(meeting, [voice.pk], by=commissioner) == 0
    assert ToldBack.objects.get(voice=voice).told_at is not None
    assert agenda_of(meeting).untold == []


def test_nothing_is_told_before_the_meeting_begins_or_by_a_member(before, meeting, commissioner, contributor_user):
    voice = said(before)
    answer_voice(voice, by=SYSTEM, answer="no", because="Köket är ett annat.")
    with pytest.raises(ValidationError, match="inte börjat"):
        actions.tell_at_meeting(meeting, [voice.pk], by=commissioner)
    with clock.at(at(10, 14)), pytest.raises(PermissionDenied):
        actions.tell_at_meeting(meeting, [voice.pk], by=contributor_user)


def test_another_councils_voices_are_not_told_here(meeting, forum_meeting, commissioner):
    with clock.at(at(1)):
        voice = said(forum_meeting)
        answer_voice(voice, by=SYSTEM, answer="no", because="Nej.")
    with clock.at(at(10, 14)):
        assert actions.tell_at_meeting(meeting, [voice.pk], by=commissioner) == 0


def test_a_task_comes_back_on_each_agenda_until_it_is_done(before, meeting, members):
    task = Decision.objects.create(
        council=meeting.council, meeting=before, kind="task", text="Fråga köket.", owner=members.lova,
        due_on=clock.today() - timedelta(days=2), recorded_by="system",
    )  # fmt: skip
    assert agenda_of(meeting).tasks == [task]
    Decision.objects.filter(pk=task.pk).update(done_on=clock.today())
    assert agenda_of(meeting).tasks == []


def test_points_come_last_and_change_places(meeting, commissioner):
    first = actions.add_point(meeting, by=commissioner, title="Lokaler")
    second = actions.add_point(meeting, by=commissioner, title="Mat", minutes=20, round=True)
    assert titles(meeting) == ["Lokaler", "Mat"]
    actions.move_point(second, by=commissioner, up=True)
    assert titles(meeting) == ["Mat", "Lokaler"]
    actions.move_point(second, by=commissioner, up=True)
    actions.move_point(first, by=commissioner, up=False)
    assert titles(meeting) == ["Mat", "Lokaler"]
    assert [item.kind for item in agenda_of(meeting).items[:3]] == [Kind.VOICES, Kind.TASKS, Kind.STANDING]


def test_what_every_agenda_has_can_be_given_time_but_neither_renamed_nor_removed(meeting, commissioner):
    standing = agenda_of(meeting).items[2]
    actions.change_item(standing, by=commissioner, version=1, minutes=15, round=True)
    with pytest.raises(KeyError):
        actions.change_item(standing, by=commissioner, version=2, title="Övrigt")
    actions.remove_point(standing, by=commissioner)
    actions.move_point(standing, by=commissioner, up=True)
    assert agenda_of(meeting).items[2].minutes == 15


def test_two_who_change_the_same_point_overwrite_nothing(meeting, commissioner):
    point = actions.add_point(meeting, by=commissioner, title="Lokaler")
    actions.change_item(point, by=commissioner, version=1, text="Ett")
    with pytest.raises(ValidationError, match="Någon annan"):
        actions.change_item(point, by=commissioner, version=1, text="Två")
    assert AgendaItem.objects.get(pk=point.pk).text == "Ett"


def test_the_minutes_are_summed_against_the_length_of_the_meeting(meeting, commissioner):
    actions.add_point(meeting, by=commissioner, title="Lokaler", minutes=90)
    actions.add_point(meeting, by=commissioner, title="Mat", minutes=45)
    found = agenda_of(meeting)
    assert (found.planned, found.length, found.over) == (135, 120, 15)


@pytest.mark.parametrize("state", ["held", "cancelled"])
def test_the_agenda_of_a_meeting_that_is_over_does_not_change(state, meeting, members, commissioner, contributor_user):
    point = actions.add_point(meeting, by=commissioner, title="Lokaler")
    sent = actions.propose_point(meeting, members.lova, by=contributor_user, title="Mat")
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    for attempt in (
        lambda: actions.add_point(meeting, by=commissioner, title="Mer"),
        lambda: actions.change_item(point, by=commissioner, version=1, title="Annat"),
        lambda: actions.move_point(point, by=commissioner, up=True),
        lambda: actions.remove_point(point, by=commissioner),
        lambda: actions.propose_point(meeting, members.lova, by=contributor_user, title="Mer"),
        lambda: actions.accept_point(sent, by=commissioner),
        lambda: actions.decline_point(sent, by=commissioner, because="Nej"),
    ):
        with pytest.raises(ValidationError, match="över eller inställt"):
            attempt()
    assert titles(meeting) == ["Lokaler"]


@pytest.mark.parametrize("who", ["contributor_user", "representative", "facilitator", "outsider", "north_coordinator"])
def test_nobody_but_those_who_lead_changes_the_agenda(who, meeting, members, request):
    person, point = request.getfixturevalue(who), actions.add_point(meeting, by=SYSTEM, title="Lokaler")
    sent = actions.propose_point(meeting, members.vera, by=SYSTEM, title="Mat", recorded_how="phone")
    for attempt in (
        lambda: actions.add_point(meeting, by=person, title="Mer"),
        lambda: actions.change_item(point, by=person, version=1, title="Annat"),
        lambda: actions.move_point(point, by=person, up=True),
        lambda: actions.remove_point(point, by=person),
        lambda: actions.propose_point(meeting, members.vera, by=person, title="Mer", recorded_how="phone"),
        lambda: actions.accept_point(sent, by=person),
        lambda: actions.decline_point(sent, by=person, because="Nej"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


# --- Points that members send in ---------------------------------------------------------------


def test_a_member_sends_in_a_point_and_it_waits_for_an_answer(meeting, members, contributor_user):
    point = actions.propose_point(meeting, members.lova, by=contributor_user, title="Mat", text="Den är kall.")
    again = actions.propose_point(meeting, members.lova, by=contributor_user, title="Mat", text="Den är kall.")
    assert (point.pk, point.state, point.recorded_how) == (again.pk, State.PROPOSED, "")
    assert titles(meeting) == []
    assert list(own_proposals(meeting, contributor_user)) == [point]


def test_what_came_by_phone_is_recorded_as_such_by_whoever_leads(meeting, members, commissioner):
    point = actions.propose_point(meeting, members.bertil, by=commissioner, title="Parkering", recorded_how="phone")
    assert (point.proposed_by, point.recorded_how) == (members.bertil, "phone")
    with pytest.raises(ValueError, match="duva"):
        actions.propose_point(meeting, members.bertil, by=commissioner, title="Mer", recorded_how="duva")


def test_a_point_goes_on_the_agenda_or_gets_a_reason(meeting, members, commissioner, contributor_user):
    yes = actions.propose_point(meeting, members.lova, by=contributor_user, title="Mat")
    no = actions.propose_point(meeting, members.lova, by=contributor_user, title="Fest")
    actions.accept_point(yes, by=commissioner)
    actions.accept_point(yes, by=commissioner)
    with pytest.raises(ValidationError):
        actions.decline_point(no, by=commissioner, because="  ")
    actions.decline_point(no, by=commissioner, because="Den tas i maj.")
    actions.decline_point(yes, by=commissioner, because="För sent ändrat.")
    assert titles(meeting) == ["Mat"]
    assert [(point.title, point.because) for point in proposals(meeting)] == [("Fest", "Den tas i maj.")]
    assert Entry.objects.filter(verb="agenda.point_accepted").count() == 1
    actions.accept_point(no, by=commissioner)
    assert titles(meeting) == ["Mat", "Fest"]


def test_a_seat_on_another_council_sends_in_nothing_here(meeting, members, forum_meeting, contributor_user):
    with pytest.raises(PermissionDenied):
        actions.propose_point(forum_meeting, members.lova, by=contributor_user, title="Mat")


def test_one_seat_cannot_fill_the_list(meeting, members, contributor_user):
    for number in range(actions.PROPOSALS_AT_MOST):
        actions.propose_point(meeting, members.lova, by=contributor_user, title=f"Punkt {number}")
    with pytest.raises(ValidationError, match="många"):
        actions.propose_point(meeting, members.lova, by=contributor_user, title="En till")


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_member_reads_and_sends_in_and_sees_only_their_own(meeting, members, sign_in, contributor_user):
    actions.propose_point(meeting, members.vera, by=SYSTEM, title="Veras punkt", recorded_how="phone")
    browser, address = sign_in(contributor_user), reverse("councils:agenda", args=[meeting.pk])
    sent = browser.post(reverse("councils:propose", args=[meeting.pk]), {"title": "Mat", "text": ""}, follow=True)
    page = sent.content.decode()
    assert sent.redirect_chain[-1][0] == address
    assert "Punkter som du har skickat in" in page
    assert "Mat" in page
    assert "Veras punkt" not in page
    assert "Lägg till en punkt" not in page
    assert browser.get(reverse("councils:new_point", args=[meeting.pk])).status_code == 403


@pytest.mark.slow
def test_whoever_leads_adds_changes_moves_answers_and_removes(meeting, members, sign_in, commissioner):
    browser, address = sign_in(commissioner), reverse("councils:agenda", args=[meeting.pk])
    for title in ("Lokaler", "Mat"):
        browser.post(reverse("councils:new_point", args=[meeting.pk]), {"title": title, "minutes": "90"})
    page = browser.get(address).content.decode()
    assert "60 minuter för mycket" in page
    second = AgendaItem.objects.get(title="Mat")
    browser.post(reverse("councils:move_item", args=[second.pk]), {"to": "up"})
    assert titles(meeting) == ["Mat", "Lokaler"]
    browser.post(reverse("councils:item", args=[second.pk]), {"title": "Maten", "minutes": "20", "version": "1"})
    browser.post(reverse("councils:remove_item", args=[AgendaItem.objects.get(title="Lokaler").pk]))
    assert titles(meeting) == ["Maten"]
    browser.post(
        f"{reverse('councils:propose', args=[meeting.pk])}?annan",
        {"title": "Parkering", "holding": str(members.bertil.pk), "recorded_how": "letter"},
    )
    sent = AgendaItem.objects.get(title="Parkering")
    wrong = browser.post(reverse("councils:proposal", args=[sent.pk]), {"because": ""})
    assert "Skriv varför" in wrong.content.decode()
    browser.post(reverse("councils:proposal", args=[sent.pk]), {"accept": "yes"})
    assert titles(meeting) == ["Maten", "Parkering"]


def test_when_two_change_a_point_the_second_sees_both_texts_and_can_save_knowingly(meeting, sign_in, commissioner):
    point = actions.add_point(meeting, by=commissioner, title="Lokaler", text="Först")
    actions.change_item(point, by=commissioner, version=1, text="Den andras ord")
    browser, address = sign_in(commissioner), reverse("councils:item", args=[point.pk])
    page = browser.post(address, {"title": "Lokaler", "text": "Mina ord", "version": "1"}).content.decode()
    assert "Den andras ord" in page
    assert "Mina ord" in page
    assert 'name="version" value="2"' in page
    browser.post(address, {"title": "Lokaler", "text": "Mina ord", "version": "2"})
    assert AgendaItem.objects.get(pk=point.pk).text == "Mina ord"


@pytest.mark.slow
def test_the_agenda_takes_the_same_number_of_questions_however_long(
    before, meeting, members, sign_in, commissioner, django_assert_max_num_queries
):
    browser, address = sign_in(commissioner), reverse("councils:agenda", args=[meeting.pk])

    def fill(number):
        for place in range(number):
            actions.add_point(meeting, by=commissioner, title=f"Punkt {place}")
            said(before, f"Sak {number} {place}")
            actions.propose_point(meeting, members.lova, by=SYSTEM, title=f"P {number} {place}", recorded_how="phone")
            Decision.objects.create(
                council=meeting.council, meeting=before, kind="task", text="Gör det.", owner=members.lova,
                due_on=clock.today(), recorded_by="system",
            )  # fmt: skip

    fill(1)
    browser.get(address)
    with django_assert_max_num_queries(200) as few:
        browser.get(address)
    fill(10)
    with django_assert_max_num_queries(len(few)):
        browser.get(address)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("commissioner", 200), ("contributor_user", 200), ("representative", 200),
        ("steering_member", 200), ("facilitator", 404), ("north_coordinator", 404), ("other_commissioner", 404),
        ("payroll_officer", 403), ("outsider", 403),
    ],
)  # fmt: skip
def test_who_opens_the_agenda(who, status, meeting, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("councils:agenda", args=[meeting.pk])).status_code == status
    assert browser.get(reverse("councils:agenda_pdf", args=[meeting.pk])).status_code == status


@pytest.mark.slow
def test_the_agenda_on_paper_holds_items_voices_and_tasks(before, meeting, members, commissioner):
    said(before, "Ett #med[tecken] $som$ <b>inte</b> är märkning")
    actions.add_point(meeting, by=commissioner, title="Lokaler", text="Nya rum", minutes=20, round=True)
    Decision.objects.create(
        council=meeting.council, meeting=before, kind="task", text="Fråga köket.", owner=members.lova,
        due_on=clock.today(), recorded_by="system",
    )  # fmt: skip
    assert agenda_pdf(meeting).startswith(b"%PDF-")
