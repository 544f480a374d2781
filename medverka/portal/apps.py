from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "medverka.portal"
    label = "portal"
