import pytest

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations as people
from medverka.assignments.models import Invitation
from medverka.assignments.tests.pages import by_link, sent_mail, url
from medverka.pool.models import Identity


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


def test_whoever_is_protected_sees_by_which_name_the_commissioner_will_know_them(
    client, sign_in, coordinator, opened, protected_contributor
):
    row = people.invite(opened, [protected_contributor], by=coordinator)[0]
    identity = Identity.objects.get(contributor=protected_contributor)
    page = client.get(by_link(row)).content.decode()
    assert f"förnamn: {identity.alias.split()[0]}" in page
    assert identity.first_name not in page
    theirs = sign_in(coordinator).get(url("invitation", opened.key, row.pk)).content.decode()
    assert "förnamn:" not in theirs


def test_whoever_is_protected_is_greeted_like_anybody_else(coordinator, opened, protected_contributor):
    people.invite(opened, [protected_contributor], by=coordinator)
    first = Identity.objects.get(contributor=protected_contributor).alias.split()[0]
    (message,) = [message for message in sent_mail() if "/inbjudan/" in message.body]
    assert message.body.startswith(f"Hej {first}!")
