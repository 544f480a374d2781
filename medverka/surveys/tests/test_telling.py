"""Addresses and file names say nothing of health by themselves; where somebody writes one that does, it is told and stands."""

import pytest
from django.urls import reverse

from medverka.foundation import clock
from medverka.surveys import telling
from medverka.surveys.models import Questionnaire, Round
from medverka.surveys.tests import made


@pytest.mark.parametrize(
    "text",
    ["Till dig med psykos", "Vuxenpsykiatrin", "BIPOLÄR", "Självskada", "beroendevård", "Dina diagnoser", "till-dig-med-angest", "Spelberoende"],
)  # fmt: skip
def test_words_that_tell_of_health_are_known_in_titles_and_addresses(text):
    assert telling.words_in(text)
    assert not telling.words_in(telling.without(text))


@pytest.mark.parametrize("text", ["Uppföljning hösten 2026", "Oberoende granskning", "Mötet med chefer", "", "…"])
def test_other_words_do_not(text):
    assert telling.words_in(text) == []
    assert telling.said_of(text, text) == ""


@pytest.fixture
def browser(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.mark.django_db
def test_a_questionnaires_address_leaves_such_words_out_and_says_so(browser):
    form = {"name": "Stöd vid depression", "start": "tomt"}
    page = browser.post(reverse("surveys:new_questionnaire"), form, follow=True).content.decode()
    row = Questionnaire.objects.get()
    assert (row.slug, row.name) == ("stod-vid", "Stöd vid depression")
    assert "Adressen blev ”stod-vid”, utan ”depression”" in page
    browser.post(reverse("surveys:new_questionnaire"), {"name": "Psykos", "start": "tomt"})
    assert Questionnaire.objects.filter(slug="formular").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "slug", "told"),
    [
        ("", "efter-varen", "Adressen blev ”efter-varen”, utan ”Psykos”"),
        ("psykos-2026", "psykos-2026", "Ändra den om du kan, till exempel till ”enkat-2026”"),
        ("efter-varen", "efter-varen", "utan ”Psykos”"),
    ],
)
def test_a_rounds_address_does_so_too_and_one_that_was_written_stands(browser, written, slug, told):
    today = clock.today().isoformat()
    values = {"title": "Psykos efter våren", "opens_on": today, "closes_on": today, "slug": written}
    values["questionnaire"] = made.version().questionnaire_id
    page = browser.post(reverse("surveys:new_round"), values, follow=True).content.decode()
    assert Round.objects.get().slug == slug
    assert told in page


@pytest.mark.django_db
def test_a_groups_short_name_in_addresses_does_so_too(browser, coordinator):
    one = made.round_(coordinator)
    form = {"name": "Unga med ångest", "way": "open"}
    page = browser.post(reverse("surveys:new_group", args=[one.slug]), form, follow=True).content.decode()
    assert one.groups.get().key == "unga-med"
    assert "utan ”ångest”" in page
