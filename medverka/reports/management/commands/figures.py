import json
from typing import Any

from django.core.management.base import CommandParser

from medverka.foundation.commands import PeriodCommand
from medverka.reports.export import document, lines
from medverka.reports.queries import by_year, figures


class Command(PeriodCommand):
    help = "medverka figures --from DAG --to DAG [--json]: länets siffror för en period, båda dagarna inräknade."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="som JSON, med definitionerna")

    def handle(self, *args: Any, **options: Any) -> None:
        found = figures(*self.period(options))
        if options["json"]:
            told = document(found, by_year(found.period))
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(found)))
