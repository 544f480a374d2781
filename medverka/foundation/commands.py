"""Commands that work on the county's data."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


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
