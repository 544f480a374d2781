"""The forum's pages: who may open them, what a device may send, and what is kept where."""

import json
from uuid import uuid4

import pytest
from django.test import Client

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.councils.actions import forum as actions
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import ForumNote, ForumSession
from medverka.councils.notes import AT_ONCE, Note
from medverka.councils.queries.forum import version_of
from medverka.councils.tests.conftest import at
from medverka.voices.actions import answer_voice, record_voice
from medverka.voices.models import Voice

pytestmark = pytest.mark.django_db
PARTS = ("", "nyckel/", "las-upp/", "avsluta/", "klart/", "borta/")


@pytest.fixture
def session(forum_meeting, facilitator):
    return actions.open_forum(forum_meeting, by=facilitator)


@pytest.fixture
def saga(sign_in, facilitator):
    return sign_in(facilitator)


def page(session, part=""):
    return f"/moten/{session.meeting_id}/forum/{part}"


def write(session, by, *texts):
    actions.save_notes(session, [Note(uuid4(), 1, text) for text in texts], by=by)


def send(browser, session, notes, **more):
    body = json.dumps({"notes": notes, **more})
    return browser.post(page(session, "synpunkter/"), body, content_type="application/json")


def note(text="Hej", **values):
    return {"key": str(uuid4()), "revision": 1, "text": text, **values}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("facilitator", 200), ("north_coordinator", 404), ("commissioner", 403),
        ("other_commissioner", 403), ("contributor_user", 403), ("representative", 403), ("steering_member", 403),
        ("outsider", 403), (None, 302),
    ],
)  # fmt: skip
def test_who_leads_the_forum_opens_it_and_nobody_else(session, sign_in, request, who, status):
    user = request.getfixturevalue(who) if who else None
    browser = sign_in(user)
    for part in PARTS:
        expected = {"avsluta/": 302, "klart/": 302}.get(part, 200) if status == 200 else status
        assert browser.get(page(session, part)).status_code == expected, part
    assert send(browser, session, [note()]).status_code == status
    assert ForumNote.objects.count() == (status == 200)


@pytest.mark.slow
def test_a_facilitator_of_another_ward_does_not_learn_that_there_is_a_forum(session, sign_in, county):
    other = User.objects.create_user("ola@exempel.invalid", "Ola Annan")
    RoleHolding.objects.create(user=other, role="facilitator", organisation=county.housing)
    for part in PARTS:
        assert sign_in(other).get(page(session, part)).status_code == 404
    assert send(sign_in(other), session, [note()]).status_code == 404


def test_whoever_has_a_seat_in_a_forum_does_not_hold_it(session, forum, contributor, contributor_user, sign_in):
    seat = create_seat(forum, by=SYSTEM, title="Ordförande", capacity="individual", duty="chair")
    appoint(seat, Holder(contributor=contributor), by=SYSTEM)
    assert sign_in(contributor_user).get(page(session)).status_code == 403


def test_a_council_has_no_forum(meeting, sign_in, coordinator):
    assert sign_in(coordinator).get(f"/moten/{meeting.pk}/forum/").status_code == 404


def test_the_forum_begins_with_what_was_said_the_last_time(forum, forum_meeting, commissioner, saga):
    before = plan_meeting(forum, by=SYSTEM, starts_at=at(-30), ends_at=at(-30, 14))
    said = [
        record_voice(
            by=SYSTEM, text=text, unit=forum.organisation, origin=before.origin, said_on=at(-30).date(),
            answer_due_on=at(5).date(), in_room=True,
        )
        for text in ("Mörkare i korridoren.", "Frukt på kvällen.")
    ]  # fmt: skip
    answer_voice(said[0], by=commissioner, answer="yes", because="Lamporna är bytta.")
    address = f"/moten/{forum_meeting.pk}/forum/"
    text = saga.get(address).content.decode()
    assert text.index("Mörkare i korridoren.") < text.index("Frukt på kvällen.") < text.index("Börja skriva")
    assert "Lamporna är bytta." in text
    ForumSession.objects.all().delete()
    forum_meeting.starts_at = at(0, 0)
    forum_meeting.save()
    answer = saga.post(address + "berattat/", {"voice": [said[0].pk, 987654, "x"]}, follow=True).content.decode()
    assert "svaren är berättade" in answer
    assert "Lamporna är bytta." not in answer
    assert "Frukt på kvällen." in answer


def test_a_forum_before_its_day_says_when_it_opens(forum, saga):
    ahead = plan_meeting(forum, by=SYSTEM, starts_at=at(2), ends_at=at(2, 14))
    answer = saga.get(f"/moten/{ahead.pk}/forum/").content.decode()
    assert "Hålls det i dag flyttas det hit." in answer
    assert "Börja skriva" not in answer
    saga.post(f"/moten/{ahead.pk}/forum/")
    assert not ForumSession.objects.exists()


# --- What a device sends -----------------------------------------------------------------------


def test_a_device_is_told_what_stands_and_all_of_it_only_where_it_holds_something_else(session, saga, facilitator):
    first = note("Hej", themes=["mat"], urgent=True)
    answer = send(saga, session, [first], version=1).json()
    assert answer == {"saved": {first["key"]: 1}, "late": 0, "closed": False, "version": 1}
    write(session, facilitator, "Från en annan")
    answer = send(saga, session, [], version=1).json()
    assert [(row["text"], row["themes"], row["urgent"]) for row in answer["notes"]] == [
        ("Hej", ["mat"], True), ("Från en annan", [], False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    ["", "x", "[", "null", "[]", "{}", '{"notes": 1}', '{"notes": [{}]}', "[" * 100_000, '"\\ud800"', b"\xff\xfe"],
)
def test_what_cannot_be_read_is_refused_in_words(session, saga, body):
    answer = saga.post(page(session, "synpunkter/"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["problem"].endswith(".")
    assert not ForumNote.objects.exists()


def test_a_form_is_no_device(session, saga):
    assert saga.post(page(session, "synpunkter/"), {"notes": "[]"}).status_code == 400
    assert saga.get(page(session, "synpunkter/")).status_code == 405


def test_too_much_at_once_is_refused_and_so_is_far_too_much(session, saga):
    assert send(saga, session, [note() for _n in range(AT_ONCE + 1)]).status_code == 400
    assert send(saga, session, [note("x" * 3_000_000)]).status_code == 413
    assert not ForumNote.objects.exists()


def test_one_bad_note_keeps_none_of_its_company(session, saga):
    assert send(saga, session, [note("Bra"), note("")]).status_code == 400
    assert not ForumNote.objects.exists()


def test_hostile_words_are_words(session, saga):
    send(saga, session, [note('</script><script>alert("1")</script>&\u202e')])
    for part in ("", "las-upp/"):
        answer = saga.get(page(session, part)).content.decode()
        assert "<script>alert" not in answer
    assert ForumNote.objects.get().text == '</script><script>alert("1")</script>&'


def test_the_key_of_a_device_is_kept_by_nobody_on_the_way(session, saga):
    answer = saga.get(page(session, "nyckel/"))
    assert answer["Cache-Control"] == "no-store, private"
    assert len(bytes.fromhex(answer.json()["half"])) == 32


def test_a_note_sent_from_elsewhere_without_the_token_is_refused(session, facilitator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(facilitator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(browser, session, [note()]).status_code == 403


# --- Without scripts ---------------------------------------------------------------------------


def test_a_button_pressed_twice_saves_one_note(session, saga):
    sent = {"key": str(uuid4()), "revision": 1, "text": "Telefontiden är för kort."}
    for _time in range(2):
        assert saga.post(page(session), sent).status_code == 302
    assert ForumNote.objects.get().text == sent["text"]


def test_a_long_text_with_line_breaks_is_counted_as_it_is_kept(session, saga):
    text = "\r\n".join(["x" * 99] * 20)  # 1,999 signs where a line break is one.
    assert saga.post(page(session), {"key": str(uuid4()), "revision": 1, "text": text}).status_code == 302
    answer = saga.post(page(session), {"key": str(uuid4()), "revision": 1, "text": "x" * 2001})
    assert "Texten är för lång" in answer.content.decode()


def test_another_forums_note_cannot_be_changed_from_here(session, saga, forum, facilitator):
    other = actions.open_forum(plan_meeting(forum, by=SYSTEM, starts_at=at(0, 15), ends_at=at(0, 16)), by=facilitator)
    write(other, facilitator, "Där")
    key = ForumNote.objects.get().client_key
    assert saga.get(page(session, f"synpunkter/{key}/")).status_code == 404
    assert saga.post(page(session, f"synpunkter/{key}/"), {"remove": "1"}).status_code == 404


def test_reading_back_an_old_page_is_told_to_read_on(session, saga, facilitator):
    version = version_of(session)
    write(session, facilitator, "Nyss")
    answer = saga.post(page(session, "las-upp/"), {"version": version}, follow=True).content.decode()
    assert "Något har skrivits eller ändrats" in answer
    assert saga.get(page(session, "avsluta/"))["Location"].endswith("/las-upp/")


@pytest.mark.slow
def test_the_forum_is_closed_with_how_many_came(session, saga, facilitator):
    write(session, facilitator, "Nyss")
    saga.post(page(session, "las-upp/"), {"version": version_of(session)})
    for wrong in ("-1", "501", "fem", ""):
        answer = saga.post(page(session, "avsluta/"), {"came_own": wrong, "came_service": "1"})
        assert "Rätta:" in answer.content.decode(), wrong
    answer = saga.post(page(session, "avsluta/"), {"came_own": "5", "came_service": "1"}, follow=True)
    assert "Tack, forumet är avslutat" in answer.content.decode()
    assert Voice.objects.get().text == "Nyss"
    for part in ("", "las-upp/", "avsluta/"):
        assert saga.get(page(session, part))["Location"].endswith("/klart/"), part


# --- What a device has without a net -----------------------------------------------------------


def test_the_shell_and_the_worker_are_the_same_for_all_and_name_nobody(session, sign_in, coordinator, county):
    anybody, karin = sign_in(None), sign_in(coordinator)
    for address in ("/moten/forum-skal/", "/moten/forum-arbetare.js"):
        text = anybody.get(address).content.decode()
        assert text == karin.get(address).content.decode()
        assert not [
            word
            for word in ("Karin", "Saga", "Avdelning 12", "Patientforum", 'csrfmiddlewaretoken" value')
            if word in text
        ]


def test_the_worker_says_how_far_it_reaches_and_is_asked_for_anew(client):
    answer = client.get("/moten/forum-arbetare.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/moten/", "no-cache")
    assert "default-src 'self'" in answer["Content-Security-Policy"]


def test_the_meetings_page_tells_whoever_leads_of_an_open_forum_and_nobody_else(
    session, saga, sign_in, commissioner, facilitator
):
    write(session, facilitator, "Nyss", "Och nyss")
    address = f"/moten/{session.meeting_id}/"
    answer = saga.get(address).content.decode()
    assert "Saga Samtal skriver." in answer
    assert "2 synpunkter har kommit hit." in answer
    assert "Forumet är öppet" not in sign_in(commissioner).get(address).content.decode()


def test_whoever_ends_their_own_lost_device_stays_signed_in_on_this_one(session, sign_in, facilitator):
    lost, here = sign_in(facilitator), sign_in(facilitator)
    assert here.post(page(session, "borta/")).status_code == 302
    assert here.get(page(session)).status_code == 200
    assert lost.get(page(session)).status_code == 302


@pytest.mark.slow
def test_a_page_of_200_notes_asks_the_database_no_more_than_one_of_two(
    session, saga, facilitator, django_assert_max_num_queries
):
    ForumNote.objects.bulk_create([ForumNote(session=session, client_key=uuid4(), text=str(n)) for n in range(200)])
    for part in ("", "las-upp/"):
        with django_assert_max_num_queries(30):
            saga.get(page(session, part))


def test_a_forum_before_its_day_is_held_today_by_a_button(forum, saga):
    ahead = plan_meeting(forum, by=SYSTEM, starts_at=at(2), ends_at=at(2, 14))
    answer = saga.post(f"/moten/{ahead.pk}/forum/", {"today": "1"}, follow=True)
    assert ForumSession.objects.get().meeting_id == ahead.pk
    assert "Spara synpunkten" in answer.content.decode()


def test_the_page_of_a_forum_that_was_held_leads_to_what_was_said(session, facilitator, saga):
    write(session, facilitator, "Det drar från fönstren.")
    actions.mark_read_back(session, by=facilitator, version=version_of(session))
    actions.close_forum(session, by=facilitator, came_own=4, came_service=1)
    page = saga.get(f"/moten/{session.meeting_id}/").content.decode()
    assert "Det drar från fönstren." in page
    assert f"/synpunkter/{Voice.objects.get().pk}/" in page
