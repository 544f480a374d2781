from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.assignments.actions import requests as actions
from medverka.councils.actions.councils import create_council
from medverka.councils.rules import CouncilKind
from medverka.foundation import clock
from medverka.portal.queries import MOST_FOUND

pytestmark = pytest.mark.django_db


def page(browser, text):
    return browser.get(reverse("portal:search"), {"q": text}).content.decode()


def make(count, commissioner, unit):
    today = clock.today()
    for _number in range(count):
        request = actions.create_request(
            by=commissioner, unit=unit, title="Om väntrummet", purpose="Vi vill ha varmare ljus.", promise="heard",
            wants_patient=True, persons_wanted=2, starts_on=today + timedelta(days=40), answer_by=today + timedelta(days=90),
        )  # fmt: skip
        sent = actions.send_request(request, by=commissioner)
    return sent


def test_a_search_says_that_there_may_be_more(sign_in, commissioner, county):
    make(MOST_FOUND - 1, commissioner, county.clinic)
    assert "Bara de" not in page(sign_in(commissioner), "väntrummet")
    make(1, commissioner, county.clinic)
    assert f"Bara de {MOST_FOUND} första visas" in page(sign_in(commissioner), "väntrummet")


@pytest.mark.parametrize("words", ["varmare ljus", "ljus varmare", "väntrummet ljus"])
def test_searching_on_finds_everything_that_the_search_found(sign_in, commissioner, county, words):
    request = make(1, commissioner, county.clinic)
    assert page(sign_in(commissioner), words).count(str(request.key)) == 1
    listed = sign_in(commissioner).get(reverse("assignments:requests"), {"visa": "alla", "q": words})
    assert listed.content.decode().count(str(request.key)) == 1


def test_a_council_is_found_by_those_alone_who_may_open_it(sign_in, commissioner, other_commissioner, county):
    create_council(
        by=SYSTEM, name="Brukarrådet", kind=CouncilKind.USER_COUNCIL, level="operational", organisation=county.clinic
    )
    assert "Brukarrådet" in page(sign_in(commissioner), "brukarråd")
    assert "Brukarrådet" not in page(sign_in(other_commissioner), "brukarråd")
