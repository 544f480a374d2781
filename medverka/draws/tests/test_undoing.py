"""A no that somebody wrote down by mistake is taken back as long as nobody has heard of the seat."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.draws import occasions, queries, undoing
from medverka.draws.actions import drawing
from medverka.draws.models import Entrant
from medverka.draws.moves import NotNow
from medverka.draws.tests.test_publishing import drawn
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.pool.actions import leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(draw, coordinator):
    """A draw whose group is drawn."""
    return drawn(draw, coordinator)


def seats(draw):
    return {one.pk for one in queries.panel_of(draw).filter(said_no_at=None)}


def says_no(draw, by):
    """Somebody with a seat says no: they, and whoever came instead."""
    one = queries.panel_of(draw).filter(said_no_at=None).first()
    (instead,) = drawing.say_no(draw, one, by=by)
    return Entrant.objects.get(pk=one.pk), Entrant.objects.get(pk=instead.pk)


def test_a_no_that_is_taken_back_leaves_everything_as_it_was(group, coordinator, sign_in):
    before, waiting = seats(group), list(queries.reserves_of(group))
    one, instead = says_no(group, coordinator)
    assert seats(group) == before - {one.pk} | {instead.pk}
    browser = sign_in(coordinator)
    address = reverse("draws:undo_no", args=[group.pk, one.number])
    assert address in browser.get(reverse("draws:draw", args=[group.pk])).content.decode()
    assert "Nejet är ångrat" in browser.post(address, follow=True).content.decode()
    assert seats(group) == before
    assert list(queries.reserves_of(group)) == waiting
    assert Entry.objects.filter(verb="draw.no_undone").count() == 1
    assert browser.post(address).status_code == 404
    says_no(group, coordinator)


def reason(draw, one):
    draw.refresh_from_db()
    return undoing.why_not(draw, Entrant.objects.get(pk=one.pk))


def test_it_is_not_taken_back_once_something_else_has_happened(group, coordinator, monkeypatch):
    one, _instead = says_no(group, coordinator)
    assert reason(group, one) == ""
    with clock.at(clock.now() + timedelta(days=1)):
        assert reason(group, one) == "day"
    with pytest.raises(NotNow), clock.at(clock.now() + timedelta(days=1)):
        drawing.undo_no(group, one, by=coordinator)
    monkeypatch.setattr(occasions, "any_asked", lambda _origin, _people: True)
    assert reason(group, one) == "asked"
    another, _third = says_no(group, coordinator)
    assert reason(group, one) == "later"
    leave(another.contributor, by=coordinator)
    assert reason(group, another) == "left"


@pytest.mark.parametrize("what", ["told", "letters"])
def test_it_is_not_taken_back_once_the_stand_in_may_have_heard(group, coordinator, what):
    one, instead = says_no(group, coordinator)
    if what == "told":
        Entrant.objects.filter(pk=instead.pk).update(told_at=clock.now())
    else:
        type(instead.contributor).objects.filter(pk=instead.contributor_id).update(channel="letter")
        Entrant.objects.filter(pk=instead.pk).update(letter_made_at=clock.now())
    assert reason(group, one) == "told"


def test_the_page_says_why_it_cannot_be_taken_back_and_when_the_no_came(group, coordinator, sign_in):
    one, instead = says_no(group, coordinator)
    Entrant.objects.filter(pk=instead.pk).update(told_at=clock.now())
    page = sign_in(coordinator).get(reverse("draws:draw", args=[group.pk])).content.decode()
    assert str(undoing.WHY_NOT["told"]) in page
    assert reverse("draws:undo_no", args=[group.pk, one.number]) not in page


def test_a_reserve_who_declined_is_still_shown_as_a_reserve(group, coordinator, sign_in):
    _one, instead = says_no(group, coordinator)
    drawing.say_no(group, instead, by=coordinator)
    browser = sign_in(coordinator)
    page = browser.get(reverse("draws:draw", args=[group.pk])).content.decode()
    assert page.count("reserv som tackade nej") == 1
    assert "reserv som tackade nej" in browser.get(reverse("draws:list_csv", args=[group.pk])).content.decode()


def test_saying_that_somebody_declined_takes_two_steps_on_the_page(group, coordinator, sign_in):
    page = sign_in(coordinator).get(reverse("draws:draw", args=[group.pk])).content.decode()
    assert page.count("Har något ändrats?") == 4
