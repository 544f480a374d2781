from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from medverka.config.documents import PAGES

FOLDER = Path("docs")


class Command(BaseCommand):
    help = "Skriver de sidor i docs/ som skapas ur koden; --check säger bara vilka som är inaktuella."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = {FOLDER / name: page() for name, page in PAGES.items()}
        stale = [path for path, text in pages.items() if not path.exists() or path.read_text() != text]
        if stale and options["check"]:
            raise CommandError(f"Inaktuellt: {', '.join(map(str, stale))}. Kör: medverka docs")
        for path in stale:
            path.write_text(pages[path])
