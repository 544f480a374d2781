import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections

from medverka.config import processes
from medverka.organisations.models import County

KEYS = {"keys.json", "secret-key"}  # This process has read them already; what it seals must open later.


def forget_everything(folder: Path) -> None:
    """Empty the demo's data folder, but for the keys."""
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name not in KEYS:
            entry.unlink()


def is_filled() -> bool:
    """Whether Exempellän is there already."""
    tables = connection.introspection.table_names()
    return County._meta.db_table in tables and County.objects.exists()


class Command(BaseCommand):
    help = "Visar demolänet Exempellän. Uppgifterna är kvar till nästa gång; --reset börjar om."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="börja om från början")
        parser.add_argument("--load-only", action="store_true", help="fyll demolänet men starta inte")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Kör `medverka demo`: demolänet har sin egen mapp.")
        if options["reset"]:
            connections.close_all()
            forget_everything(settings.DATA_DIR)
        if not is_filled():
            self._fill() if options["load_only"] else self._let_another_fill()
        if options["load_only"]:
            call_command("prepare")
        else:
            call_command("serve", host=options["host"], port=options["port"])

    def _fill(self) -> None:
        from medverka.demo import loading

        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("Fyller Exempellän med människor, förfrågningar och svar …")
        self.stdout.flush()
        began = time.monotonic()
        loading.load()
        self.stdout.write(f"Klart på {time.monotonic() - began:.0f} s.")

    def _let_another_fill(self) -> None:
        """In a process of its own: what it needs of memory is given back, and this one goes on for as long as the demo."""
        self.stdout.flush()
        if processes.run_to_the_end([*processes.MEDVERKA, "demo", "--load-only"]):
            raise CommandError("Exempellän gick inte att fylla. Se ovan, eller kör `medverka doctor --demo`.")
