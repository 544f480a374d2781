"""The pages of meetings, as those who lead, sit there, or neither meet them."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.contributions.models import Contribution
from medverka.councils.actions.calling import answer_call, call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.letters import about
from medverka.councils.models import Meeting, Series, Summons, Telling
from medverka.councils.queries.needs import needs_at
from medverka.councils.queries.waiting import waiting_for
from medverka.councils.rules import Capacity
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.pool.models import Term
from medverka.pool.terms import ensure_default_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(meeting):
    call_meeting(meeting, by=SYSTEM)
    return Meeting.objects.select_related("council__organisation").get(pk=meeting.pk)


def page(browser, name, *args) -> str:
    return browser.get(reverse(f"councils:{name}", args=args)).content.decode()


def in_time(day=30):
    return {"on": (clock.today() + timedelta(days=day)).isoformat(), "begins": "13", "ends": "14.30", "place": "Rosen"}


def pdf_text(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


# --- Planning and changing --------------------------------------------------------------------


@pytest.mark.slow
def test_whoever_leads_plans_changes_calls_and_calls_off_a_meeting(council, members, commissioner, sign_in):
    browser = sign_in(commissioner)
    browser.post(reverse("councils:new_meeting", args=[council.pk]), in_time())
    meeting = Meeting.objects.get()
    assert "Kalla till mötet" in page(browser, "meeting", meeting.pk)
    browser.post(reverse("councils:change_meeting", args=[meeting.pk]), in_time() | {"place": "Violen"})
    assert "Violen" in page(browser, "meeting", meeting.pk)
    assert "5 personer kallas" in page(browser, "call", meeting.pk)
    assert "5 personer är kallade." in browser.post(reverse("councils:call", args=[meeting.pk]), follow=True).content.decode()  # fmt: skip
    assert "5 har inte svarat." in page(browser, "meeting", meeting.pk)
    assert "Det går inte att ångra" in page(browser, "cancel_meeting", meeting.pk)
    browser.post(reverse("councils:cancel_meeting", args=[meeting.pk]))
    assert "inställt" in page(browser, "meeting", meeting.pk)


def test_a_time_that_is_taken_is_said_in_the_form_and_nothing_typed_is_lost(meeting, coordinator, sign_in):
    browser = sign_in(coordinator)
    sent = browser.post(
        reverse("councils:new_meeting", args=[meeting.council_id]), in_time(10) | {"place": "Den stora salen"}
    )
    assert "Det finns redan ett möte då." in sent.content.decode()
    assert "Den stora salen" in sent.content.decode()
    assert Meeting.objects.count() == 1


def test_a_meeting_that_has_begun_is_neither_changed_called_nor_called_off(called, coordinator, sign_in):
    browser = sign_in(coordinator)
    with clock.at(called.starts_at):
        for name in ("change_meeting", "call", "cancel_meeting"):
            sent = browser.get(reverse(f"councils:{name}", args=[called.pk]), follow=True)
            assert "Det går inte längre" in sent.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ends": "12"}, "Slutet måste komma efter början."),
        ({"begins": "7", "ends": "23"}, "högst tolv timmar"),
        ({"on": "2020-01-01"}, "redan varit"),
        ({"online": "javascript:alert(1)"}, "giltig"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(values, words, council, coordinator, sign_in):
    sent = sign_in(coordinator).post(reverse("councils:new_meeting", args=[council.pk]), in_time() | values)
    assert words in sent.content.decode()
    assert not Meeting.objects.exists()


LED = ["change_meeting", "call", "cancel_meeting", "attendance", "booking", "wall_notice"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "status"),
    [("contributor_user", 403), ("steering_member", 403), ("north_coordinator", 404), ("other_commissioner", 404), ("facilitator", 404), ("outsider", 403)],
)  # fmt: skip
def test_others_do_not_lead(who, status, called, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))
    for name in LED:
        address = reverse(f"councils:{name}", args=[called.pk])
        assert browser.get(address).status_code == status, name
        if name not in {"booking", "wall_notice"}:
            assert browser.post(address).status_code == status, name
    for name in ("new_meeting", "new_series"):
        assert browser.post(reverse(f"councils:{name}", args=[called.council_id])).status_code == status, name
    heard = Summons.objects.filter(meeting=called).first()
    assert browser.post(reverse("councils:heard", args=[heard.pk])).status_code == status
    called.refresh_from_db()
    assert called.state == "called"


def test_members_read_who_is_called_and_others_how_many(called, contributor_user, steering_member, sign_in):
    seen = page(sign_in(contributor_user), "meeting", called.pk)
    assert "Kalle Kassör" in seen
    assert "Med en förenings mandat, Föreningen Förgätmigej" in seen
    assert "Anteckna svar" not in seen
    others = page(sign_in(steering_member), "meeting", called.pk)
    assert "Kalle Kassör" not in others
    assert "5 har inte svarat." in others


@pytest.mark.slow
def test_a_meeting_runs_as_many_queries_for_many_people_as_for_few(
    called, council, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser, address = sign_in(coordinator), reverse("councils:meeting", args=[called.pk])
    browser.get(address)
    with django_assert_max_num_queries(45) as few:
        browser.get(address)
    for number in range(10):
        seat = create_seat(council, by=SYSTEM, title=f"Plats {number}", capacity=Capacity.OFFICIAL)
        appoint(seat, Holder(name=f"Person {number}", email=f"p{number}@exempel.invalid"), by=SYSTEM)
    call_meeting(called, by=SYSTEM)
    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_the_list_of_meetings_runs_as_many_queries_for_many_as_for_few(
    meeting, council, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser, address = sign_in(coordinator), reverse("councils:meetings", args=[council.pk])
    browser.get(address)
    with django_assert_max_num_queries(25) as few:
        browser.get(address)
    for day in range(10):
        plan_meeting(council, by=SYSTEM, starts_at=at(20 + day), ends_at=at(20 + day, 14))
    with django_assert_num_queries(len(few)):
        browser.get(address)


def test_a_council_without_meetings_says_what_to_do(council, coordinator, commissioner, sign_in):
    assert "Planera ett möte, eller en hel serie." in page(sign_in(coordinator), "meetings", council.pk)
    assert "När nästa möte är planerat" in page(sign_in(commissioner), "meetings", council.pk)


# --- A series ---------------------------------------------------------------------------------


def test_the_days_of_a_series_are_shown_before_they_are_saved_and_some_left_out(council, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("councils:new_series", args=[council.pk])
    first = clock.today() + timedelta(days=7)
    values = {
        "often": "weekly-1", "first_on": first.isoformat(), "begins": "13", "ends": "14",
        "last_on": (first + timedelta(days=14)).isoformat(), "do": "show",
    }  # fmt: skip
    assert "Det blir 3 dagar" in browser.post(address, values).content.decode()
    assert not Meeting.objects.exists()
    chosen = [first.isoformat(), (first + timedelta(days=14)).isoformat()]
    saved = browser.post(address, values | {"do": "save", "day": chosen}, follow=True)
    assert "2 möten är planerade." in saved.content.decode()
    taken = browser.post(address, values | {"do": "save", "day": chosen}).content.decode()
    assert "Inget har ändrats." in taken
    assert (Series.objects.count(), Meeting.objects.count()) == (1, 2)


def test_what_moves_is_shown_before_it_moves_and_what_ends_before_it_is_called_off(council, coordinator, sign_in):
    browser = sign_in(coordinator)
    first = clock.today() + timedelta(days=7)
    values = {
        "often": "weekly-1", "first_on": first.isoformat(), "begins": "13", "ends": "14",
        "last_on": (first + timedelta(days=14)).isoformat(), "do": "save",
        "day": [(first + timedelta(days=7 * week)).isoformat() for week in range(3)],
    }  # fmt: skip
    browser.post(reverse("councils:new_series", args=[council.pk]), values)
    series = Series.objects.get()
    move = reverse("councils:move_series", args=[series.pk])
    there = {"from_on": first.isoformat(), "weekday": first.weekday(), "begins": "15", "ends": "16", "do": "show"}
    shown = browser.post(move, there)
    assert "3 möten flyttas" in shown.content.decode()
    seen = {"do": "save", "seen": shown.context["seen"]}
    assert "3 möten flyttas" in browser.post(move, there | seen | {"begins": "14"}).content.decode()
    assert not Meeting.objects.filter(sequence=1).exists()
    assert "De som är kallade" not in browser.post(move, there | seen, follow=True).content.decode()
    assert Meeting.objects.filter(sequence=1).count() == 3
    last = reverse("councils:last_day", args=[series.pk])
    end = {"last_on": (first + timedelta(days=1)).isoformat()}
    assert "Ställ in mötena" in browser.post(last, end).content.decode()
    assert not Meeting.objects.filter(state="cancelled").exists()
    browser.post(last, end | {"do": "save"})
    assert Meeting.objects.filter(state="cancelled").count() == 2
    longer = browser.post(last, {"last_on": (first + timedelta(days=21)).isoformat()}, follow=True)
    assert "3 möten till är planerade." in longer.content.decode()


def test_a_series_is_never_longer_than_can_be_seen(council, coordinator, sign_in):
    values = {
        "often": "weekly-1", "first_on": (clock.today() + timedelta(days=7)).isoformat(), "begins": "13", "ends": "14",
        "last_on": "2199-01-01", "do": "show",
    }  # fmt: skip
    sent = sign_in(coordinator).post(reverse("councils:new_series", args=[council.pk]), values)
    assert "för många möten" in sent.content.decode()


@pytest.mark.parametrize(("who", "status"), [("steering_member", 403), ("north_coordinator", 404)])
def test_others_move_no_series(who, status, council, coordinator, request, sign_in):
    row = Series.objects.create(
        council=council, rhythm="weekly", first_on=clock.today(), last_on=clock.today(), starts="13:00", minutes=60
    )
    browser = sign_in(request.getfixturevalue(who))
    for name in ("series", "move_series", "last_day"):
        assert browser.post(reverse(f"councils:{name}", args=[row.pk])).status_code == status


# --- Answers, needs and who came --------------------------------------------------------------


def test_an_answer_by_phone_is_written_down_with_how_it_came(called, members, coordinator, sign_in):
    summons = Summons.objects.get(holding=members.bertil)
    browser, address = sign_in(coordinator), reverse("councils:heard", args=[summons.pk])
    asked = browser.get(address).content.decode()
    assert "Behöver personen något" in asked
    assert "skickar ersättare" not in asked
    assert "Välj hur svaret kom." in browser.post(address, {"reply": "yes"}).content.decode()
    browser.post(address, {"reply": "yes", "how": "phone", "needs": "En stol med armstöd"})
    summons.refresh_from_db()
    assert (summons.reply, summons.recorded_how) == ("yes", "phone")


def test_a_meeting_leads_to_the_letters_and_calls_that_its_call_left(called, coordinator, contributor_user, sign_in):
    way = reverse("councils:tellings")
    assert way in page(sign_in(coordinator), "meeting", called.pk)
    assert way not in page(sign_in(contributor_user), "meeting", called.pk)
    Telling.objects.all().delete()
    assert way not in page(sign_in(coordinator), "meeting", called.pk)


def test_needs_are_gathered_without_names_of_those_who_may_come(called, members, contributor, paper_contributor):
    ensure_default_terms(by=SYSTEM)
    loop = Term.objects.get(kind="access", slug="horslinga")
    for person in (contributor, paper_contributor):
        person.terms.add(loop)
    rows = Summons.objects.select_related("meeting")
    lova, vera = rows.get(holding=members.lova), rows.get(holding=members.vera)
    answer_call(lova, by=SYSTEM, reply="yes", how="phone", needs="Ett lugnt rum")
    answer_call(vera, by=SYSTEM, reply="no", how="phone", needs="Parkering nära")
    needs = needs_at(called)
    assert (needs.coming, needs.unanswered) == (1, 3)
    assert needs.counts == [("Hörslinga", 1, 1)]
    assert needs.said == ["Ett lugnt rum"]


def test_the_chair_reads_needs_without_names_and_the_coordinator_whose_they_are(
    called, members, commissioner, coordinator, sign_in
):
    summons = Summons.objects.select_related("meeting").get(holding=members.lova)
    answer_call(summons, by=SYSTEM, reply="yes", how="phone", needs="Ett lugnt rum")
    chair, karin = page(sign_in(commissioner), "meeting", called.pk), page(sign_in(coordinator), "meeting", called.pk)
    assert chair.count("Ett lugnt rum") == 1
    assert "Behöver: Ett lugnt rum." in karin


def test_the_chair_who_writes_down_an_answer_neither_reads_nor_loses_what_that_person_needs(
    called, members, commissioner, coordinator, sign_in
):
    summons = Summons.objects.select_related("meeting").get(holding=members.bertil)
    answer_call(summons, by=SYSTEM, reply="yes", how="phone", needs="Ett lugnt rum")
    browser, address = sign_in(commissioner), reverse("councils:heard", args=[summons.pk])
    assert "Ett lugnt rum" not in browser.get(address).content.decode()
    browser.post(address, {"reply": "no", "how": "phone", "needs": "Inget"})
    summons = Summons.objects.select_related("holding").get(pk=summons.pk)
    assert (summons.reply, summons.holding.needs) == ("no", "Ett lugnt rum")
    assert "Ett lugnt rum" in sign_in(coordinator).get(address).content.decode()


def test_the_booking_note_and_the_notice_can_be_printed(called, forum, coordinator, facilitator, sign_in):
    note = sign_in(coordinator).get(reverse("councils:booking", args=[called.pk]))
    assert note["Content-Disposition"] == 'attachment; filename="bokning.pdf"'
    assert pdf_text(note.content) == 1
    meeting = plan_meeting(forum, by=SYSTEM, starts_at=at(2), ends_at=at(2, 14))
    notice = sign_in(facilitator).get(reverse("councils:wall_notice", args=[meeting.pk]))
    assert pdf_text(notice.content) == 1


def test_who_came_is_ticked_and_can_be_corrected(called, members, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("councils:attendance", args=[called.pk])
    assert "inte varit än" in browser.post(address, {"came": [members.lova.pk]}).content.decode()
    with clock.at(called.ends_at):
        browser.post(address, {"came": [members.lova.pk, members.bertil.pk]})
        assert Contribution.objects.count() == 2
        assert "2 personer kom." in page(browser, "meeting", called.pk)
        browser.post(address, {"came": [members.lova.pk]})
        assert Contribution.objects.count() == 1
        assert browser.post(address, {"came": ["x"]}).status_code == 200


def test_a_forum_is_counted_on_its_page(forum_meeting, facilitator, sign_in):
    browser = sign_in(facilitator)
    browser.post(reverse("councils:attendance", args=[forum_meeting.pk]), {"came_own": "6", "came_service": "2"})
    forum_meeting.refresh_from_db()
    assert (forum_meeting.state, forum_meeting.came_own) == ("held", 6)


# --- Letters, calls and Today -----------------------------------------------------------------


@pytest.mark.slow
def test_letters_are_printed_and_taken_off_the_list_and_the_contributor_reads_that_the_door_was_opened(
    called, members, coordinator, sign_in
):
    browser = sign_in(coordinator)
    assert "Brevik" not in page(browser, "tellings")
    pile = browser.post(reverse("councils:letters_pdf"))
    assert pile.content.startswith(b"%PDF")
    opened = Entry.objects.get(verb="door.opened")
    assert opened.subject == f"contributor:{members.bertil.contributor_id}"
    (waiting,) = [one for one in waiting_for(coordinator) if one.key == "meeting-tellings:True"]
    assert waiting.text == "Ett brev om möten."
    telling = next(iter(browser.get(reverse("councils:tellings")).context["letters"]))
    browser.post(reverse("councils:told_by_hand", args=[telling.pk]))
    assert "Inga brev väntar." in page(browser, "tellings")
    browser.post(reverse("councils:told_by_hand", args=[telling.pk]), {"undo": "1"})
    assert "Inga brev väntar." not in page(browser, "tellings")


def test_without_a_second_factor_no_door_is_opened(called, coordinator, sign_in):
    coordinator.verified_twice = False
    browser = sign_in(coordinator)
    assert browser.post(reverse("councils:letters_pdf")).status_code in {302, 403}
    assert not Entry.objects.filter(verb="door.opened").exists()


def test_numbers_of_those_from_outside_are_shown_to_the_chair(called, council, commissioner, sign_in):
    seat = create_seat(council, by=SYSTEM, title="Ombud", capacity=Capacity.OFFICIAL)
    appoint(seat, Holder(name="Olle Ombud", phone="070-174 06 40", channel="phone"), by=SYSTEM)
    call_meeting(called, by=commissioner)
    browser = sign_in(commissioner)
    assert "070-174" not in page(browser, "tellings")
    shown = browser.post(reverse("councils:tellings")).content.decode()
    assert "Olle Ombud" in shown
    assert "070" in shown


def keys(user):
    return {one.key.split(":")[0] for one in waiting_for(user)}


@pytest.mark.slow
def test_today_says_what_is_left_to_do_with_meetings(meeting, coordinator, commissioner, contributor_user):
    assert keys(coordinator) == {"call-to"}
    assert keys(contributor_user) == set()
    call_meeting(meeting, by=SYSTEM)
    assert keys(coordinator) == {"meeting-tellings"}
    assert keys(contributor_user) == {"call"}
    with clock.at(meeting.starts_at - timedelta(days=2)):
        assert "silent" in keys(commissioner)
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        assert "to-note" in keys(commissioner)
        assert keys(contributor_user) == set()


def test_the_notice_of_a_forum_is_its_facilitators_affair(forum, facilitator, coordinator):
    plan_meeting(forum, by=SYSTEM, starts_at=at(3), ends_at=at(3, 14))
    assert keys(facilitator) == {"call-to"}
    assert keys(coordinator) == set()


def test_what_waits_takes_as_many_queries_for_many_meetings_as_for_few(
    called, council, coordinator, django_assert_num_queries, django_assert_max_num_queries
):
    waiting_for(coordinator)
    with django_assert_max_num_queries(9) as few:
        waiting_for(coordinator)
    for day in range(10):
        plan_meeting(council, by=SYSTEM, starts_at=at(1 + day, 9), ends_at=at(1 + day, 10))
    with django_assert_num_queries(len(few)):
        waiting_for(coordinator)


def test_where_meetings_are_never_noted_those_that_are_near_are_still_told(meeting, council, coordinator, monkeypatch):
    monkeypatch.setattr("medverka.councils.queries.mine.AT_MOST", 1)
    with clock.at(at(-40)):
        plan_meeting(council, by=SYSTEM, starts_at=at(-30), ends_at=at(-30, 15))
    assert keys(coordinator) == {"call-to"}


def test_whoever_has_no_seat_and_leads_nothing_costs_three_questions(
    called, payroll_officer, django_assert_num_queries
):
    waiting_for(payroll_officer)
    with django_assert_num_queries(3):
        assert waiting_for(payroll_officer) == []


def test_a_letter_says_what_the_mail_does_not(called):
    assert ("Vad", "Brukarrådet vid Vuxenpsykiatrin") in about(called)
