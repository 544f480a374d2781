"""Where no mail server is set, whoever waits for mail is told so."""

import logging

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

pytestmark = pytest.mark.django_db
WARNING = "mejl når ingen"


@pytest.fixture
def as_files(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "medverka.foundation.mail_files.Backend", tmp_path
    settings.DEMO = False
    return tmp_path


@pytest.mark.parametrize("name", ["portal:today", "accounts:staff", "portal:outbox", "account_request_login_code"])
def test_every_page_that_promises_mail_warns_where_no_mail_server_is_set(name, client, sign_in, coordinator, as_files):
    browser = client if name.startswith("account_") else sign_in(coordinator)
    assert WARNING in browser.get(reverse(name)).content.decode()


def test_the_first_start_warns_too(client, as_files):
    assert WARNING in client.get(reverse("accounts:first_run")).content.decode()


@pytest.mark.usefixtures("as_files")
def test_neither_the_demo_nor_a_county_with_a_mail_server_warns(sign_in, coordinator, settings):
    settings.DEMO = True
    assert WARNING not in sign_in(coordinator).get(reverse("portal:today")).content.decode()
    settings.DEMO, settings.EMAIL_BACKEND = False, "django.core.mail.backends.smtp.EmailBackend"
    assert WARNING not in sign_in(coordinator).get(reverse("portal:today")).content.decode()


def test_the_page_of_mail_names_the_folder_and_does_not_say_that_all_is_sent(sign_in, coordinator, as_files):
    page = sign_in(coordinator).get(reverse("portal:outbox")).content.decode()
    assert str(as_files) in page
    assert "Allt är skickat" not in page


def test_the_console_names_the_file_of_a_mail_and_nothing_that_stands_in_it(as_files, caplog):
    with caplog.at_level(logging.WARNING):
        EmailMessage("Ämnet", "Koden är ABC123", "fran@exempel.invalid", ["till@exempel.invalid"]).send()
    (file,) = as_files.iterdir()
    assert str(file) in caplog.text
    assert not any(word in caplog.text for word in ("Ämnet", "ABC123", "till@"))
