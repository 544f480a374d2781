from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FoundationConfig(AppConfig):
    name = "medverka.foundation"

    def ready(self) -> None:
        autodiscover_modules("notices")  # Every app's notices register what the outbox can send.
        autodiscover_modules("jobs")  # … and what the worker does by the clock.
