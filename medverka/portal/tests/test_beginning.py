"""What Today says in an empty county."""

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.accounts.actions import invite_staff, make_first_coordinator
from medverka.organisations.actions import change_county, create_organisation
from medverka.organisations.models import Organisation
from medverka.pool.actions import NewPerson, add_contributor
from medverka.portal import beginning

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return make_first_coordinator(county_name="Blåbärslän", name="Eva Först", email="eva@exempel.invalid")


def titles(user):
    return [step.title for step in beginning.waiting_for(user)]


def test_an_empty_countys_today_says_what_to_do_first(first, sign_in, settings):
    settings.DEMO, settings.EMAIL_BACKEND = False, "medverka.foundation.mail_files.Backend"
    page = sign_in(first).get(reverse("portal:today")).content.decode()
    for name in ("organisations:county", "organisations:organisations", "registers:start", "portal:outbox"):
        assert page.count(f'href="{reverse(name)}"') >= 3, name  # In the menu, as the row's title and as its step.
    assert "Bjud in en uppdragsgivare" in page
    assert "telefon, e-post, postadress" in page


def test_what_is_done_is_gone(first):
    assert len(titles(first)) == 4
    change_county(by=first, phone="031-390 06 00", email="l@exempel.invalid")
    assert any(step.text.startswith("Det här saknas: postadress.") for step in beginning.waiting_for(first))
    change_county(by=first, postal_address="Gatan 1, 380 00 Exempelstad")
    kinds = Organisation.Kind
    region = create_organisation(by=first, name="Region Blåbär", kind=kinds.REGION)
    clinic = create_organisation(by=first, name="Kliniken", kind=kinds.UNIT, parent=region)
    assert titles(first) == ["Läs in ert register", "Bjud in en uppdragsgivare"]
    add_contributor(
        NewPerson(first_name="Ärla", last_name="Al", email="a@exempel.invalid", perspectives={"patient"}), by=SYSTEM
    )
    invite_staff(role="commissioner", by=first, name="Bo", email="bo@exempel.invalid", organisation=clinic)
    assert titles(first) == []


def test_whoever_may_not_do_it_is_not_asked_to(commissioner):
    change_county(by=SYSTEM, phone="")
    assert titles(commissioner) == []


def test_today_does_not_count_nothing(sign_in, coordinator, monkeypatch):
    monkeypatch.setattr("medverka.portal.queries.SOURCES", [])
    page = sign_in(coordinator).get(reverse("portal:today")).content.decode()
    assert "Inget väntar på dig" in page
    assert "0 saker" not in page
