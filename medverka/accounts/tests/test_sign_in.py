import re
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from medverka.accounts.models import User
from medverka.journal.models import Entry

LOGIN, CODE = "/konto/login/", "/konto/login/code/"
CONFIRM = "/konto/login/code/confirm/"
PASSWORD = "tre olika ord tillsammans"


@pytest.fixture
def harald(commissioner) -> User:
    commissioner.set_password(PASSWORD)
    commissioner.save()
    return commissioner


def code_in(message) -> str:
    return re.search(r"^ +(\S+)$", message.body, re.MULTILINE)[1]


def signed_in(browser: Client) -> bool:
    return browser.get("/konto/").status_code == 200


# --- Ways in


def test_an_address_without_a_password_gets_a_code_that_signs_in(commissioner):
    browser = Client()
    assert browser.post(LOGIN, {"login": "Harald@exempel.invalid"})["Location"] == CONFIRM
    (message,) = mail.outbox
    assert message.to == [commissioner.email]
    assert message.subject == "Din kod till Medverka"
    assert not signed_in(browser)
    assert browser.post(CONFIRM, {"code": code_in(message).lower()}).status_code == 302
    assert signed_in(browser)


def test_a_code_signs_in_the_browser_that_asked_for_it_alone(commissioner):
    Client().post(CODE, {"email": commissioner.email})
    other = Client()
    other.post(CODE, {"email": "nagon@exempel.invalid"})
    other.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    assert not signed_in(other)


def test_a_password_signs_in(harald):
    browser = Client()
    browser.post(LOGIN, {"login": harald.email, "password": PASSWORD})
    assert signed_in(browser)


def test_one_lands_where_one_was_going(harald):
    response = Client().post(f"{LOGIN}?next=/konto/", {"login": harald.email, "password": PASSWORD, "next": "/konto/"})
    assert response["Location"] == "/konto/"
    away = {"login": harald.email, "password": PASSWORD, "next": "https://elsewhere.invalid/"}
    assert "elsewhere" not in Client().post(LOGIN, away)["Location"]


def test_an_account_that_is_shut_does_not_open(harald):
    User.objects.filter(pk=harald.pk).update(is_active=False)
    browser = Client()
    browser.post(LOGIN, {"login": harald.email, "password": PASSWORD})
    browser.post(CODE, {"email": harald.email})
    assert not signed_in(browser)


def test_nobody_signs_up(db):
    for address in ("/konto/signup/", "/konto/koppling/signup/"):
        Client().post(address, {"email": "ny@exempel.invalid", "password1": PASSWORD})
    assert not User.objects.exists()
    assert "bjuder in dig" in Client().get("/konto/signup/").content.decode()


# --- Not revealing who exists, and locking out


def test_known_and_unknown_addresses_get_the_same_answers(harald):
    def told(address, path, **fields):
        response = Client().post(path, fields, follow=True)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        return response.status_code, page.replace(address, "ADDRESS")

    for path, field in ((CODE, "email"), ("/konto/password/reset/", "email"), (LOGIN, "login")):
        known = told(harald.email, path, **{field: harald.email})
        assert known == told("ingen@exempel.invalid", path, **{field: "ingen@exempel.invalid"}), path
    wrong = {"password": "fel lösenord"}
    known = told(harald.email, LOGIN, login=harald.email, **wrong)
    assert known == told("ingen@exempel.invalid", LOGIN, login="ingen@exempel.invalid", **wrong)
    assert "stämmer inte" in known[1]


def test_after_five_wrong_passwords_even_the_right_one_waits_known_or_not(harald):
    for address in (harald.email, "ingen@exempel.invalid"):
        browser = Client()
        for _guess in range(5):
            assert "stämmer inte" in browser.post(LOGIN, {"login": address, "password": "fel"}).content.decode()
        locked = browser.post(LOGIN, {"login": address, "password": PASSWORD})
        assert "för många försök" in locked.content.decode()
        assert not signed_in(browser)


def test_the_lock_holds_in_every_browser_and_lets_the_code_through(harald):
    for _guess in range(5):
        Client().post(LOGIN, {"login": harald.email, "password": "fel"})
    browser = Client()
    browser.post(LOGIN, {"login": harald.email, "password": PASSWORD})
    assert not signed_in(browser)
    browser.post(CODE, {"email": harald.email})
    browser.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    assert signed_in(browser)


def test_a_code_is_worthless_after_five_wrong_ones(commissioner):
    browser = Client()
    browser.post(CODE, {"email": commissioner.email})
    for _guess in range(5):
        browser.post(CONFIRM, {"code": "BBBB-BBBB"})
    browser.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    assert not signed_in(browser)


def test_nobody_is_buried_in_codes(commissioner):
    for _time in range(4):
        response = Client().post(CODE, {"email": commissioner.email})
    assert len(mail.outbox) == 3
    assert "för många försök" in response.content.decode()


def test_a_flood_of_requests_gets_a_page_in_words(db):
    browser = Client()
    for _time in range(31):
        response = browser.post(LOGIN, {"login": "inte en adress"})
    assert response.status_code == 429
    assert "Vänta en kvart" in response.content.decode()


# --- A mail server that is down


@pytest.fixture
def no_mail(monkeypatch):
    def refuse(self, fail_silently=False):
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)


@pytest.mark.parametrize("address", ["harald@exempel.invalid", "ingen@exempel.invalid"])
@pytest.mark.parametrize(("path", "field"), [(LOGIN, "login"), (CODE, "email"), ("/konto/password/reset/", "email")])
def test_mail_that_is_down_is_said_in_words_to_known_and_unknown_alike(no_mail, harald, path, field, address):
    response = Client().post(path, {field: address})
    assert response.status_code == 503
    assert "Mejlet gick inte att skicka" in response.content.decode()


def test_a_new_password_stands_even_where_the_mail_about_it_does_not_go_out(no_mail, harald):
    browser = Client()
    browser.post(LOGIN, {"login": harald.email, "password": PASSWORD})
    browser.post("/konto/reauthenticate/", {"password": PASSWORD})
    new = "fyra helt andra ord"
    values = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = browser.post("/konto/password/change/", values, follow=True).content.decode()
    assert "mejlet som berättar om den gick inte att skicka" in page
    assert User.objects.get(pk=harald.pk).check_password(new)


# --- Passwords and addresses


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(harald):
    browser, new = Client(), "fyra helt andra ord"
    browser.post("/konto/password/reset/", {"email": harald.email})
    address = re.search(r"http://\S+", mail.outbox[0].body)[0]
    form = browser.get(address, follow=True)
    assert "Välj ett nytt lösenord" in form.content.decode()
    browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert User.objects.get(pk=harald.pk).check_password(new)
    assert "går inte att använda" in Client().get(address, follow=True).content.decode()


ASKED = {"headers": {"host": "localhost:9999"}}


def test_the_link_to_a_new_password_leads_to_our_own_address_whatever_host_was_asked(harald, settings):
    Client().post("/konto/password/reset/", {"email": harald.email}, **ASKED)
    assert f"{settings.BASE_URL}/konto/password/reset/key/" in mail.outbox[0].body
    assert "localhost:9999" not in mail.outbox[0].body


def test_the_link_that_confirms_an_address_leads_to_our_own_whatever_host_was_asked(commissioner, sign_in, settings):
    sign_in(commissioner).post("/konto/email/", {"email": "ny@exempel.invalid", "action_add": "1"}, **ASKED)
    assert f"{settings.BASE_URL}/konto/" in mail.outbox[-1].body
    assert "localhost:9999" not in mail.outbox[-1].body


def test_a_weak_password_is_refused_in_words(commissioner, sign_in):
    page = sign_in(commissioner).post("/konto/password/set/", {"password1": "kort", "password2": "kort"}, follow=True)
    assert "Rätta:" in page.content.decode()
    assert not User.objects.get(pk=commissioner.pk).has_usable_password()


def test_a_new_address_counts_once_its_mail_has_been_answered(commissioner, sign_in):
    browser = sign_in(commissioner)
    browser.post("/konto/email/", {"email": "Ny.Adress@exempel.invalid", "action_add": "1"})
    link = re.search(r"http://\S+", mail.outbox[-1].body)[0]
    assert browser.get(link).status_code == 200
    assert User.objects.get(pk=commissioner.pk).email == "harald@exempel.invalid"
    browser.post(link)
    assert User.objects.get(pk=commissioner.pk).email == "ny.adress@exempel.invalid"
    assert Entry.objects.filter(verb="user.email_changed", subject=f"user:{commissioner.pk}").exists()
    told = [message for message in mail.outbox if message.to == ["harald@exempel.invalid"]]
    assert "ny.adress@exempel.invalid" in told[-1].body


def test_asking_for_somebody_elses_address_looks_the_same_and_leads_nowhere(commissioner, coordinator, sign_in):
    browser = sign_in(commissioner)

    def page(address):
        return browser.post("/konto/email/", {"email": address, "action_add": "1"}, follow=True).status_code

    assert page(coordinator.email) == page("ledig@exempel.invalid") == 200
    assert not EmailAddress.objects.filter(email=coordinator.email, user=commissioner).exists()
    (message,) = [message for message in mail.outbox if message.to == [coordinator.email]]
    assert "http" not in message.body


def test_an_address_that_somebody_else_got_meanwhile_is_not_taken_over(commissioner, sign_in):
    browser = sign_in(commissioner)
    browser.post("/konto/email/", {"email": "delad@exempel.invalid", "action_add": "1"})
    User.objects.create_user("delad@exempel.invalid", "Snabbare")
    browser.post(re.search(r"http://\S+", mail.outbox[-1].body)[0])
    assert User.objects.get(pk=commissioner.pk).email == "harald@exempel.invalid"
    assert EmailAddress.objects.filter(user=commissioner, email="delad@exempel.invalid", verified=True).count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key_done", "account_inactive", "account_email_verification_sent",
        "socialaccount_login_cancelled", "socialaccount_login_error", "account_signup",
    ],
)  # fmt: skip
def test_the_pages_of_the_sign_in_are_ours(db, name):
    page = Client().get(reverse(name)).content.decode()
    assert 'class="site-main"' in page
    assert not re.search(r"\b(Sign|Password|Please|email address|Confirm)\b", page)
