"""The coordinator's page of a person: what they were asked, did and were told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.assignments.actions import invitations, requests
from medverka.assignments.tests.conftest import complete
from medverka.contributions.actions import NewContribution, record_contribution, record_contributions
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.pool.taking_part import deeds_of, hours_in_words
from medverka.voices.actions import record_voice
from medverka.voices.models import ToldBack

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(county, commissioner, coordinator):
    """Let somebody be asked, say yes, take part, and be told an answer."""

    def live(person, title="Läsa kallelser"):
        draft = requests.create_request(by=commissioner, **complete(county.clinic, title=title))
        request = requests.open_request(requests.send_request(draft, by=commissioner), by=coordinator)
        (invitation,) = invitations.invite(request, [person], by=coordinator)
        invitations.accept(invitation, by=coordinator, how="phone")
        origin, day = ("request", request.pk), clock.today()
        done = NewContribution(person, day, Decimal("1.5"), unit=request.unit, origin=origin)
        record_contribution(done, by=coordinator)
        for text in ("Skriv större.", "Skriv kortare."):
            voice = record_voice(
                by=coordinator, text=text, unit=request.unit, said_on=day, answer_due_on=day, origin=origin
            )
            ToldBack.objects.create(
                voice=voice, contributor=person, what="answer", channel="phone", told_at=clock.now()
            )
        return request, invitation

    return live


def test_the_page_tells_what_somebody_was_asked_did_and_was_told_without_the_door(
    lived, contributor, coordinator, sign_in
):
    request, invitation = lived(contributor)
    deeds = {deed.what: deed for deed in deeds_of(contributor, by=coordinator)}
    told, done, asked = (deeds[what] for what in ("Fick veta svaret", "Insats", "Inbjudan"))
    assert {told.about, done.about, asked.about} == {"Läsa kallelser"}
    assert asked.more.startswith("Är med")
    assert asked.url == reverse("assignments:invitation", args=[request.key, invitation.pk])
    assert (done.more, told.more) == ("1,5 timmar.", "2 synpunkter. Telefon.")
    before = Entry.objects.count()
    text = sign_in(coordinator).get(reverse("pool:contributor", args=[contributor.reference])).content.decode()
    assert text.count("Läsa kallelser") == 3
    assert "Skriv större" not in text
    assert Entry.objects.count() == before


def test_what_a_register_told_stands_there_too(county, contributor, coordinator):
    day = clock.today() - timedelta(days=900)
    record_contributions([NewContribution(contributor, day, Decimal(1), unit=county.ward)], by=coordinator)
    (done,) = deeds_of(contributor, by=coordinator)
    assert (done.on, done.about, done.more) == (day, county.ward.name, "1 timme.")


def test_nobody_sees_the_requests_of_units_that_they_do_not_reach(lived, contributor, north_coordinator, outsider):
    lived(contributor)
    assert [deed.what for deed in deeds_of(contributor, by=north_coordinator)] == []
    assert deeds_of(contributor, by=outsider) == []


@pytest.mark.slow
def test_the_page_takes_as_many_queries_for_many_deeds_as_for_few(lived, contributor, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("pool:contributor", args=[contributor.reference])
    lived(contributor)
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    for number in range(5):
        lived(contributor, f"Uppdrag {number}")
    with CaptureQueriesContext(connection) as many:
        text = browser.get(address).content.decode()
    assert len(many) == len(few)
    assert "Visa det som är äldre" in text


@pytest.mark.parametrize(
    ("hours", "words"), [(None, ""), ("1.00", "1 timme"), ("10.00", "10 timmar"), ("2.50", "2,5 timmar")]
)
def test_hours_are_told_as_they_are_said(hours, words):
    assert hours_in_words(hours and Decimal(hours)) == words
