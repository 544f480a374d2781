"""Whoever draws is warned, before anything is published, of people without a chance and of people who stand out."""

import html

import pytest
from django.urls import reverse

from medverka.draws import cautions, revealing, shown
from medverka.draws.actions import setting_up
from medverka.draws.models import Draw
from medverka.draws.tests.test_setting_up import files, worked_out

pytestmark = pytest.mark.django_db


def worked_out_from(coordinator, browser, values, quotas, size=4):
    """A draw from files where each letter is somebody's value."""
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=size, source=Draw.Source.FILE)
    people = "id;ort\n" + "".join(f"p{number};{value}\n" for number, value in enumerate(values))
    rows = "".join(f"ort,{value},{low},{high}\n" for value, (low, high) in quotas.items())
    browser.post(reverse("draws:people", args=[draw.pk]), files(people=people, quotas="feature,value,min,max\n" + rows))
    draw.refresh_from_db()
    return worked_out(draw, coordinator)


def pages(browser, draw):
    """The result's page and the page where it is published, once what it tells of few is accepted."""
    if revealing.to_accept(draw):
        browser.post(reverse("draws:few", args=[draw.pk]), {"sure": shown.stamp(draw)})
    return [
        html.unescape(browser.get(reverse(name, args=[draw.pk])).content.decode())
        for name in ("draws:draw", "draws:publish")
    ]


def test_people_whom_the_quotas_shut_out_are_counted_before_the_publishing(coordinator, sign_in):
    browser = sign_in(coordinator)
    draw = worked_out_from(coordinator, browser, "a" * 14 + "b" * 6, {"a": (4, 4), "b": (0, 0)})
    for page, last in zip(pages(browser, draw), ("Fortsätt till publiceringen", "Fortsätt"), strict=True):
        assert page.index("aldrig lottas fram") < page.rindex(last)
        assert "Med de här kvoterna kan 6 av 20 aldrig lottas fram" in page
        assert "Höj högst för ”ort: b”." in page


def test_too_few_to_be_counted_are_some(coordinator, sign_in):
    browser = sign_in(coordinator)
    draw = worked_out_from(coordinator, browser, "a" * 16 + "b" * 4, {"a": (4, 4), "b": (0, 0)})
    for page in pages(browser, draw):
        assert "Med de här kvoterna kan några av 20 aldrig lottas fram" in page


def test_a_quota_for_a_single_person_is_said_to_point_them_out(coordinator, sign_in):
    browser = sign_in(coordinator)
    draw = worked_out_from(coordinator, browser, "a" * 19 + "b", {"a": (0, 4), "b": (1, 1)})
    for page in pages(browser, draw):
        assert "En person kan bli så gott som utpekad" in page
        assert "Bara några få har ”ort: b”" in page
        assert "aldrig lottas fram" not in page


def test_where_everybody_has_a_chance_and_nobody_stands_out_there_is_no_warning(coordinator, sign_in):
    draw = worked_out_from(coordinator, sign_in(coordinator), "a" * 10 + "b" * 10, {"a": (1, 3), "b": (1, 3)})
    assert draw.state == "computed"
    assert cautions.of(draw) == []
