"""What a visitor, and somebody who is in a draw, read about checking it."""

import json
import re

import pytest
from django.conf import settings
from django.urls import reverse

from medverka.draws import own_places
from medverka.draws.actions import drawing
from medverka.draws.models import Draw
from medverka.draws.tests.test_drawing import LATER, that_day, waits_for_the_round
from medverka.draws.tests.test_publishing import drawn, published
from medverka.fairness.draw.publication import label
from medverka.fairness.draw.tests.lotteries import BEACON, TRUE_ROUND
from medverka.foundation import clock

pytestmark = pytest.mark.django_db

__all__ = ["that_day"]


def public_page(draw, browser):
    return browser.get(reverse("draws:public", args=[draw.reference])).content.decode()


@pytest.mark.usefixtures("that_day")
def test_a_visitor_is_told_what_to_compare_with_the_round_and_when_it_was_by_both_clocks(draw, coordinator, sign_in):
    draw = waits_for_the_round(draw, coordinator)
    before = public_page(draw, sign_in())
    assert f'href="{BEACON.where()}"' in before
    assert "det som står efter ”randomness” där ska vara precis det slumptal som står här efter dragningen" in before
    with clock.at(LATER):
        drawing.draw_now(draw, by=coordinator, values=TRUE_ROUND)
        after = public_page(draw, sign_in())
    assert "Medverka kontrollerade drands underskrift när gruppen drogs." in after
    assert TRUE_ROUND["randomness"] in after
    assert "klockan 13.00. (Det är 11.00 UTC.)" in after
    assert "15 september 2023 11.00 (09.00 UTC)" in after
    assert "<dt>drand</dt>" in after


def test_with_named_numbers_nothing_is_said_of_drand(draw, coordinator, sign_in):
    page = public_page(drawn(draw, coordinator), sign_in())
    assert "Slå upp dragningarna där de syns" in page
    assert "drand" not in page
    assert "ingen enskild kan påverka" not in page


def test_the_files_come_before_the_command_and_whoever_has_a_phone_alone_is_told_whom_to_ask(
    draw, coordinator, sign_in
):
    page = public_page(published(draw, coordinator), sign_in())
    assert page.index("verify.py</a>") < page.index("python3 verify.py")
    assert "de flesta datorer" not in page
    assert "Har du bara en telefon" in page
    assert "--salt och ditt salt" in page
    assert "Båda står på Min sida" in page


def test_an_english_reader_is_answered_in_english(draw, coordinator, sign_in, contributor, contributor_user):
    published(draw, coordinator)
    browser = sign_in(contributor_user)
    for address in (reverse("draws:public", args=[draw.reference]), reverse("draws:mine")):
        assert "--language" not in browser.get(address).content.decode()
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert browser.get(address).content.decode().count("--language en --fingerprint") == 1, address
        del browser.cookies[settings.LANGUAGE_COOKIE_NAME]


def test_whoever_is_in_it_reads_in_how_many_groups_what_a_salt_is_and_the_id_as_it_is_typed(draw, coordinator):
    draw = Draw.objects.get(pk=published(draw, coordinator).pk)
    panels = json.loads(draw.publication.document)["panels"]
    for one in draw.entrants.all():
        own = own_places.own(one)
        mine = sum(label(own.salt, own.identity, number) in panel for number, panel in enumerate(panels, start=1))
        assert re.sub(r"\s", "", own.panels) == f"Duärmedi{mine}av{len(panels)}grupper."


def test_of_groups_with_weights_the_number_says_nothing_and_is_not_told(draw, coordinator):
    published(draw, coordinator, lottery="exact")
    assert own_places.own(draw.entrants.first()).panels == ""


def test_my_page_tells_of_groups_salt_and_id(draw, coordinator, contributor, contributor_user, sign_in):
    published(draw, coordinator)
    page = sign_in(contributor_user).get(reverse("draws:mine")).content.decode()
    assert re.search(r"Du är med i \d+ av 1\s000 grupper\.", page)
    assert "Saltet är en hemlig kod" in page
    assert f"--id {contributor.reference}</code>" in page
