import pytest
from django.urls import reverse

from medverka.assignments.actions import requests as actions
from medverka.portal.queries import MOST_FOUND

pytestmark = pytest.mark.django_db


def page(browser, text):
    return browser.get(reverse("portal:search"), {"q": text}).content.decode()


def make(count, commissioner, unit):
    for _number in range(count):
        actions.create_request(by=commissioner, unit=unit, title="Om väntrummet")


def test_a_search_says_that_there_may_be_more(sign_in, commissioner, county):
    make(MOST_FOUND - 1, commissioner, county.clinic)
    assert "Bara de" not in page(sign_in(commissioner), "väntrummet")
    make(1, commissioner, county.clinic)
    assert f"Bara de {MOST_FOUND} första visas" in page(sign_in(commissioner), "väntrummet")


@pytest.mark.parametrize("words", ["varmare ljus", "ljus varmare", "väntrummet ljus"])
def test_searching_on_finds_everything_that_the_search_found(sign_in, commissioner, county, words):
    request = actions.create_request(
        by=commissioner, unit=county.clinic, title="Om väntrummet", purpose="Vi vill ha varmare ljus."
    )
    assert page(sign_in(commissioner), words).count(str(request.key)) == 1
    listed = sign_in(commissioner).get(reverse("assignments:requests"), {"visa": "alla", "q": words})
    assert listed.content.decode().count(str(request.key)) == 1
