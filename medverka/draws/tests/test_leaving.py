"""Somebody who was drawn may leave the pool: the page says so, without telling who, and a reserve comes instead."""

import pytest
from django.urls import reverse

from medverka.draws import disposal, group, lists, own_places, queries
from medverka.draws.actions import drawing
from medverka.draws.models import Entrant
from medverka.draws.tests.test_pages import page_of
from medverka.draws.tests.test_publishing import drawn
from medverka.journal.models import Entry
from medverka.pool.actions import dispose, leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(draw, coordinator):
    """One of the four who were drawn has left since."""
    one = queries.panel_of(drawn(draw, coordinator)).first()
    leave(one.contributor, by=coordinator)
    draw.refresh_from_db()
    return Entrant.objects.select_related("contributor").get(pk=one.pk)


def test_the_page_says_that_somebody_has_left_without_telling_who(draw, left, coordinator, sign_in):
    page = sign_in(coordinator).get(page_of(draw)).content.decode()
    assert "En som lottades fram har lämnat Intressebanken. Välj en reserv i stället." in page
    assert "Någon som har lämnat" in page
    assert left.contributor.pseudonym not in page
    assert left.contributor.reference not in page
    assert page.count("lottades fram</") - page.count("De som lottades fram</") == 3, "three still have that status"


def test_a_reserve_takes_the_seat_and_it_is_not_called_a_no(draw, left, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("draws:said_no", args=[draw.pk, left.number])
    asked = browser.get(address).content.decode()
    assert "Välja en reserv?" in asked
    assert left.contributor.pseudonym not in asked
    assert "har fått platsen" in browser.post(address, follow=True).content.decode()
    assert Entry.objects.filter(verb="draw.seat_left").exists()
    assert not Entry.objects.filter(verb="draw.said_no").exists()
    left.refresh_from_db()
    told = group.drawn(draw)
    assert (told["have_left"], told["short"], len(told["panel"])) == (0, 0, 5)
    page = browser.get(page_of(draw)).content.decode()
    assert "har lämnat</" in page
    assert "tackade nej</" not in page
    assert "platsen gick vidare" in own_places.how_it_went(left)
    assert "har lämnat" in lists.of_people(draw).decode()
    assert left.contributor.pseudonym not in lists.of_people(draw).decode()


def test_the_seat_of_somebody_who_has_been_disposed_of_goes_on_too(draw, left, coordinator):
    left.contributor.refresh_from_db()
    dispose(left.contributor, by=coordinator)
    disposal.let_go()
    assert group.drawn(draw)["have_left"] == 1
    gone = draw.entrants.get(pk=left.pk)
    assert len(drawing.say_no(draw, gone, by=coordinator)) == 1
    assert (group.drawn(draw)["have_left"], group.drawn(draw)["short"]) == (0, 0)


def test_a_reserve_who_has_left_is_not_listed(draw, coordinator):
    draw = drawn(draw, coordinator)
    before = [one.name for one in group.drawn(draw)["reserves"]]
    first = queries.reserves_of(draw).first().contributor
    leave(first, by=coordinator)
    assert [one.name for one in group.drawn(draw)["reserves"]] == before[1:]


def test_the_page_says_at_once_whether_all_quotas_hold_and_else_at_which_they_do_not(draw, coordinator, sign_in):
    draw, browser = drawn(draw, coordinator), sign_in(coordinator)
    page = browser.get(page_of(draw)).content.decode()
    assert "Alla kvoter är uppfyllda." in page
    assert "inte uppfylld" not in page
    draw.quotas.update(low=4, high=4)
    page = browser.get(page_of(draw)).content.decode()
    assert "Alla kvoter är uppfyllda." not in page
    assert page.count("inte uppfylld") == 1
