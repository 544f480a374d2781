"""A contributor's own list of assignments, before and afterwards."""

import pytest

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.tests.pages import url


@pytest.fixture
def agreed(opened, invitation, coordinator):
    """The contributor is in, and there are terms that they have not accepted."""
    people.accept(invitation, by=link_holder("invitation", invitation.pk))
    terms_actions.issue_terms(opened, by=coordinator, task="Berätta om väntrummet", time="Kl 13")
    invitation.refresh_from_db()
    return invitation


def test_an_assignment_that_has_taken_place_leaves_the_ones_ahead(
    sign_in, opened, agreed, coordinator, contributor_user
):
    browser = sign_in(contributor_user)
    before = browser.get(url("mine"))
    assert [row.pk for row in before.context["current"]] == [agreed.pk]
    assert before.context["been"] == []
    opened.refresh_from_db()
    actions.carry_out_request(opened, by=coordinator)
    after = browser.get(url("mine"))
    assert after.context["current"] == []
    assert url("own_afterwards", agreed.pk) in after.content.decode()
    assert f'href="{url("mine")}">Uppdrag</a></p>' in browser.get(url("own_afterwards", agreed.pk)).content.decode()


def test_terms_are_not_to_be_accepted_when_the_assignment_is_over(
    sign_in, opened, agreed, coordinator, contributor_user
):
    browser = sign_in(contributor_user)
    assert "Jag godkänner" in browser.get(url("assignment", agreed.pk)).content.decode()
    opened.refresh_from_db()
    actions.carry_out_request(opened, by=coordinator)
    text = browser.get(url("assignment", agreed.pk)).content.decode()
    assert "Jag godkänner" not in text
    assert "Du var med" in text
    assert "Berätta om väntrummet" in text


def test_an_assignment_that_was_cancelled_is_not_ahead(sign_in, opened, agreed, coordinator, contributor_user):
    opened.refresh_from_db()
    actions.cancel_request(opened, by=coordinator)
    page = sign_in(contributor_user).get(url("mine"))
    assert page.context["current"] == []
    assert [row.pk for row in page.context["past"]] == [agreed.pk]
