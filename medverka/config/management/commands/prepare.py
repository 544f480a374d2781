from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from medverka.access.authorise import SYSTEM
from medverka.config import keys
from medverka.pool.actions import ensure_default_terms
from medverka.voices.themes import ensure_default_themes


class Command(BaseCommand):
    help = "Gör databasen redo: tabeller, listor. Gör bara det som inte är gjort."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        keys.refuse_wrong_ones()
        ensure_default_terms(by=SYSTEM)
        ensure_default_themes(by=SYSTEM)
