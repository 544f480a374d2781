from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "medverka.accounts"

    def ready(self) -> None:
        from medverka.accounts import second_factor  # noqa: F401 - hears of second factors that come and go

        keep_ciphertext()


def keep_ciphertext() -> None:
    """Let django-allauth's tables say no more than ours of who signs in (ADR 0011)."""
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount

    from medverka.foundation.sealed import SealedEmailField

    # The same column, so the same field but for what it writes; the package lets nobody choose a model.
    EmailAddress._meta.get_field("email").__class__ = SealedEmailField
    # What a provider tells of somebody is used while they sign in, and not kept.
    SocialAccount._meta.get_field("extra_data").pre_save = lambda account, add: {}
