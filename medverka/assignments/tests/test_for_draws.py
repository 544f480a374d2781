"""A request to those who were drawn by lot begins filled in with what the draw knows, and is tied to it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string

from medverka.assignments.actions import requests as actions
from medverka.assignments.actions.for_draws import MOST, create_request_for
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import NotNow
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import url
from medverka.assignments.tests.test_asking import ticked
from medverka.draws.models import Draw, Entrant
from medverka.draws.queries import drawn_for
from medverka.foundation import clock


@pytest.fixture
def draw(pool, coordinator):
    """Two were drawn, for nothing in particular yet."""
    made = Draw.objects.create(
        reference="2026-1", title="Två till väntrummet", purpose="Säga hur rummet ska vara.", size=2, state="drawn",
        decided_from=clock.now(), created_by=coordinator, filters={"perspective": ["patient"]},
    )  # fmt: skip
    made.drawn = pool(2)
    for number, person in enumerate(made.drawn):
        Entrant.objects.create(draw=made, number=number, contributor=person, place="drawn")
    return made


def begin(browser, draw):
    return browser.post(f"{url('public_request')}?lottning={draw.pk}")


def test_the_request_begins_with_what_the_draw_knows(sign_in, coordinator, draw):
    browser = sign_in(coordinator)
    start = browser.get(f"{url('public_request')}?lottning={draw.pk}").content.decode()
    assert "Det här är redan ifyllt: ”Två till väntrummet”" in start
    first = begin(browser, draw)
    thing = InvolvementRequest.objects.get()
    assert first.url == url("step", thing.key, "vem")
    assert (thing.title, thing.purpose, thing.persons_wanted) == (draw.title, draw.purpose, 2)
    assert (thing.wants_user, thing.wants_patient, thing.wants_relative) == (False, True, False)
    assert (thing.contact_name, thing.contact_email) == (coordinator.name, coordinator.email)
    assert coordinator.name in browser.get(first.url).content.decode()


def test_those_who_were_drawn_are_offered_first_once_it_is_sent_and_opened(sign_in, coordinator, county, draw):
    browser = sign_in(coordinator)
    begin(browser, draw)
    thing = InvolvementRequest.objects.get()
    draw.refresh_from_db()
    assert draw.origin == ("request", thing.pk)
    actions.save_draft(thing, by=coordinator, **complete(county.housing))
    actions.open_request(actions.send_request(thing, by=coordinator), by=coordinator)
    assert drawn_for(("request", thing.pk)).draw == draw
    assert ticked(browser.get(url("request", thing.key))) == {person.pk for person in draw.drawn}


def test_the_draws_page_leads_to_the_form_and_afterwards_to_the_request(sign_in, coordinator, draw):
    browser, form = sign_in(coordinator), f"{url('public_request')}?lottning={draw.pk}"
    assert form in link_on(draw)
    begin(browser, draw)
    draw.refresh_from_db()
    assert form not in link_on(draw)


def link_on(draw):
    """What the page of a drawn draw offers; drawn.html is tried whole in `draws`."""
    return render_to_string("draws/_ask.html", {"draw": draw})


def test_nobody_makes_two_requests_for_one_draw(sign_in, coordinator, draw):
    create_request_for(draw, by=coordinator)
    with pytest.raises(NotNow):
        create_request_for(Draw.objects.get(pk=draw.pk), by=coordinator)
    assert InvolvementRequest.objects.count() == 1
    page = sign_in(coordinator).get(f"{url('public_request')}?lottning={draw.pk}").content.decode()
    assert "Två till väntrummet" not in page


def test_a_draw_that_is_not_drawn_or_is_somebody_elses_fills_in_nothing(
    sign_in, coordinator, north_coordinator, commissioner, draw
):
    for user in (None, commissioner, north_coordinator):
        assert "redan ifyllt" not in sign_in(user).get(f"{url('public_request')}?lottning={draw.pk}").content.decode()
    with pytest.raises(PermissionDenied):
        create_request_for(draw, by=north_coordinator)
    Draw.objects.filter(pk=draw.pk).update(state="published")
    browser = sign_in(coordinator)
    begin(browser, draw)
    assert InvolvementRequest.objects.get().title == ""
    assert browser.get(f"{url('public_request')}?lottning=9{'9' * 40}").status_code == 200


def test_a_panel_larger_than_any_request_asks_for_as_many_as_there_can_be(coordinator, draw):
    Draw.objects.filter(pk=draw.pk).update(size=1000)
    assert create_request_for(Draw.objects.get(pk=draw.pk), by=coordinator).persons_wanted == MOST
