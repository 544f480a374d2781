"""What a contributor finds on My page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import AssignmentTerms
from medverka.contributions.actions import NewContribution, record_contribution
from medverka.foundation import clock
from medverka.portal import queries

pytestmark = pytest.mark.django_db


def invited(title, county, commissioner, coordinator, contributor):
    """An open request to which the contributor is invited."""
    today = clock.today()
    draft = actions.create_request(
        by=commissioner, unit=county.clinic, title=title, purpose="Vi bygger om.", promise="heard", wants_patient=True,
        persons_wanted=2, starts_on=today + timedelta(days=40), answer_by=today + timedelta(days=120),
    )  # fmt: skip
    opened = actions.open_request(actions.send_request(draft, by=commissioner), by=coordinator)
    return people.invite(opened, [contributor], by=coordinator)[0]


def agreed(title, county, commissioner, coordinator, contributor):
    """The same, accepted, with terms that have a day for the calendar."""
    invitation = invited(title, county, commissioner, coordinator, contributor)
    people.accept(invitation, by=contributor.user)
    invitation.refresh_from_db()
    begins = clock.now() + timedelta(days=40)
    terms_actions.issue_terms(
        invitation.request, by=coordinator, task="Berätta", time="Eftermiddag", starts_at=begins, ends_at=None
    )
    return invitation


@pytest.fixture
def page(sign_in, contributor_user):
    def page():
        return sign_in(contributor_user).get(reverse("portal:my_page")).content.decode()

    return page


def test_an_invitation_waits_on_my_page(page, county, commissioner, coordinator, contributor):
    invitation = invited("Referensgrupp om maten", county, commissioner, coordinator, contributor)
    text = page()
    assert "Väntar på dig" in text
    assert reverse("assignments:assignment", args=[invitation.pk]) in text


def test_an_agreed_assignment_stands_there_with_its_terms_and_its_day(
    page, county, commissioner, coordinator, contributor
):
    invitation = agreed("Referensgrupp om maten", county, commissioner, coordinator, contributor)
    text = page()
    for name in ("uppdragsbeskrivning.pdf", "uppdrag.ics"):
        assert reverse("assignments:file", args=[invitation.pk, name]) in text
    assert "väntar på att du läser" in text
    terms = AssignmentTerms.objects.get()
    terms_actions.accept_terms(invitation, by=contributor.user, terms=terms)
    assert "Du har godkänt uppdragsbeskrivningen" in page()


def test_what_one_has_done_is_counted_and_leads_on(page, contributor):
    record_contribution(NewContribution(contributor, clock.today(), 3), by=SYSTEM)
    text = page()
    assert "En insats, 3 timmar." in text
    for name in ("contributions:mine", "voices:mine", "assignments:mine"):
        assert f'href="{reverse(name)}"' in text


def test_what_one_has_said_is_counted_in_whole_words(page, contributor, monkeypatch):
    totals = queries.done_by

    def said(number):
        monkeypatch.setattr(
            queries, "done_by", lambda person: replace(totals(person), said=number, answered=1, changed=0)
        )
        return page()

    assert "En synpunkt. 1 har fått svar, 0 har lett till något." in said(1)
    assert "3 synpunkter. 1 har fått svar, 0 har lett till något." in said(3)


@pytest.mark.slow
def test_my_page_takes_as_many_queries_for_many_assignments_as_for_few(
    page, county, commissioner, coordinator, contributor
):
    agreed("Den första", county, commissioner, coordinator, contributor)
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(5):
        agreed(f"Uppdrag {number}", county, commissioner, coordinator, contributor)
    with CaptureQueriesContext(connection) as many:
        page()
    assert len(many) == len(few)
