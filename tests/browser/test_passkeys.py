"""Passkeys made and used in the browser, with an authenticator that the browser plays itself."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from medverka.accounts.models import User
from tests.browser.mail import Mailbox
from tests.browser.visitor import Visitor


@pytest.fixture
def served(served: str, live_server: Any, settings: Any) -> str:
    """The same pages under a name: passkeys do not work at bare numbers."""
    named = live_server.url.replace("127.0.0.1", "localhost")
    settings.BASE_URL = named
    settings.CSRF_TRUSTED_ORIGINS = [named]
    return str(named)


def give_authenticator(visitor: Visitor) -> None:
    """A telephone's unlocked keys, as the browser's developers test with them."""
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    kind = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})


def make_passkey(visitor: Visitor) -> None:
    visitor.go("/konto/tva-steg/").press("Lägg till passkey")
    visitor.sees("Lägg till en passkey").finds_the_page_fine("passkey-add")
    visitor.write("Vad ska den heta?", "Jobbdatorn").press("Skapa passkey")
    visitor.page.wait_for_url("**/recovery-codes/")
    visitor.sees("Reservkoder").finds_the_page_fine("recovery-codes")


@pytest.fixture
def karin(small_county: SimpleNamespace, coordinator: User) -> User:
    return User.objects.get(pk=coordinator.pk)  # As she comes from her mail: without a second factor.


def test_a_passkey_made_here_signs_in_with_nothing_else_and_counts_as_two_steps(
    arrive: Callable[..., Visitor], karin: User
) -> None:
    visitor = arrive(karin)
    give_authenticator(visitor)
    make_passkey(visitor)
    visitor.go("/konto/").press("Logga ut")
    visitor.go("/konto/login/").press("Logga in med passkey")
    visitor.page.wait_for_url("**/idag/")
    visitor.go("/konto/tva-steg/").sees("Du loggar in i två steg.")
    visitor.go("/konto/steg/webauthn/").sees("Jobbdatorn", "Räcker för att logga in.").finds_the_page_fine("passkeys")


def test_a_passkey_is_the_second_step_after_a_mailed_code(
    arrive: Callable[..., Visitor], karin: User, mailbox: Mailbox
) -> None:
    visitor = arrive(karin)
    give_authenticator(visitor)
    make_passkey(visitor)
    visitor.go("/konto/").press("Logga ut")
    visitor.go("/konto/login/").write("E-post", karin.email).page.keyboard.press("Enter")
    visitor.sees("Skriv koden").finds_the_page_fine("login-code")
    code = next(line for line in mailbox.newest_to(karin.email).text.splitlines() if line.startswith("    "))
    visitor.write("Koden från mejlet", code.strip()).page.keyboard.press("Enter")
    visitor.sees("Det andra steget").finds_the_page_fine("second-step")
    visitor.press("Använd passkey")
    visitor.page.wait_for_url("**/idag/")


def test_whoever_has_no_passkey_here_is_told_so_in_words(arrive: Callable[..., Visitor], karin: User) -> None:
    visitor = arrive()
    give_authenticator(visitor)
    visitor.go("/konto/login/").press("Logga in med passkey")
    visitor.sees("Det gick inte med passkey.").finds_the_page_fine("passkey-trouble")
    assert not Authenticator.objects.exists()
