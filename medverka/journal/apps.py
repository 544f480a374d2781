from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "medverka.journal"
    label = "journal"
