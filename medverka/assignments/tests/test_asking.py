import re

import pytest

from medverka.assignments.actions import invitations as people
from medverka.assignments.models import Invitation
from medverka.assignments.tests.pages import url
from medverka.foundation import clock
from medverka.pool.models import Contributor


def ticked(page):
    return {int(pk) for pk in re.findall(r'name="person" value="(\d+)" checked', page.content.decode())}


def shown(page):
    return {int(pk) for pk in re.findall(r'name="person" value="(\d+)"', page.content.decode())}


@pytest.mark.slow
def test_showing_more_keeps_the_ticks_and_asks_nobody(sign_in, coordinator, opened, pool):
    pool(20)
    browser = sign_in(coordinator)
    page = browser.get(url("request", opened.key))
    mine = sorted(shown(page) - ticked(page))[0]
    more = browser.post(url("invite", opened.key), {"more": 32, "antal": 12, "person": [mine]}, follow=True)
    assert len(shown(more)) == 20
    assert ticked(more) == {mine}
    assert not Invitation.objects.exists()


def test_as_many_as_are_missing_are_ticked_and_each_says_why(sign_in, coordinator, opened, pool):
    persons = pool(3)
    first = sign_in(coordinator).get(url("request", opened.key))
    chosen = ticked(first)
    assert len(chosen) == 2
    (left,) = [person for person in persons if person.pk not in chosen]
    text = first.content.decode()
    assert text.count(f"Näst i tur: {left} (lika i allt, lotten avgjorde).") == 2
    assert "Förslaget gäller den här förfrågan. Platser som saknas: 2. Så många kan fyllas: 2." in text
    assert "Uträkningen är bevisad" in text


def test_whom_the_coordinator_asks_is_noted_as_a_fact(sign_in, coordinator, opened, pool):
    persons = pool(3)
    browser = sign_in(coordinator)
    chosen = ticked(browser.get(url("request", opened.key)))
    (other,) = {person.pk for person in persons} - chosen
    one = min(chosen)
    browser.post(url("invite", opened.key), {"person": [one, other], "as": "invite"})
    assert Invitation.objects.get(contributor=one).picked == "proposed"
    assert Invitation.objects.get(contributor=other).picked == "other"


def test_it_is_counted_why_those_who_fit_are_not_proposed(sign_in, coordinator, opened, pool):
    pool(5)
    pool(2, perspectives={"user"})
    page = sign_in(coordinator).get(url("why_not", opened.key)).content.decode()
    assert re.search(r"Lika i allt, lotten avgjorde</th><td class=\"number\">3<", page)
    assert re.search(r"Har ett annat perspektiv</a></th><td class=\"number\">2<", page)


@pytest.mark.parametrize("given", ["antal=-3", "antal=en", "valda=x,,7z", "forslag=", "antal=99999999999999999999"])
def test_an_address_that_means_nothing_shows_the_proposal(sign_in, coordinator, opened, pool, given):
    persons = pool(2)
    page = sign_in(coordinator).get(f"{url('request', opened.key)}?{given}")
    assert shown(page) == {person.pk for person in persons}


def test_after_an_error_nobody_is_ticked_who_was_not(sign_in, coordinator, opened, pool):
    pool(3)
    page = sign_in(coordinator).post(url("invite", opened.key), {"antal": 12, "as": "invite"}, follow=True)
    assert "Välj minst en person först." in page.content.decode()
    assert ticked(page) == set()


def test_what_was_ticked_is_ticked_still_when_one_of_them_cannot_be_asked(sign_in, coordinator, opened, pool):
    one, other = pool(2)
    Contributor.objects.filter(pk=other.pk).update(status="paused")
    page = sign_in(coordinator).post(
        url("invite", opened.key), {"person": [one.pk, other.pk], "as": "invite"}, follow=True
    )
    assert "är inte aktiv" in page.content.decode()
    assert ticked(page) == {one.pk}
    assert not Invitation.objects.exists()


def test_the_list_says_how_each_is_reached_and_leads_to_the_person(sign_in, coordinator, opened, paper_contributor):
    page = sign_in(coordinator).get(url("request", opened.key)).content.decode()
    assert "Nås genom brev." in page
    assert f"/{paper_contributor.reference}/" in page


def test_somebody_who_does_not_fit_is_asked_anyway(sign_in, coordinator, opened, pool):
    (user,) = pool(1, perspectives={"user"})
    pool(1, perspectives={"user"}, status="new")
    browser = sign_in(coordinator)
    address = url("why_not", opened.key)
    assert "?skal=perspective#" in browser.get(address).content.decode()
    page = browser.get(address, {"skal": "perspective"})
    assert "Har ett annat perspektiv." in page.content.decode()
    assert shown(page) == {user.pk}
    browser.post(url("invite", opened.key), {"person": user.pk, "as": "invite"})
    assert Invitation.objects.get().contributor == user


@pytest.mark.parametrize("reason", ["new", "paused", "asked", "x", ""])
def test_those_who_are_not_active_or_are_asked_already_are_not_listed(sign_in, coordinator, opened, pool, reason):
    pool(1, status="new")
    pool(1, status="paused", paused_on=clock.today())
    people.invite(opened, pool(1), by=coordinator)
    page = sign_in(coordinator).get(url("why_not", opened.key), {"skal": reason})
    assert shown(page) == set()
