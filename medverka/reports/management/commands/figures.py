import json
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from medverka.foundation.commands import CountyCommand
from medverka.foundation.fields import read_date
from medverka.reports.export import document, lines
from medverka.reports.queries import by_year, figures


class Command(CountyCommand):
    help = "medverka figures --from DAG --to DAG [--json]: länets siffror för en period, båda dagarna inräknade."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", metavar="DAG", help="första dagen, till exempel 2021-01-01")
        parser.add_argument("--to", dest="end", metavar="DAG", help="sista dagen, till exempel 2021-12-31")
        parser.add_argument("--json", action="store_true", help="som JSON, med definitionerna")

    def handle(self, *args: Any, **options: Any) -> None:
        start, end = day("--from", options["start"]), day("--to", options["end"])
        if start > end:
            raise CommandError(
                f"Perioden slutar innan den börjar: --from {start} är efter --to {end}. Byt plats på dem."
            )
        found = figures(start, end)
        if options["json"]:
            told = document(found, by_year(found.period))
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(found)))


def day(option: str, text: str | None) -> date:
    """The day that an option names. `CommandError` in words where it names none."""
    if not text:
        raise CommandError(f"{option} saknas. Skriv båda dagarna: medverka figures --from 2021-01-01 --to 2021-12-31")
    try:
        return read_date(text)
    except ValueError:
        raise CommandError(f"{option} {text} är ingen dag som finns. Skriv den som 2021-03-15.") from None
