from typing import Any

from django.core.management.base import CommandParser

from medverka.foundation.commands import CountyCommand
from medverka.surveys.management.survey import VERBS


class Command(CountyCommand):
    help = "medverka survey " + " | ".join(f"{verb.USAGE}: {verb.HELP}" for verb in VERBS.values())

    def add_arguments(self, parser: CommandParser) -> None:
        parser.description = "Frågeformulär som filer, och det som är publicerat av enkäter. Mer om var och en: medverka survey export --help"
        verbs = parser.add_subparsers(dest="verb", metavar="|".join(VERBS), required=True)
        for name, verb in VERBS.items():
            verb.add_arguments(verbs.add_parser(name, help=verb.HELP, description=verb.HELP))

    def handle(self, *args: Any, **options: Any) -> None:
        VERBS[options["verb"]].run(self, options)
