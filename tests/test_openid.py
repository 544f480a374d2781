"""Signing in through the county's own OpenID provider."""

import json
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from medverka.accounts.models import User
from medverka.config import environment
from tests import openid_provider
from tests.openid_provider import CLIENT, SECRET, Provider

LOGIN, CALLBACK = "/konto/oidc/county/login/?process=login", "/konto/oidc/county/login/callback/"


@pytest.fixture(scope="module")
def _server() -> Iterator[Provider]:
    with openid_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(_server, settings) -> Provider:
    _server.claims = {"sub": "person-1", "email": "Harald@exempel.invalid", "email_verified": True, "name": "Harald"}
    _server.lies = {}
    value = {"name": "Region Exempellän", "server_url": _server.url, "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = environment.openid_providers(json.dumps(value))
    return _server


def through(provider: Provider, browser: Client | None = None):
    """Go to the provider, consent, and come back. Answers (browser, the last response)."""
    browser = browser or Client()
    back = provider.consent(browser.get(LOGIN)["Location"])
    return browser, browser.get(CALLBACK, back)


def signed_in(browser: Client) -> bool:
    return browser.get("/konto/").status_code == 200


def test_the_sign_in_page_offers_the_provider_by_name(provider, county):
    assert "Logga in med Region Exempellän" in Client().get("/konto/login/").content.decode()


def test_without_the_setting_there_is_no_such_way_in(county):
    assert "oidc" not in Client().get("/konto/login/").content.decode()
    assert Client().get(LOGIN).status_code == 404


def test_a_known_verified_address_signs_in_and_is_known_again_by_its_holder(provider, commissioner):
    browser, response = through(provider)
    assert response.status_code == 302
    assert signed_in(browser)
    assert User.objects.count() == 1
    again, _response = through(provider)
    assert signed_in(again)


def test_it_is_one_step_of_two(provider, coordinator):
    provider.claims |= {"email": coordinator.email, "sub": "person-2"}
    browser, response = through(provider)
    assert response["Location"] == "/konto/tva-steg/"
    assert not browser.get("/konto/tva-steg/").context["request"].user.verified_twice


@pytest.mark.parametrize(
    "changed",
    [
        {"email": "framling@exempel.invalid", "sub": "stranger"},
        {"email_verified": False, "sub": "unproven"},
        {"email": "", "sub": "nameless"},
    ],
)
def test_only_a_known_and_verified_address_comes_in(provider, commissioner, changed):
    provider.claims |= changed
    browser, response = through(provider)
    assert "Vi känner inte igen adressen" in response.content.decode()
    assert not signed_in(browser)
    assert User.objects.count() == 1


def test_an_account_that_is_shut_stays_shut(provider, commissioner):
    User.objects.update(is_active=False)
    browser, _response = through(provider)
    assert not signed_in(browser)


@pytest.mark.parametrize(
    "lie",
    [
        {"aud": "another-client"},
        {"iss": "http://127.0.0.1:1"},
        {"exp": int(time.time()) - 600},
    ],
)
def test_a_statement_for_another_from_another_or_too_old_is_refused(provider, commissioner, lie):
    provider.lies = lie
    browser, response = through(provider)
    assert "gick inte igenom" in response.content.decode()
    assert not signed_in(browser)


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(provider, commissioner):
    back = provider.consent(Client().get(LOGIN)["Location"])
    victim = Client()
    assert "gick inte igenom" in victim.get(CALLBACK, back).content.decode()
    victim.get(LOGIN)
    assert "gick inte igenom" in victim.get(CALLBACK, back | {"state": "forged"}).content.decode()
    assert not signed_in(victim)


def test_an_answer_is_taken_once(provider, commissioner):
    first = Client()
    back = provider.consent(first.get(LOGIN)["Location"])
    first.get(CALLBACK, back)
    first.post("/konto/logout/")
    first.get(CALLBACK, back)
    assert not signed_in(first)


def test_whoever_changes_their_mind_at_the_provider_is_told_that_nothing_happened(provider, county):
    browser = Client()
    state = provider.consent(browser.get(LOGIN)["Location"])["state"]
    page = browser.get(CALLBACK, {"error": "access_denied", "state": state}, follow=True)
    assert "Du avbröt inloggningen" in page.content.decode()


def test_a_provider_that_is_down_is_said_in_words(provider, settings, county):
    value = {"name": "Borta", "server_url": "http://127.0.0.1:9", "client_id": CLIENT, "secret": SECRET}
    settings.SOCIALACCOUNT_PROVIDERS = environment.openid_providers(json.dumps(value))
    response = Client().get(LOGIN)
    assert response.status_code == 503
    assert "gick inte igenom" in response.content.decode()


def test_the_provider_must_be_reached_safely():
    value = {"name": "Osäker", "server_url": "http://id.exempel.invalid", "client_id": "x", "secret": "y"}
    with pytest.raises(ValueError, match="https"):
        environment.openid_providers(json.dumps(value))
    assert environment.openid_providers("") == {}
