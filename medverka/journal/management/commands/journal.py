from typing import Any

from django.core.management.base import CommandError, CommandParser

from medverka.foundation.commands import CountyCommand
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry


class Command(CountyCommand):
    help = "medverka journal verify: undersöker att ingen har ändrat i journalen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        broken = first_broken_entry()
        if broken is not None:
            raise CommandError(f"Journalens kedja är bruten vid post {broken}.")
        self.stdout.write(f"Journalen är hel: {Entry.objects.count()} poster.")
