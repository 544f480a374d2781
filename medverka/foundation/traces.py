"""What a database remembers beside its tables: rows as they were before, and the log of what was written together."""

from django.conf import settings
from django.db import connection, models

PATIENCE = 2000  # Milliseconds. Whoever reads for longer than that (a back-up) must not make others wait with us.


def sweep(*swept: type[models.Model]) -> None:
    """Let go of rows as they were before they were last written. Never within a transaction; harmless to run again.

    PostgreSQL keeps them until the table is vacuumed, with the transactions that wrote them. SQLite overwrites them (its
    `secure_delete` is asked for), but what was written together lies side by side in its log until that is emptied.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in swept:
                cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")
        else:
            usual = int(settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000)
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
