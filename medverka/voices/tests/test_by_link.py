"""The manager answers from the link in the mail."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock, links, outbox
from medverka.journal.models import Entry
from medverka.journal.queries import lines
from medverka.voices import actions, actions_telling, doors
from medverka.voices.models import ToldBack, Voice

pytestmark = pytest.mark.django_db
YES = {"answer": "yes", "because": "Vi skriver om brevet."}


def path(address):
    return "/" + address.split("/", 3)[3]


def link(mail):
    return path(re.search(r"https?://\S+", mail.body)[0])


@pytest.fixture
def mailed(say, mailoutbox):
    """The mail about two voices of one occasion."""
    say("Ett."), say("Två."), say("Annan gång.", origin=("meeting", 2), owner=None)
    outbox.deliver_due()
    return mailoutbox[0]


def page_of(client, address, pk):
    return address + f"{pk}/"


def test_the_mail_leads_to_what_waits_from_the_occasion_without_signing_in(mailed, client):
    response = client.get(link(mailed))
    text = response.content.decode()
    assert "Ett." in text
    assert "Två." in text
    assert "Annan gång." not in text
    assert "Harald Hägg" in text
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store, private")


def test_the_address_and_the_mail_hold_no_word_of_health_or_of_what_was_said(mailed):
    whole = (mailed.subject + mailed.body).lower()
    assert not [word for word in ("ett.", "psyk", "klinik", "vård", "avdelning", "patient") if word in whole]


def test_one_answer_leads_to_the_next_and_then_to_the_end(mailed, client):
    address = link(mailed)
    first, second = Voice.objects.filter(origin_id=1).order_by("pk")
    assert client.post(page_of(client, address, first.pk), YES).url == page_of(client, address, second.pk)
    assert client.post(page_of(client, address, second.pk), YES).url == address
    assert "Allt har fått svar" in client.get(address).content.decode()
    assert set(Voice.objects.filter(origin_id=1).values_list("answer", flat=True)) == {"yes"}


def test_opening_every_page_of_the_link_changes_nothing(mailed, client):
    before = list(Voice.objects.values())
    entries = Entry.objects.count()
    address = link(mailed)
    for voice in Voice.objects.filter(origin_id=1):
        assert client.get(page_of(client, address, voice.pk)).status_code == 200
    assert client.get(address).status_code == 200
    assert (list(Voice.objects.values()), Entry.objects.count()) == (before, entries)


def test_two_clicks_answer_once_and_a_second_thought_is_not_lost(mailed, client):
    address, voice = link(mailed), Voice.objects.filter(origin_id=1).first()
    here = page_of(client, address, voice.pk)
    assert [client.post(here, YES).status_code for _click in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="voice.answered").count() == 1
    late = client.post(here, {"answer": "no", "because": "Pengarna räcker ändå inte."}).content.decode()
    assert "Pengarna räcker ändå inte." in late
    assert "Någon har redan svarat" in late
    assert client.get(here).url == address


def test_an_answer_without_because_keeps_what_was_chosen(mailed, client):
    voice = Voice.objects.filter(origin_id=1).first()
    text = client.post(page_of(client, link(mailed), voice.pk), {"answer": "no", "because": " "}).content.decode()
    assert "inget svar" in text
    assert "checked" in text
    assert Voice.objects.get(pk=voice.pk).answer == ""


def test_a_later_is_followed_by_a_final_answer_and_that_by_what_it_led_to(mailed, client):
    address, voice = link(mailed), Voice.objects.filter(origin_id=1).first()
    here = page_of(client, address, voice.pk)
    client.post(here, {"answer": "later", "because": "Budgeten tas i maj."})
    assert "Ge det slutliga svaret" in client.get(address).content.decode()
    client.post(here, YES)
    assert "Berätta vad det ledde till" in client.get(address).content.decode()
    for _click in range(2):
        assert client.post(here + "det-ledde-till/", {"effect": "Brevet är nytt."}).url == address
    voice.refresh_from_db()
    assert voice.effect == "Brevet är nytt."
    assert set(ToldBack.objects.values_list("what", flat=True)) == {"answer", "final", "effect"}


def test_the_journal_says_who_answered_and_that_it_was_by_the_link(mailed, client, coordinator, commissioner):
    voice = Voice.objects.filter(origin_id=1).first()
    client.post(page_of(client, link(mailed), voice.pk), YES)
    entry = Entry.objects.get(verb="voice.answered")
    assert entry.actor == f"owner:{commissioner.pk}"
    (line,) = lines([entry], coordinator)
    assert line.who.text == "Harald Hägg, genom länken i ett mejl"


def test_the_link_opens_nothing_that_is_somebody_elses(mailed, say, client, coordinator, county):
    other = User.objects.create_user("hilda@exempel.invalid", "Hilda Hassel")
    RoleHolding.objects.create(user=other, role="commissioner", organisation=county.clinic)
    theirs, elsewhere = say("Hildas.", owner=other), Voice.objects.get(text="Annan gång.")
    for voice in (theirs, elsewhere):
        assert client.post(page_of(client, link(mailed), voice.pk), YES).status_code == 404
    moved = Voice.objects.get(text="Ett.")
    actions.choose_owner(moved, by=coordinator, owner=other)
    assert client.post(page_of(client, link(mailed), moved.pk), YES).status_code == 404
    assert "Ett." not in client.get(link(mailed)).content.decode()
    assert not Voice.objects.exclude(answer="").exists()


@pytest.mark.parametrize("ending", ["signed out everywhere", "role ended", "inactive", "expired"])
def test_the_link_dies_with_the_role_the_account_the_session_round_and_the_month(
    ending, mailed, client, commissioner, monkeypatch
):
    voice = Voice.objects.filter(origin_id=1).first()
    if ending == "signed out everywhere":
        User.objects.filter(pk=commissioner.pk).update(session_round=1)
    elif ending == "role ended":
        yesterday = clock.today() - timedelta(days=1)
        RoleHolding.objects.filter(user=commissioner).update(starts_on=yesterday, ends_on=yesterday)
    elif ending == "inactive":
        User.objects.filter(pk=commissioner.pk).update(is_active=False)
    else:
        monkeypatch.setattr(doors, "LIFETIME", timedelta(days=-1))
    for response in (client.get(link(mailed)), client.post(page_of(client, link(mailed), voice.pk), YES)):
        assert response.status_code in {404, 410}
        assert "Inget har ändrats" in response.content.decode()
    assert not Voice.objects.exclude(answer="").exists()


@pytest.mark.parametrize("token", ["nonsens", "a" * 3000, "1:all:0"])
def test_a_forged_link_says_so_in_words(token, county, client):
    assert client.get(reverse("voices:by_link", args=[token])).status_code == 404


def test_a_link_made_for_something_else_does_not_open(mailed, client, commissioner):
    token = links.make("voices.told", f"{commissioner.pk}:all:0", "0")
    assert client.get(reverse("voices:by_link", args=[token])).status_code == 404


def test_the_reminder_leads_to_everything_that_waits(overdue, say, client, mailoutbox):
    say("I tid.", origin=("meeting", 2))
    outbox.deliver_due()
    mailoutbox.clear()
    actions_telling.remind_due()
    outbox.deliver_due()
    text = client.get(link(mailoutbox[0])).content.decode()
    assert text.index(overdue.text) < text.index("I tid.")


def test_hostile_words_are_shown_as_words(say, client, commissioner):
    hostile = "<script>alert(1)</script>{{ 7|add:7 }}"
    voice = say(hostile)
    address = path(doors.answering_url(commissioner))
    for page in (client.get(address), client.post(address + f"{voice.pk}/", {"answer": "no", "because": hostile * 90})):
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_page_of_the_link_costs_the_same_however_much_waits(say, client, commissioner, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = path(doors.answering_url(commissioner))
    say("Ett.")
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    for number in range(10):
        say(f"Röst {number}")
    with django_assert_num_queries(len(captured)):
        client.get(address)
