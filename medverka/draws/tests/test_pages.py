"""What the pages of a draw say and let one do, from who is in it to the publication."""

import html
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.draws import jobs
from medverka.draws.actions import computing
from medverka.draws.models import Draw, Working
from medverka.draws.moves import NotNow
from medverka.draws.rules import State
from medverka.draws.tests.test_cautions import worked_out_from
from medverka.draws.tests.test_publishing import published
from medverka.draws.tests.test_setting_up import worked_out
from medverka.foundation import clock

pytestmark = pytest.mark.django_db


def page_of(draw, name="draws:draw"):
    return reverse(name, args=[draw.pk])


def test_how_many_are_in_it_follows_what_is_ticked_before_anything_is_saved(draw, county, coordinator, sign_in):
    browser, ticked = sign_in(coordinator), {"municipality": [str(county.norrvik.pk)]}
    part = browser.post(page_of(draw, "draws:people"), ticked, headers={"HX-Request": "true"}).content.decode()
    assert "10 personer är med som det är valt nu." in part
    assert "<html" not in part
    whole = browser.post(page_of(draw, "draws:people"), ticked | {"count": "1"})
    assert "10 personer är med som det är valt nu." in whole.content.decode()
    assert whole.context["form"]["municipality"].value() == [str(county.norrvik.pk)], "what was ticked stays ticked"
    draw.refresh_from_db()
    assert draw.filters == {}


def test_too_few_for_the_seats_is_told_while_one_chooses(draw, county, coordinator, sign_in):
    ticked = {"municipality": [str(county.ekdala.pk)], "perspective": ["relative"]}
    part = sign_in(coordinator).post(page_of(draw, "draws:people"), ticked, headers={"HX-Request": "true"})
    assert "En person är med" in part.content.decode()
    assert "Det är färre än de 4 som ska lottas fram." in part.content.decode()


def test_nothing_that_nobody_has_chosen_becomes_a_quota(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    draw.quotas.all().delete()
    page = browser.get(page_of(draw, "draws:features"))
    assert not any(box.data["selected"] for box in page.context["form"]["codes"].subwidgets)
    assert "Inget är valt från början" in page.content.decode()
    browser.post(page_of(draw, "draws:features"), {})
    assert not draw.quotas.exists()
    browser.post(page_of(draw, "draws:features"), {"codes": ["relative"]})
    ticked = [
        box.data["value"]
        for box in browser.get(page_of(draw, "draws:features")).context["form"]["codes"].subwidgets
        if box.data["selected"]
    ]
    assert ticked == ["relative"]


def test_what_is_fair_and_how_it_is_drawn_are_shown_and_can_be_changed_until_it_is_published(
    draw, coordinator, sign_in
):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    page = browser.get(page_of(draw)).content.decode()
    assert "Så jämnt som det går" in page
    assert "1\xa0000 numrerade grupper, alla lika troliga" in page
    assert page.count(f'href="{page_of(draw, "draws:compute")}"') == 2
    form = browser.get(page_of(draw, "draws:compute")).context["form"]
    assert (form["objective"].value(), form["lottery"].value()) == ("leximin", "uniform")
    browser.post(page_of(draw, "draws:compute"), {"objective": "nash", "lottery": "exact"})
    draw.refresh_from_db()
    assert (draw.state, draw.summary, Working.objects.count()) == (State.COMPUTING, {}, 0)
    jobs.compute(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert (draw.state, draw.objective, draw.lottery) == (State.COMPUTED, "nash", "exact")
    assert draw.summary["certificate"]["objective"] == "nash"


def test_another_kind_of_lottery_alone_needs_no_new_result(draw, coordinator, sign_in):
    worked_out(draw, coordinator)
    before = Draw.objects.get(pk=draw.pk)
    sign_in(coordinator).post(page_of(draw, "draws:compute"), {"objective": "leximin", "lottery": "exact"})
    draw.refresh_from_db()
    assert (draw.state, draw.lottery) == (State.COMPUTED, "exact")
    assert (draw.summary, draw.began_at) == (before.summary, before.began_at)


def test_a_published_draw_keeps_what_is_fair_and_how_it_is_drawn(draw, coordinator, north_coordinator, sign_in):
    published(draw, coordinator)
    browser = sign_in(coordinator)
    browser.post(page_of(draw, "draws:compute"), {"objective": "nash", "lottery": "exact"})
    draw.refresh_from_db()
    assert (draw.state, draw.objective, draw.lottery) == (State.PUBLISHED, "leximin", "uniform")
    assert browser.get(page_of(draw, "draws:compute")).url == page_of(draw)
    assert page_of(draw, "draws:compute") not in browser.get(page_of(draw)).content.decode()
    with pytest.raises(NotNow):
        computing.choose_lottery(draw, by=coordinator, lottery="exact")
    with pytest.raises(PermissionDenied):
        computing.choose_lottery(draw, by=north_coordinator, lottery="exact")


def test_a_choice_that_does_not_exist_is_told_at_its_field(draw, coordinator, sign_in):
    page = sign_in(coordinator).post(page_of(draw, "draws:compute"), {"objective": "leximin", "lottery": "annat"})
    assert page.context["form"].errors.keys() == {"lottery"}
    draw.refresh_from_db()
    assert draw.state == State.DRAFT


def tomorrow():
    return {"day": (clock.today() + timedelta(days=1)).isoformat(), "at": "12.00"}


def sure(page):
    return {
        **dict(re.findall(r'<input type="hidden" name="(?!csrf|next)(\w+)" value="([^"]*)">', page)),
        "sure": re.search(r'name="sure" value="([^"]+)"', page)[1],
    }


def test_the_last_page_before_publishing_shows_all_that_was_shown_before(coordinator, sign_in):
    browser = sign_in(coordinator)
    draw = worked_out_from(coordinator, browser, "a" * 14 + "b" * 6, {"a": (4, 4), "b": (0, 0)})
    computing.choose_lottery(draw, by=coordinator, lottery="exact")
    page = browser.post(page_of(draw, "draws:publish"), {"lottery": "exact"} | tomorrow()).content.decode()
    page = html.unescape(page)
    assert "Med de här kvoterna kan 6 av 20 aldrig lottas fram" in page
    for words in ("Så jämnt som det går", "Grupper med olika vikt", "20 personer i en fil", "ort: a 4–4, ort: b 0–0"):
        assert words in page
    assert page.index("aldrig lottas fram") < page.index("Ja, publicera")


def test_what_was_worked_out_anew_meanwhile_is_shown_again_before_it_is_published(draw, coordinator, sign_in):
    browser, address = sign_in(coordinator), page_of(draw, "draws:publish")
    worked_out(draw, coordinator)
    seen = sure(browser.post(address, {"lottery": "uniform"} | tomorrow()).content.decode())
    with clock.at(clock.now() + timedelta(minutes=1)):
        worked_out(draw, coordinator, objective="nash")
    again = browser.post(address, seen).content.decode()
    assert "räknats ut igen sedan du öppnade sidan" in again
    assert "En avvägning mellan alla" in again
    draw.refresh_from_db()
    assert draw.state == State.COMPUTED
    assert browser.post(address, sure(again)).status_code == 302
    draw.refresh_from_db()
    assert draw.state == State.PUBLISHING


def test_the_kind_of_lottery_that_is_published_is_the_one_that_was_shown(draw, coordinator, sign_in):
    browser, address = sign_in(coordinator), page_of(draw, "draws:publish")
    worked_out(draw, coordinator)
    seen = sure(browser.post(address, {"lottery": "uniform"} | tomorrow()).content.decode())
    computing.choose_lottery(draw, by=coordinator, lottery="exact")
    browser.post(address, seen)
    draw.refresh_from_db()
    assert (draw.state, draw.lottery) == (State.PUBLISHING, "uniform")
