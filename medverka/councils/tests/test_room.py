"""The room: from item to item, the word in a round, and what the wall shows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils import rules
from medverka.councils.actions import agenda, room
from medverka.councils.models import AgendaItem, Meeting, Seat, Summons, Turn
from medverka.councils.queries.room import room_of
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(meeting):
    return agenda.add_point(meeting, by=SYSTEM, title="Lokaler", minutes=20, round=True)


def fresh(meeting):
    return Meeting.objects.select_related("council__organisation").get(pk=meeting.pk)


def begin(meeting, item, by=SYSTEM):
    room.go_to(meeting, item, by=by, leaving=fresh(meeting).current_item_id)


def names(rows):
    return [row.who.name for row in rows]


@pytest.mark.parametrize(("seconds", "left"), [(0, 20), (1, 20), (60, 19), (19 * 60, 1), (20 * 60, 0), (9999, 0)])
def test_the_time_left_counts_by_the_minute_and_ends_at_none(seconds, left):
    since = at(0)
    assert rules.minutes_left(20, since, since + timedelta(seconds=seconds)) == left


def test_the_room_goes_from_item_to_item_and_two_taps_are_one(meeting, point, commissioner):
    first = room_of(fresh(meeting)).following
    for _tap in range(2):
        room.go_to(meeting, first, by=commissioner, leaving=None)
    now = room_of(fresh(meeting))
    assert (now.item, now.number) == (first, 1)
    assert Entry.objects.filter(verb="room.item_begun").count() == 1
    with pytest.raises(ValidationError, match="gått vidare"):
        room.go_to(meeting, point, by=commissioner, leaving=None)
    room.go_to(meeting, point, by=commissioner, leaving=first.pk)
    assert room_of(fresh(meeting)).following is None
    room.go_to(meeting, None, by=commissioner, leaving=point.pk)
    assert room_of(fresh(meeting)).item is None


def test_only_items_of_this_meetings_agenda_are_taken_up(meeting, forum_meeting, members, commissioner):
    other = AgendaItem.objects.filter(meeting=forum_meeting)[0]
    sent = agenda.propose_point(meeting, members.lova, by=SYSTEM, title="Mat", recorded_how="phone")
    for item in (other, sent):
        with pytest.raises(ValidationError):
            room.go_to(meeting, item, by=commissioner, leaving=None)


def test_everybody_who_is_there_gets_the_word_once(meeting, point, members, commissioner):
    Summons.objects.create(meeting=meeting, holding=members.kalle, reply="no")
    begin(meeting, point)
    assert names(room_of(fresh(meeting)).left) == ["Ordförande", "Egen erfarenhet", "Närstående", "Kommunen"]
    for _tap in range(2):
        room.give_word(meeting, by=commissioner, after=0, seat=members.lova.seat)
    room.give_word(meeting, by=commissioner, after=0, seat=members.vera.seat)
    room.give_word(meeting, by=commissioner, after=1, seat=members.lova.seat)
    now = room_of(fresh(meeting))
    assert (now.speaking.who.name, names(now.had), now.given) == ("Egen erfarenhet", [], 1)
    room.give_word(meeting, by=commissioner, after=1, seat=members.vera.seat)
    now = room_of(fresh(meeting))
    assert (now.speaking.who.name, names(now.had), names(now.left)) == (
        "Kommunen", ["Egen erfarenhet"], ["Ordförande", "Närstående"],
    )  # fmt: skip
    for _tap in range(2):
        room.take_word_back(meeting, by=commissioner, number=2)
    assert room_of(fresh(meeting)).speaking.who.name == "Egen erfarenhet"


def test_the_wall_shows_no_name_that_nobody_has_agreed_to(meeting, point, members, sign_in, commissioner):
    members.vera.public_name = "Vera V"
    members.vera.save()
    begin(meeting, point)
    text = sign_in(commissioner).get(reverse("councils:room", args=[meeting.pk])).content.decode()
    assert "Vera V" in text
    for name in ("Vera Vitsippa", "Lova", "Lärka", "Kalle Kassör", "Bertil"):
        assert name not in text


def test_in_a_forum_the_wall_only_counts(forum_meeting, facilitator, sign_in):
    item = agenda.add_point(forum_meeting, by=facilitator, title="Mat", round=True)
    begin(forum_meeting, item, facilitator)
    for after in (0, 0, 1, 2):
        room.give_word(forum_meeting, by=facilitator, after=after)
    browser, address = sign_in(facilitator), reverse("councils:room", args=[forum_meeting.pk])
    assert "3 har fått ordet" in browser.get(address).content.decode()
    Meeting.objects.filter(pk=forum_meeting.pk).update(came_own=6, came_service=1)
    assert "3 av 7 har fått ordet" in browser.get(address).content.decode()
    seat = Seat.objects.create(council=forum_meeting.council, title="Plats", capacity="individual")
    with pytest.raises(ValidationError):
        room.give_word(forum_meeting, by=facilitator, after=3, seat=seat)


def test_the_word_is_given_in_a_round_alone_and_to_seats_of_this_council(meeting, point, forum, members, commissioner):
    with pytest.raises(ValidationError, match="laget runt"):
        room.give_word(meeting, by=commissioner, after=0, seat=members.lova.seat)
    begin(meeting, point)
    seat = Seat.objects.create(council=forum, title="Plats", capacity="individual")
    for wrong in (None, seat):
        with pytest.raises(ValidationError, match="Välj vem"):
            room.give_word(meeting, by=commissioner, after=0, seat=wrong)
    assert not Turn.objects.exists()


@pytest.mark.parametrize("who", ["contributor_user", "representative", "facilitator", "outsider", "north_coordinator"])
def test_nobody_but_those_who_lead_steers_the_room(who, meeting, point, members, request):
    person = request.getfixturevalue(who)
    begin(meeting, point)
    for attempt in (
        lambda: room.go_to(meeting, None, by=person, leaving=point.pk),
        lambda: room.give_word(meeting, by=person, after=0, seat=members.lova.seat),
        lambda: room.take_word_back(meeting, by=person, number=1),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200), ("commissioner", 200), ("contributor_user", 403), ("steering_member", 403),
        ("facilitator", 404), ("north_coordinator", 404), ("outsider", 403),
    ],
)  # fmt: skip
def test_who_opens_the_wall_and_the_remote(who, status, meeting, members, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    for name in ("room", "remote"):
        assert browser.get(reverse(f"councils:{name}", args=[meeting.pk])).status_code == status


def test_a_meeting_is_led_from_the_phone(meeting, point, members, sign_in, commissioner):
    browser, address = sign_in(commissioner), reverse("councils:remote", args=[meeting.pk])
    wall = reverse("councils:room", args=[meeting.pk])
    assert "Välkomna" in browser.get(wall).content.decode()
    browser.post(address, {"item": str(point.pk), "leaving": ""})
    assert "20 minuter kvar" in browser.get(wall).content.decode()
    browser.post(address, {"after": "0", "seat": str(members.lova.seat_id)})
    part = browser.get(wall, headers={"HX-Request": "true"}).content.decode()
    assert "Ordet har" in part
    assert "<html" not in part
    browser.post(address, {"back": "1"})
    assert not Turn.objects.exists()
    browser.post(address, {"end": "yes", "leaving": str(point.pk)})
    assert fresh(meeting).current_item is None
    for nonsense in ({}, {"item": "x"}, {"item": "9" * 30}, {"after": "-1"}, {"seat": "å"}, {"back": "9" * 30}):
        assert browser.post(address, nonsense).status_code == 302


def test_the_wall_shows_titles_and_never_what_was_said(meeting, members, sign_in, commissioner):
    from medverka.councils.tests.test_agenda import said

    with clock.at(at(11)):
        said(meeting, "Något om någons vård.")
    begin(meeting, AgendaItem.objects.filter(meeting=meeting)[0])
    assert "någons vård" not in sign_in(commissioner).get(reverse("councils:room", args=[meeting.pk])).content.decode()
