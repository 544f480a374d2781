"""What the pages of a draw say and let one do, from who is in it to the publication."""

import pytest
from django.urls import reverse

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
