import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory

from medverka.accounts import queries
from medverka.accounts.middleware import second_factor
from medverka.accounts.models import User
from medverka.accounts.second_factor import use_up
from medverka.foundation import crypto
from medverka.journal.models import Entry

TOTP, KEYS, CODES = "/konto/steg/totp/", "/konto/steg/webauthn/", "/konto/steg/recovery-codes/"


@pytest.fixture(autouse=True)
def _commit_within_the_request(monkeypatch):
    """What follows a commit follows at once, for these tests' own transaction never commits."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_rest: act())


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def karin(coordinator) -> User:
    """Karin as she comes to sign in: no second factor yet."""
    return fresh(coordinator)


def by_mail(browser: Client, user: User):
    """Sign in with a mailed code. Answers the last response."""
    browser.post("/konto/login/code/", {"email": user.email})
    code = re.search(r"^ +(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    return browser.post("/konto/login/code/confirm/", {"code": code})


def app_code(secret: str, later: int = 0) -> str:
    """What an app shows now, or so many half-minutes later. The one that set the app up is used up."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def secret_on(page) -> str:
    return page.context["form"].secret


def set_up_app(browser: Client) -> str:
    secret = secret_on(browser.get(f"{TOTP}activate/"))
    response = browser.post(f"{TOTP}activate/", {"code": app_code(secret)})
    assert response.status_code == 302, response.content.decode()
    return secret


def verified(browser: Client) -> bool:
    """Whether the pages take this session for one with a second factor."""
    page = browser.get("/konto/tva-steg/")
    return page.context["request"].user.verified_twice


# --- Being led to it


def test_whoever_may_open_the_door_is_led_to_a_second_factor_at_once(karin):
    browser = Client()
    assert by_mail(browser, karin)["Location"] == "/konto/tva-steg/"
    page = browser.get("/konto/tva-steg/").content.decode()
    assert "Lägg till appen" in page
    assert not verified(browser)
    (waiting,) = queries.waiting_for(karin)
    assert waiting.url == "/konto/tva-steg/"


def test_others_are_not_sent_there(commissioner):
    browser = Client()
    assert "tva-steg" not in by_mail(browser, commissioner)["Location"]
    assert queries.waiting_for(fresh(commissioner)) == []


# --- An app with codes


def test_an_app_is_set_up_by_its_picture_or_its_key(karin):
    browser = Client()
    by_mail(browser, karin)
    page = browser.get(f"{TOTP}activate/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "stämmer inte" in browser.post(f"{TOTP}activate/", {"code": "000000"}).content.decode()
    secret = set_up_app(browser)
    assert verified(browser)
    assert queries.waiting_for(karin) == []
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert crypto.unseal(kept, "mfa_authenticator:data:secret") == secret
    assert Entry.objects.filter(verb="user.second_factor_added", subject=f"user:{karin.pk}").exists()
    assert "Ditt konto i Medverka" in mail.outbox[-1].subject


def test_from_then_on_signing_in_takes_two_steps(karin):
    first = Client()
    by_mail(first, karin)
    secret = set_up_app(first)
    browser = Client()
    assert by_mail(browser, karin)["Location"] == "/konto/steg/authenticate/"
    assert browser.get("/konto/").status_code == 302
    assert "stämmer inte" in browser.post("/konto/steg/authenticate/", {"code": "000000"}).content.decode()
    browser.post("/konto/steg/authenticate/", {"code": app_code(secret, later=1)})
    assert browser.get("/konto/").status_code == 200
    assert verified(browser)


@pytest.mark.parametrize("seconds", [0, 31, 59])
def test_a_code_of_the_app_works_once_for_as_long_as_it_is_right(karin, seconds):
    first = Client()
    by_mail(first, karin)
    secret = set_up_app(first)
    now = int(time.time()) // 30 * 30
    with time_machine.travel(now, tick=False):
        code, one = app_code(secret, later=1), Client()
        by_mail(one, karin)
        one.post("/konto/steg/authenticate/", {"code": code})
    with time_machine.travel(now + seconds, tick=False):
        two = Client()
        by_mail(two, karin)
        page = two.post("/konto/steg/authenticate/", {"code": code})
        assert "stämmer inte" in page.content.decode()
        assert [browser.get("/konto/").status_code for browser in (one, two)] == [200, 302]


def test_the_code_that_set_the_app_up_and_those_before_it_are_used_up(karin):
    first = Client()
    by_mail(first, karin)
    secret = set_up_app(first)
    for later in (0, -1):
        browser = Client()
        by_mail(browser, karin)
        browser.post("/konto/steg/authenticate/", {"code": app_code(secret, later)})
        assert browser.get("/konto/").status_code == 302


def test_of_two_who_send_the_same_code_at_once_one_gets_in(karin):
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=karin, type="totp", data={"secret": crypto.seal(secret, "mfa_authenticator:data:secret")}
    )
    one, two = (Authenticator.objects.get() for _request in range(2))
    code = app_code(secret)
    assert [use_up(one, code), use_up(two, code)] == [True, False]


def test_showing_it_again_takes_a_code_that_has_not_been_used(karin):
    browser = Client()
    by_mail(browser, karin)
    secret = set_up_app(browser)
    for later, status in ((0, 200), (1, 302), (1, 200)):
        again = browser.post("/konto/steg/reauthenticate/", {"code": app_code(secret, later)})
        assert again.status_code == status, later


def test_guessing_codes_is_stopped(karin):
    first = Client()
    by_mail(first, karin)
    secret = set_up_app(first)
    browser = Client()
    by_mail(browser, karin)
    for _guess in range(5):
        browser.post("/konto/steg/authenticate/", {"code": "000000"})
    page = browser.post("/konto/steg/authenticate/", {"code": app_code(secret)})
    assert "för många försök" in page.content.decode()
    assert browser.get("/konto/").status_code == 302


def test_a_spare_code_stands_in_for_a_lost_telephone_once(karin):
    first = Client()
    by_mail(first, karin)
    set_up_app(first)
    codes = re.findall(r"<li>(\d{8})</li>", first.get(CODES).content.decode())
    assert len(codes) == 10
    assert codes[3] in first.get(f"{CODES}download/").content.decode()
    for expected in (200, 302):
        browser = Client()
        by_mail(browser, karin)
        browser.post("/konto/steg/authenticate/", {"code": codes[3]})
        assert browser.get("/konto/").status_code == expected


def test_taking_the_last_factor_away_takes_the_session_its_standing(karin):
    browser = Client()
    by_mail(browser, karin)
    set_up_app(browser)
    assert verified(browser)
    browser.post(f"{TOTP}deactivate/")
    assert not Authenticator.objects.exists()
    assert not verified(browser)


def test_somebody_at_an_unlocked_computer_is_asked_again(karin, sign_in):
    Authenticator.objects.create(
        user=karin, type="totp", data={"secret": crypto.seal("A" * 32, "mfa_authenticator:data:secret")}
    )
    browser = sign_in(karin)
    for address in (f"{TOTP}deactivate/", f"{KEYS}add/", f"{CODES}generate/", "/konto/email/"):
        response = browser.post(address, {"email": "x@exempel.invalid", "action_add": "1"})
        assert response["Location"].startswith("/konto/steg/reauthenticate/"), address


# --- What counts as twice


def request_of(user, *records, whose=None):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.session["account_authentication_methods"] = list(records)
    request.session["account_authentication_methods_user"] = str((whose or user).pk)
    request.user = user
    second_factor(lambda request: None)(request)
    return request.user.verified_twice


AT = {"at": time.time()}


@pytest.mark.parametrize(
    "record",
    [
        {"method": "mfa", "type": "totp"},
        {"method": "mfa", "type": "recovery_codes"},
        {"method": "mfa", "type": "webauthn"},
        {"method": "mfa", "type": "webauthn", "passwordless": True},
        {"method": "mfa", "type": "totp", "reauthenticated": True},
    ],
)
def test_an_app_a_passkey_and_a_spare_code_count(karin, record):
    assert request_of(karin, AT | {"method": "code"}, AT | record)


@pytest.mark.parametrize("method", ["password", "code", "socialaccount"])
def test_one_way_alone_does_not_count(karin, method):
    assert not request_of(karin, AT | {"method": method})


def test_another_persons_factor_in_the_same_browser_does_not_count(karin, commissioner):
    assert not request_of(karin, AT | {"method": "mfa", "type": "totp"}, whose=commissioner)


def test_a_visitor_is_never_verified(db):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    second_factor(lambda request: None)(request)
    assert not getattr(request.user, "verified_twice", False)


# --- Passkeys: the pages (the browser tests make and use real ones)


def test_the_pages_of_passkeys_are_ours_and_need_no_inline_script(karin, sign_in):
    browser = Client()
    by_mail(browser, karin)
    for address in (KEYS, f"{KEYS}add/"):
        page = browser.get(address).content.decode()
        assert "workspace" in page
        scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", page)
        assert all('type="application/json"' in attributes for attributes in scripts)


def test_a_made_up_passkey_signs_nobody_in(karin):
    browser = Client()
    for credential in ("", "{}", '{"id": "x"}', "[1]", "null", '{"rawId": "' + "A" * 5000 + '"}'):
        response = browser.post(f"{KEYS}login/", {"credential": credential})
        assert response.status_code in {302, 429}, credential
    assert browser.get("/konto/").status_code == 302


@pytest.mark.parametrize("nonsense", ["9" * 5000, '{"rawId": ' + "9" * 5000 + "}", "[" * 100_000])
def test_what_no_browser_would_write_is_a_bad_request(karin, nonsense):
    browser, second = Client(), Client()
    by_mail(browser, karin)
    set_up_app(browser)
    by_mail(second, karin)
    for who, address in (
        (Client(), f"{KEYS}login/"),
        (browser, f"{KEYS}add/"),
        (second, "/konto/steg/authenticate/"),
    ):
        answer = who.post(address, {"name": "Ny", "credential": nonsense})
        assert answer.status_code == 400, address
        assert "gick inte att läsa" in answer.content.decode()


def test_a_made_up_passkey_is_neither_added_nor_a_second_step(karin):
    browser = Client()
    by_mail(browser, karin)
    for credential in ("{}", '{"id": "x"}', "[1]", '{"rawId": "x", "response": {"clientDataJSON": "AA"}}'):
        page = browser.post(f"{KEYS}add/", {"name": "Ny", "credential": credential})
        assert page.status_code == 200, credential
    set_up_app(browser)
    second = Client()
    by_mail(second, karin)
    for credential in ("{}", '{"id": "x"}', "[1]"):
        assert second.post("/konto/steg/authenticate/", {"credential": credential}).status_code == 200
        browser.post(f"{KEYS}reauthenticate/", {"credential": credential})
    assert second.get("/konto/").status_code == 302
    assert Authenticator.objects.filter(type="webauthn").count() == 0
