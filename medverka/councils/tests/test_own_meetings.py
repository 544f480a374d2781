"""One's own page about a meeting, by link and by account, and one's calendar."""

import re
from datetime import UTC, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from medverka.access.authorise import SYSTEM
from medverka.accounts.actions import end_sessions
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.councils import change_holding, end_holding
from medverka.councils.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from medverka.councils.actions.tellings import tell
from medverka.councils.doors import summons_token, summons_url
from medverka.councils.models import CalendarFeed, Summons
from medverka.councils.rules import Told
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.pool.models import Identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def summons(meeting, members):
    """Lova's call."""
    call_meeting(meeting, by=SYSTEM)
    return Summons.objects.select_related("meeting__council", "holding").get(holding=members.lova)


@pytest.fixture
def address(summons):
    return reverse("councils:by_link", args=[summons_token(summons)])


def events(content: bytes):
    return list(Calendar.from_ical(content).walk("VEVENT"))


# --- By link ----------------------------------------------------------------------------------


def test_the_link_shows_all_and_takes_an_answer_without_an_account(address, summons):
    browser = Client()
    page = browser.get(address)
    assert {"Brukarrådet vid Vuxenpsykiatrin", "Violen", "Kommer du?"} <= {
        words for words in ("Brukarrådet vid Vuxenpsykiatrin", "Violen", "Kommer du?") if words in page.content.decode()
    }
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "no-store, private", "same-origin", "noindex",
    )  # fmt: skip
    summons.refresh_from_db()
    assert summons.reply == ""
    answered = browser.post(address, {"reply": "yes", "needs": "Hörslinga"}, follow=True)
    assert "Tack! Du kommer." in answered.content.decode()
    summons.refresh_from_db()
    assert summons.reply == "yes"
    browser.post(address, {"reply": "yes", "needs": "Hörslinga"})
    summons.refresh_from_db()
    assert summons.reply == "yes"


def test_no_name_of_a_council_stands_in_the_address(summons):
    assert "rad" not in summons_url(summons).lower().split("/mote/")[0]


@pytest.mark.parametrize("reply", ["", "kanske", "y" * 5000])
def test_an_answer_that_is_none_is_said_on_the_page_and_what_was_typed_stays(reply, address, summons):
    page = Client().post(address, {"reply": reply, "needs": "Ett lugnt rum"}).content.decode()
    assert "Välj ett av svaren." in page
    assert "Ett lugnt rum" in page
    summons.refresh_from_db()
    assert summons.reply == ""


def test_no_substitute_is_said_on_the_page(address):
    assert "ingen ersättare" in Client().post(address, {"reply": "substitute"}).content.decode()


def test_a_forged_link_opens_nothing(address, summons):
    assert Client().get("/mote/finns-inte/").status_code == 404
    assert Client().get(address[:-3] + "xx/").status_code == 404
    Summons.objects.filter(pk=summons.pk).update(stamp="00000000-0000-0000-0000-000000000007")
    assert Client().get(address).status_code == 404


def test_the_link_ends_a_week_after_the_meeting(address, summons):
    with clock.at(summons.meeting.ends_at + timedelta(days=7)):
        assert Client().get(address).status_code == 200
    with clock.at(summons.meeting.ends_at + timedelta(days=8)):
        assert Client().get(address).status_code == 410


def test_the_link_opens_longer_when_there_are_minutes_to_read(address, summons):
    with clock.at(summons.meeting.ends_at + timedelta(days=20)):
        tell(summons, Told.DRAFT, "1")
    with clock.at(summons.meeting.ends_at + timedelta(days=40)):
        assert Client().get(address).status_code == 200
    with clock.at(summons.meeting.ends_at + timedelta(days=60)):
        assert Client().get(address).status_code == 410


def test_the_link_ends_with_the_time_on_the_seat(address, members):
    end_holding(members.lova, by=SYSTEM, ends_on=clock.today())
    assert Client().get(address).status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert Client().get(address).status_code == 410


def test_the_link_of_somebody_disposed_of_is_dead(address, contributor):
    type(contributor).objects.filter(pk=contributor.pk).update(disposed_on=clock.today())
    assert Client().get(address).status_code == 404


def test_the_link_ends_when_somebody_is_reached_at_another_address(address, contributor):
    identity = Identity.objects.get(contributor=contributor)
    identity.email = "ny@exempel.invalid"
    identity.save()
    assert Client().get(address).status_code == 404


def test_the_link_of_somebody_from_outside_ends_when_their_address_was_wrong(summons, members):
    theirs = Summons.objects.get(meeting=summons.meeting, holding=members.vera)
    address = reverse("councils:by_link", args=[summons_token(theirs)])
    change_holding(members.vera, by=SYSTEM, needs="Hörslinga")
    assert Client().get(address).status_code == 200
    change_holding(members.vera, by=SYSTEM, email="ratt@exempel.invalid")
    assert Client().get(address).status_code == 404


def test_whoever_signs_out_everywhere_ends_the_links_in_their_mail(summons, members, commissioner):
    theirs = Summons.objects.get(meeting=summons.meeting, holding=members.chair)
    address = reverse("councils:by_link", args=[summons_token(theirs)])
    assert Client().get(address).status_code == 200
    end_sessions(commissioner)
    assert Client().get(address).status_code == 404


def test_a_meeting_that_is_called_off_says_so_and_takes_no_answer(address, meeting, summons):
    cancel_meeting(meeting, by=SYSTEM)
    page = Client().get(address).content.decode()
    assert "Mötet är inställt" in page
    assert "Kommer du?" not in page
    assert "inte att svara längre" in Client().post(address, {"reply": "yes"}).content.decode()


# --- By account -------------------------------------------------------------------------------


def test_a_member_finds_what_to_answer_among_their_meetings(summons, contributor_user, sign_in):
    browser = sign_in(contributor_user)
    assert "Läs och svara" in browser.get("/moten/").content.decode()
    address = reverse("councils:answer", args=[summons.pk])
    browser.post(address, {"reply": "no", "needs": ""})
    page = browser.get("/moten/").content.decode()
    assert "Läs och svara" not in page
    assert "kommer inte" in page


@pytest.mark.parametrize("who", ["coordinator", "representative", "commissioner", "steering_member"])
def test_somebody_elses_call_does_not_exist(who, summons, request, sign_in):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("councils:answer", args=[summons.pk])).status_code == 404
    assert browser.post(reverse("councils:answer", args=[summons.pk]), {"reply": "no"}).status_code == 404


def test_whoever_is_called_to_nothing_is_told_what_will_come(representative, sign_in):
    assert "När du kallas till ett möte" in sign_in(representative).get("/moten/").content.decode()


def test_my_meetings_run_as_many_queries_for_many_as_for_few(
    council, summons, contributor_user, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser = sign_in(contributor_user)
    browser.get("/moten/")
    with django_assert_max_num_queries(20) as few:
        browser.get("/moten/")
    for day in range(10):
        call_meeting(plan_meeting(council, by=SYSTEM, starts_at=at(20 + day), ends_at=at(20 + day, 14)), by=SYSTEM)
    with django_assert_num_queries(len(few)):
        browser.get("/moten/")


# --- The calendar -----------------------------------------------------------------------------


def test_the_calendar_entry_says_when_and_nothing_more(address, summons, meeting):
    file = Client().get(address + "mote.ics")
    (event,) = events(file.content)
    assert event.decoded("dtstart") == meeting.starts_at.astimezone(UTC)
    assert event.decoded("dtend") == meeting.ends_at.astimezone(UTC)
    assert (str(event["summary"]), str(event["uid"])) == ("Möte", f"{meeting.key.hex}@medverka")
    for secret in ("Brukar", "psyk", "Violen"):
        assert secret not in file.content.decode()


def feed_of(browser) -> str:
    browser.post("/moten/kalender/")
    return re.search(r"/kalender/[^\"/]+\.ics", browser.get("/moten/").content.decode())[0]


def test_the_calendar_at_the_secret_address_follows_the_meetings(summons, meeting, contributor_user, sign_in):
    address = feed_of(sign_in(contributor_user))
    feed = Client().get(address)
    assert "private" in feed["Cache-Control"]
    (event,) = events(feed.content)
    assert (int(event["sequence"]), str(event["status"])) == (0, "CONFIRMED")
    change_meeting(meeting, by=SYSTEM, starts_at=at(12), ends_at=at(12, 15))
    cancel_meeting(meeting, by=SYSTEM)
    (event,) = events(Client().get(address).content)
    assert (int(event["sequence"]), str(event["status"])) == (2, "CANCELLED")
    assert event.decoded("dtstart") == at(12).astimezone(UTC)


def test_a_new_address_ends_the_old_one_and_it_can_be_taken_away(contributor_user, sign_in):
    browser = sign_in(contributor_user)
    first = feed_of(browser)
    second = feed_of(browser)
    assert first != second
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    browser.post("/moten/kalender/", {"remove": "1"})
    assert Client().get(second).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_an_unknown_address_and_that_of_somebody_who_may_no_longer_sign_in_give_nothing(contributor_user, sign_in):
    address = feed_of(sign_in(contributor_user))
    assert Client().get("/kalender/finns-inte.ics").status_code == 404
    type(contributor_user).objects.filter(pk=contributor_user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_the_calendar_holds_what_one_leads_and_where_one_sits_and_nothing_else(
    meeting, forum, facilitator, contributor_user, members, sign_in
):
    plan_meeting(forum, by=SYSTEM, starts_at=at(2), ends_at=at(2, 14))
    led = events(Client().get(feed_of(sign_in(facilitator))).content)
    sits = events(Client().get(feed_of(sign_in(contributor_user))).content)
    assert [one.decoded("dtstart") for one in led] == [at(2).astimezone(UTC)]
    assert [one.decoded("dtstart") for one in sits] == [meeting.starts_at.astimezone(UTC)]
    end_holding(members.lova, by=SYSTEM, ends_on=clock.today())
    assert events(Client().get(feed_of(sign_in(contributor_user))).content) == []
