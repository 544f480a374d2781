from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PoolConfig(AppConfig):
    name = "medverka.pool"

    def ready(self) -> None:
        autodiscover_modules("gathering")  # What every app tells of a contributor, when `signals` asks.
