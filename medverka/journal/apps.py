from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "medverka.journal"

    def ready(self) -> None:
        autodiscover_modules("journal_words")  # Every app's words for what it has the journal keep.
