from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import link_holder
from medverka.assignments import queries
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import InvitationQuestion, InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import by_link, url
from medverka.foundation import clock


def test_today_tells_each_what_waits(
    sign_in, coordinator, commissioner, contributor_user, received, opened, invitation, letter
):
    people.ask_question(invitation, by=link_holder("invitation", invitation.pk), text="Hur?")
    keys = {waiting.key.split(":")[0] for waiting in queries.waiting_for(coordinator)}
    assert keys == {"question", "tellings"}
    assert [waiting.key for waiting in queries.waiting_for(contributor_user)] == [f"invitation:{invitation.pk}"]
    people.decline(invitation, by=link_holder("invitation", invitation.pk))
    people.decline(letter, by=coordinator, how="phone")
    assert {waiting.key.split(":")[0] for waiting in queries.waiting_for(coordinator)} == {"question", "short"}
    for waiting in queries.waiting_for(coordinator):
        assert sign_in(coordinator).get(waiting.url).status_code == 200


def test_today_tells_of_what_was_asked_back_and_of_new_requests(coordinator, commissioner, received):
    assert [waiting.step for waiting in queries.waiting_for(coordinator)] == ["Läs och öppna"]
    actions.ask_back(received, by=coordinator, text="Vad?")
    assert queries.waiting_for(coordinator) == []
    assert [waiting.step for waiting in queries.waiting_for(commissioner)] == ["Svara"]


def test_today_takes_as_many_queries_for_many_as_for_few(
    coordinator, commissioner, county, received, invitation, letter
):
    def asked():
        InvolvementRequest.objects.filter(state="open").update(places_taken=2)
        with CaptureQueriesContext(connection) as asked:
            queries.waiting_for(coordinator)
        return len(asked)

    terms_actions.issue_terms(received, by=coordinator, task="Berätta", time="Kl 13")
    few = asked()
    for _request in range(8):
        request = actions.create_request(by=commissioner, **complete(county.clinic))
        actions.open_request(actions.send_request(request, by=commissioner), by=coordinator)
        terms_actions.issue_terms(request, by=coordinator, task="Berätta", time="Kl 13")
    assert asked() == few


@pytest.fixture
def lines(opened, coordinator):
    """The kinds of what waits for the coordinator about one open request, once it has been given these values."""

    def given(**values):
        InvolvementRequest.objects.filter(pk=opened.pk).update(**values)
        return {waiting.key.split(":")[0]: waiting for waiting in queries.waiting_for(coordinator)}

    return given


def test_an_open_request_waits_until_its_places_are_filled_or_somebody_is_asked(
    lines, opened, coordinator, contributor, contributor_user
):
    assert "Någon har" not in lines()["short"].text
    row = people.raise_hand(opened, contributor, by=contributor_user)
    assert "Någon har själv anmält intresse." in lines()["short"].text
    people.invite(opened, [contributor], by=coordinator)
    assert "short" not in lines()
    people.decline(row, by=contributor_user)
    assert lines()["short"].text.startswith("0 av 2 har sagt ja")
    assert "short" not in lines(places_taken=2)


def test_an_open_request_is_asked_about_the_day_after_its_last_day(lines):
    today = clock.today()
    yesterday = today - timedelta(days=1)
    assert "over" not in lines(starts_on=today, ends_on=None)
    assert "over" not in lines(starts_on=yesterday, ends_on=today)
    assert lines(starts_on=yesterday, ends_on=None)["over"].since == today
    assert "over" in lines(starts_on=yesterday, ends_on=yesterday)
    assert "over" not in lines(starts_on=None, ends_on=None)


def test_a_decision_is_told_of_when_it_is_near_and_not_yet_past(lines):
    today = clock.today()
    for days, told in ((-1, False), (0, True), (13, True), (14, False)):
        assert ("decision" in lines(decision_on=today + timedelta(days=days))) is told
    assert "decision" not in lines(decision_on=None)


@pytest.fixture
def taking_part(opened, coordinator, pool):
    """Two of two have said yes."""
    return [people.accept(row, by=coordinator, how="phone") for row in people.invite(opened, pool(2), by=coordinator)]


def test_a_request_with_all_places_taken_waits_for_its_terms(
    lines, opened, coordinator, taking_part, sign_in, commissioner
):
    waiting = lines()["terms"]
    assert (waiting.step, waiting.text.split(",")[0]) == ("Skriv den", "Skriv uppdragsbeskrivningen")
    assert sign_in(coordinator).get(waiting.url).status_code == 200
    terms_actions.issue_terms(opened, by=coordinator, task="Berätta", time="Kl 13")
    assert "terms" not in lines()
    assert not any(waiting.key.startswith("terms") for waiting in queries.waiting_for(commissioner))


def test_terms_that_somebody_has_not_agreed_to_wait_when_the_day_is_near(lines, opened, coordinator, taking_part):
    for task in ("Berätta", "Lyssna"):
        newest = terms_actions.issue_terms(opened, by=coordinator, task=task, time="Kl 13")
    terms_actions.accept_terms(taking_part[0], by=coordinator, terms=newest, how="phone")
    near = clock.today() + timedelta(days=7)
    assert "terms" not in lines(starts_on=near + timedelta(days=1))
    assert lines(starts_on=near)["terms"].text.startswith("1 av 2 har godkänt uppdragsbeskrivningen. Första dagen är")
    assert lines(starts_on=near)["terms"].since == clock.today()
    people.withdraw(taking_part[0], by=coordinator, how="phone")
    assert lines()["terms"].text.startswith("0 av 1 har godkänt")
    terms_actions.accept_terms(taking_part[1], by=coordinator, terms=newest, how="phone")
    assert "terms" not in lines()


def test_terms_are_written_when_the_day_is_near_even_if_a_place_is_free(lines, opened, coordinator, contributor):
    near = clock.today() + timedelta(days=7)
    assert "terms" not in lines(starts_on=near)
    people.accept(people.invite(opened, [contributor], by=coordinator)[0], by=coordinator, how="phone")
    assert lines()["terms"].step == "Skriv den"
    assert "terms" not in lines(starts_on=near + timedelta(days=1))
    assert "terms" not in lines(starts_on=clock.today() - timedelta(days=1))


def test_a_commissioner_finds_their_draft_and_nobody_elses(commissioner, coordinator, other_commissioner, draft):
    assert [waiting.key for waiting in queries.waiting_for(commissioner)] == [f"draft:{draft.pk}"]
    assert queries.waiting_for(other_commissioner) == queries.waiting_for(coordinator) == []


def test_another_units_coordinator_has_nothing_waiting(north_coordinator, received, invitation, letter):
    assert queries.waiting_for(north_coordinator) == []


def test_questions_answered_are_seen_on_the_page(client, sign_in, coordinator, invitation):
    client.post(by_link(invitation), {"do": "question", "text": "Finns hiss?"})
    question = InvitationQuestion.objects.get()
    sign_in(coordinator).post(
        url("invitation", invitation.request.key, invitation.pk),
        {"do": "answer", "question": question.pk, "text": "Ja, två."},
    )
    assert "Ja, två." in client.get(by_link(invitation)).content.decode()


def test_letters_are_counted_apart_from_those_who_get_them(coordinator, letter):
    people.ask_question(letter, by=coordinator, text="Hur?")
    question = InvitationQuestion.objects.get()
    people.answer_question(question, by=coordinator, text="Så.")
    people.accept(letter, by=coordinator, how="letter")
    texts = [waiting.text for waiting in queries.waiting_for(coordinator) if waiting.key == "tellings:letter"]
    assert texts == ["2 brev till en person."]


def test_a_letter_whose_answer_cannot_come_by_post_is_urgent(coordinator, opened, paper_contributor):
    actions.change_request(opened, by=coordinator, starts_on=clock.today() + timedelta(days=4))
    people.invite(InvolvementRequest.objects.get(), [paper_contributor], by=coordinator)
    (letters,) = [waiting for waiting in queries.waiting_for(coordinator) if waiting.key == "tellings:letter"]
    assert letters.text == "Ett brev till en person. Bråttom: ett svar hinner inte med posten."


def test_an_invitation_by_post_has_more_days_to_be_answered(invitation, letter):
    assert letter.reply_by - invitation.reply_by == timedelta(days=4)


def test_one_letter_tells_both_of_the_place_and_of_the_terms(coordinator, letter):
    people.accept(letter, by=coordinator, how="letter")
    terms_actions.issue_terms(letter.request, by=coordinator, task="Berätta", time="Kl 13")
    assert [row.what for row in queries.tellings_for(coordinator)] == ["terms"]
