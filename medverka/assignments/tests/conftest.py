"""Requests in the states that tests begin from."""

from datetime import timedelta

import pytest

from medverka.access.authorise import SYSTEM
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.foundation import clock
from medverka.pool.actions import NewPerson, add_contributors
from medverka.pool.terms import default_terms


def complete(unit, **values):
    """Everything that is compulsory, and what the pages show."""
    today = clock.today()
    return {
        "unit": unit,
        "title": "Referensgrupp om väntrummet",
        "purpose": "Vi bygger om och vill veta vad som är viktigt.",
        "promise": "heard",
        "wants_patient": True,
        "wants_relative": True,
        "persons_wanted": 2,
        "starts_on": today + timedelta(days=40),
        "answer_by": today + timedelta(days=120),
        **values,
    }


@pytest.fixture
def draft(commissioner, county):
    return actions.create_request(by=commissioner, **complete(county.clinic))


@pytest.fixture
def received(draft, commissioner):
    return actions.send_request(draft, by=commissioner)


@pytest.fixture
def opened(received, coordinator):
    return actions.open_request(received, by=coordinator)


@pytest.fixture
def pool(county):
    """Make so many active persons, patients unless told."""

    def make(count, **values):
        given = {"perspectives": {"patient"}, "status": "active", "joined_on": clock.today(), **values}
        people = [
            NewPerson(first_name=f"Person{n}", email=f"p{n}-{id(values)}@exempel.invalid", **given)
            for n in range(count)
        ]
        return add_contributors(people, by=SYSTEM)

    return make


@pytest.fixture
def terms(db):
    """The county's lists, by slug."""
    from medverka.pool.models import Term

    Term.objects.bulk_create(default_terms())
    return {term.slug: term for term in Term.objects.all()}


@pytest.fixture
def invitation(opened, coordinator, contributor):
    return people.invite(opened, [contributor], by=coordinator)[0]


@pytest.fixture
def letter(opened, coordinator, paper_contributor):
    return people.invite(opened, [paper_contributor], by=coordinator)[0]
