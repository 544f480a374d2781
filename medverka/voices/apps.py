from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "medverka.voices"
    label = "voices"

    def ready(self) -> None:
        from medverka.voices import gathering  # noqa: F401 - connects its signal
