"""The pages in docs/ that are made from the code. `medverka docs` writes them."""

from collections.abc import Callable

from django.utils import translation

from medverka.access.roles import COUNTY_WIDE, PERMISSIONS, ROLES
from medverka.config.environment import SETTINGS
from medverka.reports.definitions import as_page as figures
from medverka.voices.counting import as_page as voices


def settings() -> str:
    """Every setting as a row of a table."""
    rows = [f"| `MEDVERKA_{s.name}` | {f'`{s.default}`' if s.default else '–'} | {s.meaning} |" for s in SETTINGS]
    lines = [
        "# Settings",
        "",
        "Made from `medverka/config/environment.py` by `medverka docs`. Nothing needs to be set to begin.",
        "What a county decides (name, retention, answer times, smallest group) is set on the page *Länets inställningar*.",
        "",
        "| variable | default | meaning |",
        "|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


def permissions() -> str:
    """The whole matrix, for people who read no Python."""
    with translation.override("sv"):
        lines = [
            "# Vem får göra vad",
            "",
            "Skapad ur koden (`medverka/access/roles.py`) med `medverka docs`. Ändra där, inte här.",
            "",
            "Det som inte står här är inte tillåtet. En roll gäller i hela länet, i en delregion eller i en",
            "organisation med allt under den. Utöver detta prövas varje sak för sig: en uppdragsgivare ser till",
            "exempel bara den egna verksamhetens förfrågningar.",
        ]
        for role in ROLES.values():
            lines += ["", f"## {str(role.label).capitalize()} (`{role.code}`)", "", str(role.sentence), ""]
            rights = [_right(right) for right in sorted(role.permissions)]
            lines += rights or ["Inget utöver det som alla får."]
    return "\n".join(lines) + "\n"


def _right(name: str) -> str:
    return f"- {PERMISSIONS[name]} (`{name}`){', bara med rollen i hela länet' if name in COUNTY_WIDE else ''}"


PAGES: dict[str, Callable[[], str]] = {
    "figures.md": figures,
    "permissions.md": permissions,
    "settings.md": settings,
    "voices.md": voices,
}
