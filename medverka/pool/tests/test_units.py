"""Which units somebody has experience of: told freely, seen by themselves and behind the door, never kept of the protected."""

import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.journal.models import Entry
from medverka.organisations.actions import create_organisation
from medverka.organisations.models import Organisation
from medverka.pool import actions, actions_identity, queries
from medverka.pool.models import Contributor
from medverka.pool.seen import ChangedMeanwhile

pytestmark = pytest.mark.django_db
MINE = reverse("pool:my_units")


def names(person):
    return [unit.name for unit in Contributor.objects.get(pk=person.pk).units.all()]


def test_somebody_tells_on_their_own_page_reads_it_there_and_takes_it_back(
    sign_in, contributor, contributor_user, county
):
    browser = sign_in(contributor_user)
    page = browser.get(MINE).content.decode()
    assert "Region Exempellän › Vuxenpsykiatrin › Avdelning 12" in page
    assert "Föreningen Förgätmigej" not in page
    assert browser.post(MINE, {"units": [county.ward.pk, county.housing.pk]}).status_code == 302
    assert names(contributor) == ["Avdelning 12", "Boendestödet i Norrvik"]
    assert "Avdelning 12, Boendestödet i Norrvik" in browser.get(reverse("portal:my_page")).content.decode()
    assert browser.get(MINE).content.decode().count("checked") == 2
    held = json.loads(browser.get(reverse("pool:my_json")).content)
    assert held["Din profil"]["Verksamheter"] == ["Avdelning 12", "Boendestödet i Norrvik"]
    assert browser.get(reverse("pool:my_pdf")).status_code == 200
    browser.post(MINE, {})
    assert names(contributor) == []


def test_the_journal_says_that_it_was_changed_and_not_what(contributor, contributor_user, county):
    for _turn in range(2):
        actions_identity.change_units(contributor, by=contributor_user, units=[county.ward])
    assert Entry.objects.get(verb="contributor.changed").facts == {"fields": ["units"]}


def test_a_coordinator_writes_it_down_behind_the_open_door_alone(sign_in, contributor, coordinator, county):
    browser, page = sign_in(coordinator), reverse("pool:contributor", args=[contributor.reference])
    address = reverse("pool:units", args=[contributor.reference])
    actions_identity.change_units(contributor, by=coordinator, units=[county.ward])
    assert browser.post(address, {"units": [county.housing.pk]}).url == page
    assert names(contributor) == ["Avdelning 12"]
    assert "Avdelning 12" not in browser.get(page).content.decode()
    browser.post(reverse("pool:open_door", args=[contributor.reference]), {"purpose": "contact"})
    assert "Avdelning 12" in browser.get(page).content.decode()
    assert "Vilka verksamheter har personen erfarenhet av?" in browser.get(address).content.decode()
    assert browser.post(address, {"units": [county.housing.pk]}).url == page
    assert names(contributor) == ["Boendestödet i Norrvik"]


@pytest.mark.parametrize("who", ["commissioner", "facilitator", "representative", "payroll_officer", "outsider"])
def test_nobody_else_comes_to_it(request, sign_in, contributor, county, who):
    user = request.getfixturevalue(who)
    browser = sign_in(user)
    assert browser.get(reverse("pool:units", args=[contributor.reference])).status_code in {403, 404}
    assert browser.get(MINE).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        actions_identity.change_units(contributor, by=user, units=[county.ward])


def test_of_a_protected_person_no_unit_is_kept(sign_in, contributor, contributor_user, coordinator, county):
    actions_identity.change_units(contributor, by=coordinator, units=[county.ward])
    actions_identity.protect(contributor, by=coordinator, alias="Maria Alm", named=[coordinator])
    assert names(contributor) == []
    with pytest.raises(ValidationError):
        actions_identity.change_units(contributor, by=contributor_user, units=[county.ward])
    browser = sign_in(contributor_user)
    assert "De kan berätta var" in browser.get(MINE).content.decode()
    assert 'name="units"' not in browser.get(MINE).content.decode()
    browser.post(MINE, {"units": [county.ward.pk]})
    assert names(contributor) == []


def test_it_looks_the_same_to_a_coordinator_whether_somebody_is_protected_or_has_not_told(
    sign_in, protected_contributor, contributor, other_coordinator
):
    browser, pages = sign_in(other_coordinator), []
    for person in (protected_contributor, contributor):
        browser.post(reverse("pool:open_door", args=[person.reference]), {"purpose": "contact"})
        page = browser.get(reverse("pool:contributor", args=[person.reference])).content.decode()
        pages.append("Verksamheter" in page)
    assert pages == [True, True]


def test_disposal_takes_it_away(contributor, coordinator, county):
    actions_identity.change_units(contributor, by=coordinator, units=[county.ward])
    actions.leave(contributor, by=coordinator)
    actions.dispose(contributor, by=coordinator)
    assert names(contributor) == []


def test_a_second_tab_does_not_overwrite_unseen(sign_in, contributor, contributor_user, county):
    seen = queries.units_seen(contributor)
    actions_identity.change_units(contributor, by=contributor_user, units=[county.ward])
    with pytest.raises(ChangedMeanwhile):
        actions_identity.change_units(contributor, by=contributor_user, units=[county.housing], seen=seen)
    page = sign_in(contributor_user).post(MINE, {"units": [county.housing.pk], "seen": seen}).content.decode()
    assert "medan du skrev" in page
    assert re.findall(r'value="(\d+)"[^>]*checked', page) == [str(county.housing.pk)]
    assert names(contributor) == ["Avdelning 12"]


@pytest.mark.parametrize("given", ["alla", "9" * 30, "-1", "0"])
def test_what_is_no_unit_is_told_and_changes_nothing(sign_in, contributor, contributor_user, county, given):
    actions_identity.change_units(contributor, by=contributor_user, units=[county.ward])
    answer = sign_in(contributor_user).post(MINE, {"units": [given]})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert names(contributor) == ["Avdelning 12"]


def test_an_association_or_a_municipality_is_no_unit(sign_in, contributor, contributor_user, county):
    for other in (county.association, county.norrvik):
        assert sign_in(contributor_user).post(MINE, {"units": [other.pk]}).status_code == 200
        with pytest.raises(ValidationError):
            actions_identity.change_units(contributor, by=contributor_user, units=[other])


def test_a_unit_that_has_closed_stays_with_whoever_chose_it(sign_in, contributor, contributor_user, county):
    actions_identity.change_units(contributor, by=contributor_user, units=[county.ward])
    Organisation.objects.filter(pk__in=[county.ward.pk, county.housing.pk]).update(closed_on="2026-01-01")
    browser = sign_in(contributor_user)
    page = browser.get(MINE).content.decode()
    assert ("Avdelning 12" in page, "Boendestödet i Norrvik" in page) == (True, False)
    assert browser.post(MINE, {"units": [county.ward.pk]}).status_code == 302
    assert names(contributor) == ["Avdelning 12"]


def test_many_units_take_no_more_questions(sign_in, contributor, contributor_user, county):
    browser = sign_in(contributor_user)
    with CaptureQueriesContext(connection) as few:
        browser.get(MINE)
    for number in range(20):
        create_organisation(by=SYSTEM, name=f"Enhet {number}", kind=Organisation.Kind.UNIT, parent=county.region)
    with CaptureQueriesContext(connection) as many:
        browser.get(MINE)
    assert len(many) == len(few)
