import pytest

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations as people
from medverka.assignments.models import Invitation
from medverka.assignments.tests.pages import by_link, url


@pytest.fixture
def row(opened, coordinator, contributor, terms):
    """Somebody invited who needs a companion."""
    contributor.terms.add(terms["foljeslagare"])
    return people.invite(opened, [contributor], by=coordinator)[0]


def words(browser, address):
    return " ".join(browser.get(address).content.decode().split())


def test_what_somebody_needs_is_seen_after_a_yes_and_where_it_is_prepared(sign_in, coordinator, row):
    people.accept(row, by=link_holder("invitation", row.pk))
    browser = sign_in(coordinator)
    for name, *more in (("request",), ("invitation", row.pk)):
        assert "<strong>Behöver:</strong> följeslagare." in words(browser, url(name, row.request.key, *more))
    assert "följeslagare (1)" in words(browser, url("terms", row.request.key))


@pytest.mark.parametrize("released", [["first_name"], ["first_name", "needs"]])
def test_the_commissioner_sees_what_is_needed_where_it_is_released(client, sign_in, commissioner, row, released):
    assert 'value="needs"' in client.get(by_link(row)).content.decode()
    client.post(by_link(row), {"do": "yes", "released": released})
    page = words(sign_in(commissioner), url("request", row.request.key))
    assert ("följeslagare" in page) is ("needs" in released)


def test_a_coordinator_sees_and_changes_what_the_commissioner_may_see(sign_in, coordinator, row):
    people.accept(row, by=coordinator, how="phone", released=["first_name"])
    browser, address = sign_in(coordinator), url("invitation", row.request.key, row.pk)
    assert "Uppdragsgivaren får se: förnamn." in words(browser, address)
    page = browser.post(address, {"do": "release", "released": ["phone", "needs"]}, follow=True).content.decode()
    assert "Sparat: vad uppdragsgivaren får se." in page
    assert Invitation.objects.get().released == ["phone", "needs"]
