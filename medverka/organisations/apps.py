from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "medverka.organisations"
    label = "organisations"
