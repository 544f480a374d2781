import json
from typing import Any

from django.core.management.base import CommandParser

from medverka.foundation.commands import PeriodCommand
from medverka.voices.counting import DEFINITIONS, counts, lines


class Command(PeriodCommand):
    help = (
        "medverka voices --from DAG --to DAG [--json]: det som sades under en period, båda dagarna inräknade: "
        "var, om vad, och vad som blev av det."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        keys = " ".join(f"{key}: {how}" for key, _label, how in DEFINITIONS)
        parser.add_argument("--json", action="store_true", help=f"som JSON, med nycklarna from, to och {keys}")

    def handle(self, *args: Any, **options: Any) -> None:
        found = counts(*self.period(options))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(found)))
