"""The page on which whoever draws says what chance said."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from medverka.draws.actions import drawing
from medverka.draws.models import Draw, Outcome
from medverka.draws.rules import State
from medverka.draws.tests.test_publishing import VALUES, published
from medverka.fairness.draw.randomness import WrongValues, beacon_after
from medverka.fairness.draw.tests.lotteries import BEACON, TRUE_ROUND
from medverka.foundation import clock

pytestmark = pytest.mark.django_db

BEFORE = datetime(2023, 9, 15, 9, tzinfo=UTC)  # The true round is of that day.
LATER = datetime(2023, 9, 15, 12, tzinfo=UTC)


@pytest.fixture
def that_day():
    with clock.at(BEFORE):
        yield


def waits_for_the_round(draw, coordinator):
    beacon = beacon_after(datetime(2023, 9, 15, 11, 0, 1, tzinfo=UTC))
    assert beacon == BEACON
    return published(draw, coordinator, promise=beacon)


def waits_for_numbers(draw, coordinator):
    return published(draw, coordinator), draw.decided_from + timedelta(minutes=1)


def address_of(draw):
    return reverse("draws:draw_now", args=[draw.pk])


@pytest.mark.usefixtures("that_day")
def test_a_round_is_pasted_whole_looked_at_once_more_and_then_decides(draw, coordinator, sign_in):
    draw, browser = waits_for_the_round(draw, coordinator), sign_in(coordinator)
    page = {"page": json.dumps(TRUE_ROUND)}
    with clock.at(LATER):
        asked = browser.post(address_of(draw), page).content.decode()
        assert "Stämmer det?" in asked
        assert TRUE_ROUND["randomness"] in asked
        assert "Signaturen är kontrollerad" in asked
        assert not Outcome.objects.exists()
        changed = browser.post(address_of(draw), page | {"change": "1"}).content.decode()
        assert TRUE_ROUND["signature"] in changed
        assert not Outcome.objects.exists()
        assert browser.post(address_of(draw), page | {"sure": "1"})["Location"] == reverse("draws:draw", args=[draw.pk])
    assert json.loads(Outcome.objects.get().document)["values"] == TRUE_ROUND


@pytest.mark.usefixtures("that_day")
def test_an_invented_signature_draws_nobody_by_page_or_by_action(draw, coordinator, sign_in):
    draw = waits_for_the_round(draw, coordinator)
    invented = BEACON.values_of("ab" * 48)
    with clock.at(LATER):
        page = sign_in(coordinator).post(address_of(draw), {"page": json.dumps(invented), "sure": "1"}).content.decode()
        assert "Signaturen är inte drands för omgång 657413" in page
        with pytest.raises(WrongValues, match="unsigned"), transaction.atomic():
            drawing.draw_now(draw, by=coordinator, values=invented)
    assert Draw.objects.get(pk=draw.pk).state == State.PUBLISHED


def test_numbers_are_shown_as_they_were_understood_before_anybody_is_drawn(draw, coordinator, sign_in):
    (draw, due), browser = waits_for_numbers(draw, coordinator), sign_in(coordinator)
    given = {"numbers_0": "1,2, 3 4 5 6 7", "numbers_1": "8 9 10 11 12 13 35"}
    with clock.at(due):
        asked = browser.post(address_of(draw), given).content.decode()
        assert "Lotto 1" in asked
        assert ">1 2 3 4 5 6 7<" in asked
        assert not Outcome.objects.exists()
        assert 'value="1,2, 3 4 5 6 7"' in browser.post(address_of(draw), given | {"change": "1"}).content.decode()
        browser.post(address_of(draw), given | {"sure": "1"})
    assert json.loads(Outcome.objects.get().document)["values"] == VALUES


def test_each_source_says_what_is_wrong_with_its_own_numbers(draw, coordinator, sign_in):
    (draw, due), browser = waits_for_numbers(draw, coordinator), sign_in(coordinator)
    with clock.at(due):
        answer = browser.post(address_of(draw), {"numbers_0": "1 2 3 4 5 6", "numbers_1": "8 9 10 11 12 13 36"})
        assert answer.context["form"].errors == {
            "numbers_0": ["Det ska vara 7 olika tal. Här är det 6."],
            "numbers_1": ["36 ligger inte mellan 1 och 35."],
        }
        answer = browser.post(address_of(draw), {"numbers_0": "1 2 3 4 5 6 sju", "numbers_1": "8 8 10 11 12 13 35"})
        assert answer.context["form"].errors == {
            "numbers_0": ["Skriv talen med mellanslag emellan, till exempel 3 14 22."],
            "numbers_1": ["8 står två gånger. Det ska vara olika tal."],
        }
        page = answer.content.decode()
        assert "Lotto 1" in page
        assert "sju" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_address_leads_to_the_outcome_once_it_is_there_and_to_the_draw_before_its_time(
    draw, coordinator, sign_in, method
):
    (draw, due), browser = waits_for_numbers(draw, coordinator), sign_in(coordinator)
    given = {"numbers_0": "1 2 3 4 5 6 7", "numbers_1": "8 9 10 11 12 13 35", "sure": "1"}
    go = getattr(browser, method)
    assert go(address_of(draw), given)["Location"] == reverse("draws:draw", args=[draw.pk])
    assert not Outcome.objects.exists()
    with clock.at(due):
        browser.post(address_of(draw), given)
        answer = go(address_of(draw), given, follow=True)
    assert "De som lottades fram" in answer.content.decode()
    assert Outcome.objects.count() == 1
