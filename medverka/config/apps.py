from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app for its commands alone."""

    name = "medverka.config"
    label = "config"
