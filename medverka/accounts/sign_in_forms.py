"""django-allauth's forms in our words. What they check and do is theirs."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from medverka.accounts.models import User
from medverka.accounts.second_factor import use_up

EMAIL = _("E-post")
PASSWORD_HELP = _("Minst 12 tecken. Tre ord som inte hör ihop är lätta att minnas och svåra att gissa.")


def word(field: forms.Field, label: Any, help_text: Any = "", **attributes: Any) -> None:
    """Give a field our label and help, and take the grey text in the box away."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def word_new_password(form: forms.Form) -> None:
    """Our words for a new password and its repetition."""
    word(form.fields["password1"], _("Nytt lösenord"), PASSWORD_HELP)
    word(form.fields["password2"], _("Det nya lösenordet en gång till"))


class LoginForm(account.LoginForm):
    """Address and perhaps password: without one, a code is mailed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], EMAIL, autocomplete="username")
        word(
            self.fields["password"], _("Lösenord"), _("Lämna tomt om du inte har något, så mejlar vi en kod i stället.")
        )

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    """Where to mail a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], EMAIL)


class ConfirmLoginCodeForm(account.ConfirmLoginCodeForm):
    """The mailed code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Koden från mejlet"), size=14, autofocus=True, spellcheck="false")


class ChangeEmailForm(account.AddEmailForm):
    """A new address. Whether somebody else signs in with it must not show here: they are told by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], _("Ny e-postadress"))

    def save(self, request: HttpRequest) -> EmailAddress:
        email = self.cleaned_data["email"]
        if User.objects.filter(email=email).exists():
            get_adapter().send_account_already_exists_mail(email)
            return EmailAddress(user=self.user, email=email)
        return super().save(request)


class ChangePasswordForm(account.ChangePasswordForm):
    """A new password for an old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], _("Nuvarande lösenord"))
        word_new_password(self)


class SetPasswordForm(account.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_password(self)


class ResetPasswordForm(account.ResetPasswordForm):
    """Where to mail the link to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], EMAIL)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """A new password for one that was forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_password(self)


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password"], _("Lösenord"))


CODE_HELP = _("Sex siffror från appen, eller en av dina reservkoder.")


class OnceOnly(mfa.BaseAuthenticateForm):
    """A code of the app works once, however long it would be right; spare codes are crossed out by django-allauth."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceOnly, mfa.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Kod"), CODE_HELP, size=14, inputmode="numeric")


class MFAReauthenticateForm(OnceOnly, mfa.ReauthenticateForm):
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Kod"), CODE_HELP, size=14, inputmode="numeric")


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of an app, which shows that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Koden som appen visar"), _("Sex siffror."), size=14, inputmode="numeric")


# A browser's answer can be anything. What django-allauth and its parts raise on nonsense is a wrong code.
NONSENSE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)


class PasskeyField(forms.JSONField):
    """A browser's answer as JSON. What no browser would write is a bad request: a number of 5,000 digits, a deep nest."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise BadRequest("That is no passkey's answer.") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True  # What was read once is not read again to compare.


class Forgiving(forms.Form):
    """The check of a passkey's answer, with nonsense taken for a wrong code."""

    credential = PasskeyField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class LoginWebAuthnForm(Forgiving, webauthn.LoginWebAuthnForm):
    """A passkey instead of address and code."""


class AuthenticateWebAuthnForm(Forgiving, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ReauthenticateWebAuthnForm(Forgiving, webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more."""


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    """A new passkey."""

    credential = PasskeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["name"], _("Vad ska den heta?"), _("Så att du känner igen den, till exempel ”Jobbdatorn”."))
        word(
            self.fields["passwordless"],
            _("Logga in med bara den här"),
            _("Du skriver då varken adress eller kod. Ta bort krysset för en äldre säkerhetsnyckel."),
        )
        self.initial.setdefault("passwordless", True)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()  # type: ignore[no-any-return]
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    """What a passkey is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["name"], _("Vad ska den heta?"))
