from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "medverka.pool"
    label = "pool"
