import pytest
from django.test import Client
from django.urls import reverse

from medverka.accounts import first_run
from medverka.accounts.models import RoleHolding, User
from medverka.organisations.queries import the_county

PAGE = "/forsta-start/"


@pytest.fixture(autouse=True)
def _outside_the_demo(settings, db):
    settings.DEMO = False


def answers(**changed):
    kept = {"code": first_run.code(), "county": "Blåbärslän", "name": "Eva Först", "email": "eva@exempel.invalid"}
    return kept | changed


def test_the_code_of_the_console_opens_an_empty_county():
    browser = Client()
    assert browser.get(PAGE).status_code == 200
    response = browser.post(PAGE, answers(code=first_run.code().lower().replace("-", " ")))
    assert response["Location"] == reverse("accounts:second_step")
    assert the_county().name == "Blåbärslän"
    assert RoleHolding.objects.get().user.email == "eva@exempel.invalid"
    assert browser.get("/konto/").status_code == 200


def test_the_page_is_gone_once_there_has_been_a_coordinator():
    Client().post(PAGE, answers())
    assert Client().get(PAGE).status_code == 404
    assert Client().post(PAGE, answers(email="olle@exempel.invalid")).status_code == 404
    assert User.objects.count() == 1


def test_the_page_does_not_exist_in_the_demo(settings):
    settings.DEMO = True
    assert Client().get(PAGE).status_code == 404


def test_a_wrong_code_opens_nothing_and_keeps_what_was_typed():
    response = Client().post(PAGE, answers(code="AAAA-BBBB-CCCC"))
    assert response.status_code == 200
    page = response.content.decode()
    assert "Koden stämmer inte" in page
    assert "Blåbärslän" in page
    assert not User.objects.exists()


def test_guessing_is_stopped_even_for_the_right_code():
    browser = Client()
    for _guess in range(10):
        assert browser.post(PAGE, answers(code="AAAA-BBBB-CCCC")).status_code == 200
    assert browser.post(PAGE, answers()).status_code == 429
    assert not User.objects.exists()


def test_the_code_follows_the_key_of_the_installation(settings):
    before = first_run.code()
    settings.DATA_KEYS = {"other": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}
    assert first_run.code() != before
