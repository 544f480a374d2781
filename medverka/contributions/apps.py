from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "medverka.contributions"
    label = "contributions"

    def ready(self) -> None:
        from medverka.contributions import gathering  # noqa: F401 - connects its signal
