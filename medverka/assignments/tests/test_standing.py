"""Where a request stands and what comes next, in words."""

from datetime import timedelta

import pytest

from medverka.assignments import standing
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import AssignmentTerms, InvolvementRequest
from medverka.assignments.rules import Facts
from medverka.assignments.tests.pages import url
from medverka.foundation import clock


def request(state="open", taken=0, wanted=2, days=None):
    starts_on = None if days is None else clock.today() + timedelta(days=days)
    return InvolvementRequest(state=state, places_taken=taken, persons_wanted=wanted, starts_on=starts_on)


def for_coordinator(thing, invited=0, has_terms=True, agreed=2):
    return standing.next_for_coordinator(thing, invited=invited, has_terms=has_terms, agreed=agreed)


@pytest.mark.parametrize("state", InvolvementRequest.State.values)
def test_every_state_has_words_and_a_shape(state):
    assert standing.standing(request(state)).words
    assert standing.standing(request(state)).kind


@pytest.mark.parametrize(("taken", "words"), [(1, "Söker personer"), (2, "Alla platser är tagna")])
def test_an_open_request_looks_for_people_only_while_it_has_places(taken, words):
    assert standing.standing(request(taken=taken)).words == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (None, "Genomförd"),
        ((0, 0), "Genomförd, inget är nedskrivet än"),
        ((2, 1), "Genomförd, väntar på svar"),
        ((2, 2), "Alla svar är givna"),
    ],
)
def test_what_has_taken_place_says_no_more_than_is_known(said, words):
    facts = Facts("carried_out", voices=said[0], answered=said[1]) if said else None
    assert standing.standing(request("carried_out"), facts).words == words


def test_the_coordinator_is_told_the_next_thing_to_do_when_all_places_are_taken():
    full = request(taken=2, days=20)
    assert "Skriv uppdragsbeskrivningen" in for_coordinator(full, has_terms=False, agreed=0)
    assert "1 av 2 har godkänt" in for_coordinator(full, agreed=1)
    assert "Allt är klart inför" in for_coordinator(full)
    assert "Bestäm vilken dag" in for_coordinator(request(taken=2))


def test_a_day_that_has_passed_is_asked_about_before_anything_else():
    assert "Blev det av?" in for_coordinator(request(taken=1, days=-1), has_terms=False)


def test_while_places_are_left_it_says_how_many_have_said_yes_and_are_being_waited_for():
    assert for_coordinator(request(taken=1, wanted=3), invited=1) == "1 av 3 är med. En till är tillfrågad."


@pytest.fixture
def filled(opened, coordinator, pool):
    """Two of two have said yes; nobody is left in the pool."""
    for row in people.invite(opened, pool(2), by=coordinator):
        people.accept(row, by=coordinator, how="phone")
    opened.refresh_from_db()
    return opened


def test_both_sides_read_that_all_places_are_taken(sign_in, coordinator, commissioner, filled):
    pages = [sign_in(user).get(url("request", filled.key)).content.decode() for user in (coordinator, commissioner)]
    pages.append(sign_in(coordinator).get(url("requests")).content.decode())
    for text in pages:
        assert "Alla platser är tagna" in text
        assert "Söker personer" not in text


def test_the_page_counts_who_has_agreed_to_the_newest_terms(sign_in, coordinator, filled):
    for task in ("Berätta", "Lyssna"):
        terms_actions.issue_terms(filled, by=coordinator, task=task, time="Kl 13")
    rows = list(people.of(filled, "accepted"))
    terms_actions.accept_terms(rows[0], by=coordinator, terms=AssignmentTerms.objects.first(), how="phone")
    text = sign_in(coordinator).get(url("request", filled.key)).content.decode()
    assert "1 av 2 har godkänt" in text
    assert text.count("Har godkänt uppdragsbeskrivningen.") == 1
    assert text.count("Har inte godkänt uppdragsbeskrivningen än.") == 1


def test_the_others_are_asked_about_only_where_there_are_others(sign_in, coordinator, opened, pool):
    pool(2)
    address = url("request", opened.key)
    assert "Varför inte de andra" not in sign_in(coordinator).get(address).content.decode()
    pool(1, perspectives={"user"})
    assert "Varför inte de andra?" in sign_in(coordinator).get(address).content.decode()


def test_those_who_are_in_stand_before_the_proposal_when_enough_are_asked(sign_in, coordinator, opened, pool):
    persons = pool(5)
    people.invite(opened, persons[:2], by=coordinator)
    text = sign_in(coordinator).get(url("request", opened.key)).content.decode()
    assert text.index("Inbjuden, har inte svarat") < text.index("Fråga fler") < text.index("Hela förfrågan")
