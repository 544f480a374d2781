from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from medverka.access.roles import PERMISSIONS, ROLES

TARGET = Path("docs/permissions.md")


def document() -> str:
    """The whole matrix as a page for people who read no Python."""
    with translation.override("sv"):
        lines = [
            "# Vem får göra vad",
            "",
            "Skapad ur koden (`medverka/access/roles.py`) med `medverka permissions_doc`. Ändra där, inte här.",
            "",
            "Det som inte står här är inte tillåtet. En roll gäller i hela länet, i en delregion eller i en",
            "organisation med allt under den. Utöver detta prövas varje sak för sig: en uppdragsgivare ser till",
            "exempel bara den egna verksamhetens förfrågningar.",
        ]
        for role in ROLES.values():
            lines += ["", f"## {str(role.label).capitalize()} (`{role.code}`)", "", str(role.sentence), ""]
            rights = sorted(role.permissions)
            lines += [f"- {PERMISSIONS[right]} (`{right}`)" for right in rights] or ["Inget utöver det som alla får."]
    return "\n".join(lines) + "\n"


class Command(BaseCommand):
    help = "Skriver docs/permissions.md ur rollerna; --check säger bara om den är inaktuell."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            TARGET.write_text(document())
        elif not TARGET.exists() or TARGET.read_text() != document():
            raise CommandError(f"{TARGET} är inaktuell. Kör: medverka permissions_doc")
