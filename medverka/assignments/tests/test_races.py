"""Two at the same moment: nobody overfills a request."""

import threading

import pytest
from django.db import connections

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvitationQuestion, InvolvementRequest
from medverka.assignments.tests.conftest import complete

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


LONG = 60  # Seconds. Whoever has waited so long waits for ever.


def at_once(*deeds):
    """Run the deeds in threads that start together; their results, errors included."""
    gate, results = threading.Barrier(len(deeds), timeout=LONG), [None] * len(deeds)

    def run(place, deed):
        try:
            gate.wait()
            results[place] = deed()
        except Exception as error:  # The test looks at it.
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return results


def yes(row):
    return lambda: people.accept(row, by=link_holder("invitation", row.pk)).state


@pytest.mark.parametrize("_again", range(3))
def test_eight_who_say_yes_at_once_fill_two_places(opened, coordinator, pool, _again):
    rows = people.invite(opened, pool(8), by=coordinator)
    states = at_once(*map(yes, rows))
    assert sorted(states) == ["accepted"] * 2 + ["waiting"] * 6
    assert InvolvementRequest.objects.get(pk=opened.pk).places_taken == 2


def test_the_same_yes_in_two_tabs_takes_one_place(opened, coordinator, pool):
    (row,) = people.invite(opened, pool(1), by=coordinator)
    assert at_once(yes(row), yes(row), yes(row)) == ["accepted"] * 3
    assert InvolvementRequest.objects.get(pk=opened.pk).places_taken == 1


def test_withdrawing_while_others_say_yes_keeps_the_count_right(opened, coordinator, pool):
    rows = people.invite(opened, pool(6), by=coordinator)
    for row in rows[:2]:
        people.accept(row, by=link_holder("invitation", row.pk))
    leave = [lambda row=row: people.withdraw(row, by=link_holder("invitation", row.pk)) for row in rows[:2]]
    results = at_once(*leave, *map(yes, rows[2:]))
    assert not [result for result in results if isinstance(result, Exception)]
    taken = Invitation.objects.filter(request=opened, state="accepted").count()
    assert taken == InvolvementRequest.objects.get(pk=opened.pk).places_taken == 2


def test_inviting_the_same_person_in_two_tabs_asks_once(opened, coordinator, pool):
    chosen = pool(3)
    results = at_once(*[lambda: len(people.invite(opened, chosen, by=coordinator))] * 3)
    assert sorted(results) == [0, 0, 3]


def test_requests_sent_at_once_get_different_numbers(commissioner, county):
    drafts = [actions.create_request(by=commissioner, **complete(county.clinic)) for _draft in range(6)]
    sent = at_once(*[lambda draft=draft: actions.send_request(draft, by=commissioner).number for draft in drafts])
    assert len(set(sent)) == 6


def test_a_question_sent_by_six_clicks_is_asked_once(opened, coordinator, pool):
    (row,) = people.invite(opened, pool(1), by=coordinator)
    asked = [lambda: people.ask_question(row, by=link_holder("invitation", row.pk), text="Hur dags?").pk] * 6
    assert len(set(at_once(*asked))) == 1
    assert InvitationQuestion.objects.filter(invitation=row).count() == 1
