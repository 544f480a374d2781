"""Commands that work on the county's data."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from medverka.foundation.fields import read_date


def lacks_tables() -> bool:
    """Whether the database is empty, or older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class CountyCommand(BaseCommand):
    """Sees to it that there is a county to work on, as `serve` does: an empty one, or with `--demo` Exempellän.

    What it says of that goes to standard error, for the answer may be read by a program.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        if settings.DEMO:
            call_command("demo", load_only=True, stdout=options.get("stderr") or self.stderr)
        elif lacks_tables():
            call_command("prepare")
        return super().execute(*args, **options)


class PeriodCommand(CountyCommand):
    """A command about a period, from one day to another, both included. Its module's name is its own name."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", metavar="DAG", help="första dagen, till exempel 2021-01-01")
        parser.add_argument("--to", dest="end", metavar="DAG", help="sista dagen, till exempel 2021-12-31")

    def period(self, options: dict[str, Any]) -> tuple[date, date]:
        """The first day and the last. `CommandError` in words where they make no period."""
        start, end = self._day("--from", options["start"]), self._day("--to", options["end"])
        if start > end:
            raise CommandError(
                f"Perioden slutar innan den börjar: --from {start} är efter --to {end}. Byt plats på dem."
            )
        return start, end

    def _day(self, option: str, text: str | None) -> date:
        name = type(self).__module__.rpartition(".")[2]
        if not text:
            raise CommandError(
                f"{option} saknas. Skriv båda dagarna: medverka {name} --from 2021-01-01 --to 2021-12-31"
            )
        try:
            return read_date(text)
        except ValueError:
            raise CommandError(f"{option} {text} är ingen dag som finns. Skriv den som 2021-03-15.") from None
