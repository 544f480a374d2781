from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "medverka.accounts"

    def ready(self) -> None:
        from medverka.accounts import second_factor  # noqa: F401 - hears of second factors that come and go
