"""Mails, letters and reminders: each once, nobody who has answered, nobody more than twice; and what stands in them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.foundation import clock, outbox
from medverka.foundation.models import OutgoingMail
from medverka.foundation.pdf import Heading
from medverka.organisations.models import County
from medverka.pool.models import Contributor
from medverka.surveys import letters, round_jobs, rules, tickets
from medverka.surveys.actions import asking, rounds, sending
from medverka.surveys.actions.answering import hand_in_for
from medverka.surveys.models import Asking, Round, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import asked
from medverka.surveys.tests import made
from medverka.surveys.tests.made import ask_list, fresh, waiting_mails
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db
Source = Asking.Source


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator)


# --- Mails ------------------------------------------------------------------------------------


def test_each_gets_a_mail_of_their_own_whose_subject_tells_nothing_of_what_it_is_about(group, coordinator):
    Round.objects.filter(pk=group.round_id).update(title="Hur är psykiatrin?")
    ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se")
    sending.send_invitations(fresh(group), by=coordinator)
    for _time in range(2):
        round_jobs.invite(group.pk)
    outbox.deliver_due()
    assert sorted(message.to for message in mail.outbox) == [["bo@exempel.se"], ["eva@exempel.se"]]
    for message in mail.outbox:
        assert "psyk" not in message.subject.lower()
        assert "/enkat/svara/" in message.body
        assert not message.cc
        assert not message.bcc


def told_in_full(text, group):
    """Who asks, what, how long, until when, that it is voluntary, whom to turn to."""
    for words in (
        "Medverka i Exempellän", f"”{group.round.title}”", "Det tar ungefär", "Svara senast den", "frivilligt",
        "010-123\u00a045\u00a067", "hej@exempel.invalid",
    ):  # fmt: skip
        assert words in text, words


def test_mails_and_reminders_tell_all_that_somebody_needs_to_decide(group, coordinator):
    County.objects.update(name="Exempellän", phone="010-123 45 67", email="hej@exempel.invalid")
    ask_list(group, coordinator, "bo@exempel.se")
    sending.send_invitations(fresh(group), by=coordinator)
    sending.remind(fresh(group), by=coordinator, after=0)
    round_jobs.remind(group.pk)
    outbox.deliver_due()
    invitation, reminder = sorted(mail.outbox, key=lambda message: "Påminnelse" in message.subject)
    for message in (invitation, reminder):
        told_in_full(message.body, group)
        assert group.round.title not in message.subject
    assert "inte fått något svar från dig" in reminder.body
    assert "inte fått något svar från dig" not in invitation.body


def test_what_has_been_sent_is_not_offered_again(group, coordinator, sign_in):
    browser, at = sign_in(coordinator), [group.round.slug, group.key]
    ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se")
    before = browser.get(reverse("surveys:group", args=at)).content.decode()
    assert "Skicka 2 mejl" in before
    assert before.count("button-primary") == 1  # What is to be done now.
    assert "frågade" not in before
    after = browser.post(reverse("surveys:send", args=at), follow=True).content.decode()
    assert "2 mejl är skickade." in after
    assert "Skicka" not in after
    ask_list(group, coordinator, "cia@exempel.se")
    assert "Skicka mejlet som är kvar" in browser.get(reverse("surveys:group", args=at)).content.decode()


def test_many_mails_are_left_to_the_worker_after_the_first(group, coordinator, monkeypatch):
    monkeypatch.setattr(sending, "SENT_AT_ONCE", 2)
    ask_list(group, coordinator, *(f"a{n}@exempel.se" for n in range(5)))
    sending.send_invitations(fresh(group), by=coordinator)
    assert asked.ways_of(group).mailed == 2
    round_jobs.invite(group.pk)
    assert waiting_mails().count() == 5


def test_whoever_answers_before_the_mail_goes_gets_none(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se")
    round_jobs.invite(group.pk)
    hand_in_for(group, {}, by=coordinator, ticket=group.tickets.get())
    outbox.deliver_due()
    assert not mail.outbox
    assert waiting_mails().get().state == OutgoingMail.State.MOOT


def test_reminders_go_to_those_who_have_not_answered_and_twice_at_most(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se")
    round_jobs.invite(group.pk)
    hand_in_for(group, {}, by=coordinator, ticket=group.tickets.get(number=1))
    for after in (0, 1):
        sending.remind(fresh(group), by=coordinator, after=after)
        with pytest.raises(NotNow):  # The same button, pressed again.
            sending.remind(fresh(group), by=coordinator, after=after)
        for _time in range(2):
            round_jobs.remind(group.pk)
    with pytest.raises(NotNow):
        sending.remind(fresh(group), by=coordinator, after=2)
    sent = waiting_mails().filter(notice=rules.REMINDER)
    assert set(sent.values_list("subject_id", flat=True)) == {str(group.tickets.get(number=2).pk)}
    assert sent.count() == 2


def test_whoever_is_invited_after_a_reminder_is_not_reminded_by_it(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se")
    round_jobs.invite(group.pk)
    sending.remind(fresh(group), by=coordinator, after=0)
    ask_list(fresh(group), coordinator, "ny@exempel.se")
    round_jobs.invite(group.pk)
    round_jobs.remind(group.pk)
    assert waiting_mails().filter(notice=rules.REMINDER).count() == 1


def test_nothing_goes_before_the_first_day_or_after_the_last(coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    group = made.opened(coordinator, opens_on=tomorrow)
    ask_list(group, coordinator, "bo@exempel.se")
    with pytest.raises(NotNow):
        sending.send_invitations(group, by=coordinator)
    with clock.at(tomorrow):
        sending.send_invitations(fresh(group), by=coordinator)
        round_jobs.invite(group.pk)
    rounds.close_round(fresh(group).round, by=coordinator)
    with clock.at(tomorrow + timedelta(hours=1)):
        outbox.deliver_due()
    assert not mail.outbox
    with pytest.raises(NotNow):
        sending.remind(fresh(group), by=coordinator, after=0)


# --- Letters ----------------------------------------------------------------------------------


def test_letters_are_made_and_noted_as_posted_a_pile_at_a_time(group, coordinator, sign_in, pool_people, monkeypatch):
    Contributor.objects.update(channel="letter")
    monkeypatch.setattr(asked, "LETTERS_AT_ONCE", 3)
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    browser, at = sign_in(coordinator), [group.round.slug, group.key]
    for left in (4, 1):
        ways = asked.ways_of(group)
        assert (ways.letters, ways.letters_made) == (left, 0)
        for _time in range(2):  # The same again, should the printer jam.
            assert browser.post(reverse("surveys:letters_pdf", args=at))["Content-Type"] == "application/pdf"
        browser.post(reverse("surveys:letters_posted", args=at), {"upto": asked.ways_of(group).letters_upto})
    assert asked.ways_of(group).letters == 0


def test_reminders_by_letter_go_to_those_without_an_address_who_have_not_answered(group, coordinator, pool_people):
    Contributor.objects.update(channel="letter")
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    sending.note_letters_made(asked.next_letters(group), group=group, by=coordinator)
    sending.note_letters_posted(fresh(group), by=coordinator, upto=4)
    assert asked.ways_of(group).remind_by_letter == 4
    hand_in_for(group, {}, by=coordinator, ticket=group.tickets.get(number=2))
    sending.remind(fresh(group), by=coordinator, after=0)
    ways = asked.ways_of(fresh(group))
    assert (ways.letters, ways.letters_again, ways.letters_made) == (3, 3, 0)
    pile = asked.next_letters(fresh(group))
    assert [ticket.number for ticket in pile] == [1, 3, 4]
    sending.note_letters_made(pile, group=group, by=coordinator)
    sending.note_letters_posted(fresh(group), by=coordinator, upto=4)
    assert asked.ways_of(fresh(group)).letters == 0
    with pytest.raises(NotNow):
        sending.note_letters_posted(fresh(group), by=coordinator, upto=4)


def test_a_letter_tells_what_a_mail_tells_and_a_reminder_says_that_it_is_one(group):
    County.objects.update(name="Exempellän", phone="010-123 45 67", email="hej@exempel.invalid")
    ticket = tickets.make(group, [Invitee(name="Anna Alm")])[0]
    for ticket.invited in (False, True):
        blocks = letters.words_of(group, ticket, ["Anna Alm"], "Anna Alm")
        text = " ".join(getattr(block, "text", "") for block in blocks)
        told_in_full(text, group)
        assert ("Påminnelse" in text) == ticket.invited
        assert group.round.title not in next(block.text for block in blocks if isinstance(block, Heading))


def test_letters_to_the_pool_need_a_second_factor(group, coordinator, sign_in, pool_people):
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=pool_people[0].pk)])
    coordinator.verified_twice = False
    response = sign_in(coordinator).post(reverse("surveys:letters_pdf", args=[group.round.slug, group.key]))
    assert response.status_code == 403
    assert not Ticket.objects.get().letter_made


def test_the_page_of_a_group_asks_as_often_for_many_tickets_as_for_few(
    group, coordinator, sign_in, django_assert_max_num_queries
):
    browser, at = sign_in(coordinator), reverse("surveys:group", args=[group.round.slug, group.key])
    tickets.make(group, [Invitee(), Invitee(name="Anna"), Invitee(email="a@exempel.se")])
    browser.get(at)
    with CaptureQueriesContext(connection) as few:
        browser.get(at)
    tickets.make(group, [Invitee()] * 150 + [Invitee(name="Bo", email=f"b{n}@exempel.se") for n in range(50)])
    with django_assert_max_num_queries(len(few)):
        browser.get(at)
