from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from medverka.councils.models import Council
from medverka.councils.poster import FILE, poster
from medverka.foundation.commands import CountyCommand


class Command(CountyCommand):
    help = (
        "medverka poster --council SLUG --out FIL.pdf [--paper a4]: affischen Ni sa, vi gjorde för ett råd eller forum. "
        "SLUG är slutet av adressen till rådets öppna sida."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--council", metavar="SLUG", help="till exempel patientforum-avdelning-12")
        parser.add_argument("--out", metavar="FIL", help="filen som affischen skrivs till")
        parser.add_argument("--paper", choices=("a3", "a4"), default="a3", help="a3 om inget sägs")

    def handle(self, *args: Any, **options: Any) -> None:
        for option in ("council", "out"):
            if not options[option]:
                raise CommandError(f"--{option} saknas. Skriv: medverka poster --council SLUG --out FIL.pdf")
        council = Council.objects.filter(slug=options["council"]).first()
        if council is None:
            raise CommandError(f"Det finns inget råd eller forum som heter {options['council']}. {_nearest(options)}")
        target = Path(options["out"])
        written = _write(target, poster(council, paper=options["paper"]))
        self.stdout.write(f"{target}: {council.name}, {written} bytes.")


def _nearest(options: dict[str, Any]) -> str:
    slugs = sorted(Council.objects.values_list("slug", flat=True))
    if not slugs:
        return "Länet har inga råd eller forum än."
    near = get_close_matches(options["council"], slugs, n=5, cutoff=0.4) or slugs[:20]
    return "Menade du något av dessa? " + ", ".join(near)


def _write(target: Path, content: bytes) -> int:
    """Write all of it or nothing. `CommandError` in words where that cannot be done."""
    if target.is_dir():
        raise CommandError(f"{target} är en mapp. Skriv en fil i den: --out {target / FILE}")
    if not target.parent.is_dir():
        raise CommandError(f"Det gick inte att skriva {target}: mappen {target.parent} finns inte.")
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise CommandError(f"Det gick inte att skriva {target}: {error.strerror or error}.") from None
    return len(content)
