"""Where least numbers come to more than are drawn, it is said that one person may count for several."""

import html
from datetime import date

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.draws import features
from medverka.draws.actions import setting_up
from medverka.draws.features import Feature
from medverka.draws.models import Quota
from medverka.draws.tests.test_publishing import published
from medverka.pool.actions import NewPerson, add_contributors

WORDS = {
    code: Feature(code, label, {"yes": "ja", "no": "nej"}, "Perspektiv")
    for code, label in (("user", "Brukare"), ("patient", "Patient"), ("relative", "Närstående"))
}
AGES = {"age": Feature("age", "Ålder", {"young": "unga", "old": "gamla"})}
SAID = "En person kan räknas för flera, till exempel både för ”Brukare” och ”Patient”."


def test_words_of_one_list_that_come_to_more_than_are_drawn_are_explained():
    assert features.for_several(WORDS, [("user", 4), ("patient", 5), ("relative", 6)], 12).startswith(SAID)
    assert "fler än de 12 som lottas fram" in features.for_several(WORDS, [("user", 9), ("patient", 9)], 12)


@pytest.mark.parametrize(
    "lows", [[("user", 4), ("patient", 5)], [("user", 13)], [("age", 13), ("age", 1)], [("gone", 13), ("user", 1)], []]
)
def test_where_nobody_need_count_for_several_nothing_is_said(lows):
    assert features.for_several(WORDS | AGES, lows, 12) == ""


@pytest.fixture
def both(coordinator, county):
    """A draw of four among twelve who are patients and relatives both, of whom three at least are to be either."""
    new = [
        NewPerson(
            first_name=f"Bo {number}", last_name="Ek", email=f"bo{number}@exempel.invalid",
            perspectives={"patient", "relative"}, municipality=county.norrvik, status="active", joined_on=date(2020, 1, 7),
        )
        for number in range(12)
    ]  # fmt: skip
    add_contributors(new, by=SYSTEM)
    draw = setting_up.create_draw(by=coordinator, title="Bägge", size=4)
    setting_up.choose_features(draw, by=coordinator, codes=["patient", "relative"])
    Quota.objects.filter(draw=draw).update(low=3, high=4)
    return draw


@pytest.mark.django_db
def test_the_table_of_quotas_the_result_and_the_public_page_each_say_it_once(both, coordinator, sign_in):
    browser = sign_in(coordinator)
    table = html.unescape(browser.get(reverse("draws:quotas", args=[both.pk])).content.decode())
    assert table.count("En person kan räknas för flera") == 1
    published(both, coordinator)
    for visitor, name, key in (
        (browser, "draws:draw", both.pk),
        (sign_in(), "draws:public", both.reference),
    ):
        page = html.unescape(visitor.get(reverse(name, args=[key])).content.decode())
        assert page.count("En person kan räknas för flera") == 1
