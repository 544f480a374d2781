from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import link_holder
from medverka.assignments import queries
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import InvitationQuestion
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import by_link, url


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
    with CaptureQueriesContext(connection) as few:
        queries.waiting_for(coordinator)
    for _request in range(8):
        actions.send_request(actions.create_request(by=commissioner, **complete(county.clinic)), by=commissioner)
    with CaptureQueriesContext(connection) as many:
        queries.waiting_for(coordinator)
    assert len(many) == len(few)


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
