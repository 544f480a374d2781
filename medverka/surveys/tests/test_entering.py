"""What came on paper, or is said on the phone, is entered by keyboard, looked through, and saved once."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from medverka.foundation import clock
from medverka.foundation.models import PostponedForm
from medverka.journal.models import Entry
from medverka.questionnaires import files
from medverka.surveys import tickets
from medverka.surveys.actions import rounds
from medverka.surveys.models import Draft, Round, Sheet, Ticket
from medverka.surveys.rules import State
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db

CONTENT = {
    "format": "medverka-questionnaire",
    "format_version": 1,
    "title": {"sv": "Liten"},
    "languages": ["sv"],
    "sections": [
        {
            "key": "ett",
            "title": {"sv": "Ett"},
            "questions": [
                {
                    "key": "helhet",
                    "kind": "single",
                    "required": True,
                    "text": {"sv": "Hur är det?"},
                    "options": [{"key": "bra", "text": {"sv": "Bra"}}, {"key": "illa", "text": {"sv": "Illa"}}],
                }
            ],
        },
        {
            "key": "tva",
            "title": {"sv": "Två"},
            "questions": [
                {
                    "key": "varfor",
                    "kind": "text",
                    "text": {"sv": "Varför illa?"},
                    "asked_if": {"question": "helhet", "options": ["illa"]},
                },
                {"key": "ganger", "kind": "number", "text": {"sv": "Hur många?"}, "most": 10},
            ],
        },
    ],
}
ALL = ["helhet", "varfor", "ganger"]


@pytest.fixture
def group(coordinator):
    one = made.round_(coordinator, of=made.version("liten", content=files.write(files.read(CONTENT))))
    found = made.group(one, coordinator)
    rounds.open_round(one, by=coordinator)
    return found


@pytest.fixture
def browser(coordinator, sign_in):
    return sign_in(coordinator)


def address(group):
    return reverse("surveys:enter", args=[group.round.slug, group.key])


def secret_in(response):
    found = re.search(r'name="secret" value="([^"]+)"', response.content.decode())
    assert found
    return found[1]


def typed(group, browser, **answers):
    return browser.post(address(group), {"seen": ALL, "next": "1", "step": "0", **answers})


def save(group, browser, seen, **more):
    return browser.post(address(group), {"save": "1", "secret": secret_in(seen), **more}, follow=True)


def test_a_form_is_typed_looked_through_and_saved_once_however_often_it_is_pressed(group, browser):
    seen = typed(group, browser, **{"q.helhet": "illa", "q.varfor": "Kallt", "q.ganger": "3"})
    page = seen.content.decode()
    assert "Stämmer det?" in page
    assert "Kallt" in page
    assert not Sheet.objects.exists()
    for _time in range(3):
        done = save(group, browser, seen)
    assert "redan sparade" in done.content.decode()
    assert json.loads(Sheet.objects.get().answers) == {"helhet": "illa", "varfor": "Kallt", "ganger": "3"}
    assert "Ett formulär inskrivet" in done.content.decode()
    assert not Draft.objects.exists()


def test_what_cannot_be_read_is_left_out_and_a_required_question_stops_nothing(group, browser):
    save(group, browser, typed(group, browser))
    assert json.loads(Sheet.objects.get().answers) == {}


def test_an_answer_to_what_was_not_asked_is_told_and_not_saved(group, browser):
    seen = typed(group, browser, **{"q.helhet": "bra", "q.varfor": "Ändå"})
    assert "Ett svar sparas inte" in seen.content.decode()
    save(group, browser, seen)
    assert json.loads(Sheet.objects.get().answers) == {"helhet": "bra"}


def test_what_is_wrong_is_said_and_what_was_typed_stays(group, browser):
    page = typed(group, browser, **{"q.ganger": "många", "q.varfor": "Kallt", "q.helhet": "illa"}).content.decode()
    assert "Något behöver rättas" in page
    assert "många" in page
    assert "Kallt" in page
    assert not Sheet.objects.exists()


def test_a_form_can_be_changed_before_it_is_saved(group, browser):
    seen = typed(group, browser, **{"q.helhet": "illa"})
    again = browser.post(address(group), {"change": "1", "secret": secret_in(seen), "code": ""})
    assert 'value="illa" checked' in again.content.decode()


def test_a_code_is_used_up_and_a_wrong_or_used_or_foreign_one_is_told(group, browser, coordinator):
    (ticket,) = tickets.make(group, [Invitee()])
    other = made.opened(coordinator, slug="annan")
    (foreign,) = tickets.make(other, [Invitee()])
    code = tickets.code_of(ticket)
    for wrong, words in (("AAAAA-AAAAA", "Koden finns inte"), (tickets.code_of(foreign), "en annan grupp")):
        assert words in typed(group, browser, code=wrong, **{"q.helhet": "bra"}).content.decode()
    seen = typed(group, browser, code=code.lower(), **{"q.helhet": "bra"})
    save(group, browser, seen, code=code)
    assert Ticket.objects.get(pk=ticket.pk).answered
    assert "redan använd" in typed(group, browser, code=code).content.decode()
    assert Sheet.objects.count() == 1


def test_without_an_open_link_every_form_needs_its_code(coordinator, browser):
    one = made.round_(coordinator, slug="slutna")
    group = made.group(one, coordinator, has_open_link=False)
    tickets.make(group, [Invitee()])
    rounds.open_round(one, by=coordinator)
    page = browser.post(address(group), {"next": "1", "step": "0"}).content.decode()
    assert "Skriv koden som står överst" in page


def test_what_came_on_paper_is_entered_until_it_is_counted(group, browser, coordinator):
    rounds.close_round(group.round, by=coordinator)
    seen = typed(group, browser, **{"q.helhet": "bra"})
    save(group, browser, seen)
    assert Sheet.objects.count() == 1
    seen = typed(group, browser, **{"q.helhet": "bra"})
    Round.objects.update(state=State.COUNTED)
    response = browser.post(address(group), {"save": "1", "secret": secret_in(seen)})
    assert response.status_code == 404
    assert Sheet.objects.count() == 1


def test_on_the_phone_the_questions_come_section_by_section_and_the_journal_says_by_hand_and_no_more(group, browser):
    ticket = made.ticket(group)
    by_phone = reverse("surveys:enter_by_phone", args=[group.round.slug, group.key, ticket.number])
    first = browser.get(by_phone).content.decode()
    assert "Anna Alm" in first
    assert "Hur är det?" in first
    assert "Hur många?" not in first
    second = browser.post(by_phone, {"next": "1", "step": "0", "seen": "helhet", "q.helhet": "bra"})
    assert "Hur många?" in second.content.decode()
    assert "Varför illa?" not in second.content.decode()
    told = {"secret": secret_in(second), "step": "1", "seen": ["ganger"], "q.ganger": "4"}
    back = browser.post(by_phone, {**told, "back": "1"}).content.decode()
    assert 'value="bra" checked' in back
    third = browser.post(by_phone, {**told, "next": "1"})
    assert "Stämmer det?" in third.content.decode()
    browser.post(by_phone, {"save": "1", "secret": secret_in(third)})
    assert Ticket.objects.get(pk=ticket.pk).answered
    assert json.loads(Sheet.objects.get().answers) == {"helhet": "bra", "ganger": "4"}
    entry = Entry.objects.get(verb="survey.entered")
    assert (entry.subject, entry.facts) == (f"group:{group.pk}", {})


@pytest.mark.parametrize(
    "data",
    [
        {"step": "99999999999999999999", "next": "1"},
        {"step": "-1", "change": "1"},
        {"secret": "x" * 5000, "save": "1"},
        {"secret": "å\ud800".encode("utf-8", "replace").decode(), "next": "1"},
        {"next": "1", "seen": ["helhet", "finns-inte"], "q.helhet": "nej"},
        {"next": "1", "seen": ["varfor"], "q.varfor": "x" * 400_000},
    ],
)
def test_forged_forms_break_nothing_and_save_nothing(group, browser, data):
    assert browser.post(address(group), data).status_code in {200, 302}
    assert not Sheet.objects.exists()


def test_a_secret_of_another_group_opens_nothing_here(group, browser, coordinator):
    other = made.opened(coordinator, slug="annan")
    seen = typed(group, browser, **{"q.helhet": "illa"})
    page = browser.post(address(other), {"change": "1", "secret": secret_in(seen)}).content.decode()
    assert "Hur är det?" not in page
    assert clock.today() <= group.round.closes_on


def test_what_was_kept_when_the_session_ended_is_forgotten_once_it_is_saved(coordinator, sign_in):
    group = made.opened(coordinator)
    ticket = made.ticket(group)
    at = reverse("surveys:enter_by_phone", args=[group.round.slug, group.key, ticket.number])
    browser = sign_in(coordinator)
    secret = re.search(r'name="secret" value="([^"]+)"', browser.get(at).content.decode())[1]
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    browser.post(at, {"secret": secret, "step": "0"})
    other = PostponedForm.objects.create(user_id=str(coordinator.pk), path="/annat/", fields="[]")
    assert PostponedForm.objects.count() == 2
    sign_in(coordinator).post(at, {"secret": secret, "step": "1", "next": "1"})
    sign_in(coordinator).post(at, {"secret": secret, "save": "1"})
    assert group.sheets.count() == 1
    assert PostponedForm.objects.get() == other
