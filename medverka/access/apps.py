from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "medverka.access"
    label = "access"
