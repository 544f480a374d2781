from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from medverka.config.environment import SETTINGS

TARGET = Path("docs/settings.md")


def document() -> str:
    """Every setting as a row of a table."""
    rows = [f"| `MEDVERKA_{s.name}` | {f'`{s.default}`' if s.default else '–'} | {s.meaning} |" for s in SETTINGS]
    return "\n".join(
        [
            "# Settings",
            "",
            "Made from `medverka/config/environment.py` by `medverka settings_doc`. Nothing needs to be set to begin.",
            "What a county decides (name, retention, answer times, smallest group) is set on the page *Länets inställningar*.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


class Command(BaseCommand):
    help = "Skriver docs/settings.md ur inställningarna; --check säger bara om den är inaktuell."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            TARGET.write_text(document())
        elif not TARGET.exists() or TARGET.read_text() != document():
            raise CommandError(f"{TARGET} är inaktuell. Kör: medverka settings_doc")
