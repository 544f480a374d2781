"""How django-allauth behaves here: nobody signs up, secrets are sealed, and a mail server that is down is said so."""

import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.accounts.models import User
from medverka.accounts.policies import needs_second_factor
from medverka.accounts.queries import has_second_factor
from medverka.foundation import crypto, links
from medverka.journal.actions import record
from medverka.organisations.queries import the_county

log = logging.getLogger(__name__)

MAIL_TROUBLE = (SMTPException, OSError)


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, mail about it, and where one lands after."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Kontot är avstängt. Fråga den som samordnar."),
        "duplicate_email": gettext_lazy("Det är redan din adress. Skriv en annan."),
        "email_password_mismatch": gettext_lazy(
            "E-postadressen eller lösenordet stämmer inte. Försök igen, eller lämna lösenordet tomt så mejlar vi en kod."
        ),
        "enter_current_password": gettext_lazy("Det är inte ditt nuvarande lösenord. Försök igen."),
        "incorrect_code": gettext_lazy("Koden stämmer inte. Läs den igen och försök på nytt."),
        "incorrect_password": gettext_lazy("Lösenordet stämmer inte. Försök igen."),
        "too_many_login_attempts": gettext_lazy("Det har blivit för många försök. Vänta en kvart och försök igen."),
        "rate_limited": gettext_lazy("Det har blivit för många försök. Vänta en stund och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: at our own address, whatever host the browser says that it asked."""
        return links.absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The same for the link that confirms a new address."""
        return links.absolute(urlsplit(super().get_email_confirmation_url(request, emailconfirmation)).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, for somebody waits for it. A mail server that is down becomes a page that says so."""
        try:
            super().send_mail(template_prefix, email, context | {"county": the_county()})
        except MAIL_TROUBLE:
            log.exception("The mail %s could not be sent.", template_prefix)
            page = render(self.request, "account/mail_is_down.html", status=503)
            raise ImmediateHttpResponse(page) from None

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody what has changed in their account. The change stands even where the mail does not go out."""
        try:
            super().send_notification_mail(template_prefix, user, context, email)
        except ImmediateHttpResponse:  # Logged in `send_mail`.
            text = _("Ändringen är sparad, men mejlet som berättar om den gick inte att skicka.")
            messages.warning(self.request, text)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Take a new address into use, unless somebody else signs in with it since it was asked for."""
        if User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id).exists():
            return False
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            record(email_address.user, "user.email_changed", email_address.user)
        return confirmed

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever needs a second factor and has none is led there first."""
        user: Any = request.user
        if needs_second_factor(user) and not has_second_factor(user):
            return reverse("accounts:second_step")
        return str(super().get_login_redirect_url(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is, in our words."""
        words = {
            "reauthenticate": _("Med lösenord"),
            "mfa_reauthenticate": _("Med kod från appen eller en reservkod"),
            "mfa_reauthenticate:webauthn": _("Med passkey"),
        }
        return [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": gettext_lazy(
            "Reservkoder behövs först när du loggar in i två steg. Lägg till en app eller en passkey först."
        ),
    }
    # All secrets of one table column; the hook does not know the row.
    PLACE = "mfa_authenticator:data:secret"

    def encrypt(self, text: str) -> str:
        return crypto.seal(text, self.PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text, self.PLACE)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 (allauth's word)
        return _("Min passkey")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Signs in people who have an account already, by the address that the provider has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> requests.Session:
        """How the provider is asked; one that is down, or answers with an error, becomes a page that says so."""
        session: requests.Session = super().get_requests_session()
        ask = session.request

        def ask_or_say(*args: Any, **kwargs: Any) -> requests.Response:
            try:
                answer = ask(*args, **kwargs)
                answer.raise_for_status()
            except requests.RequestException:
                log.exception("The OpenID provider does not answer as it should.")
                page = render(self.request, "socialaccount/authentication_error.html", status=503)
                raise ImmediateHttpResponse(page) from None
            return answer

        session.request = ask_or_say  # type: ignore[method-assign]
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        log.warning("Signing in through %s failed: %s %s", provider, error, exception)
