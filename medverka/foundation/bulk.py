"""Many new rows at once: what a register brings comes by the hundred thousand.

``bulk_create`` spends most of its time composing SQL. Here one statement is composed, and the database is handed the
values. Whoever writes so much holds everybody else up: SQLite has one writer, and the journal one end.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Value = Callable[[Any], Any]
_KEPT_AS_THEY_ARE = {
    *("BigAutoField", "BigIntegerField", "BooleanField", "CharField", "ForeignKey", "OneToOneField"),
    *("PositiveIntegerField", "PositiveSmallIntegerField", "SlugField"),
}
_PLAIN = {str, int, bool, type(None)}
_PLAINLY_READ = {models.Field.pre_save, models.DateField.pre_save, models.DateTimeField.pre_save}


def insert(rows: Sequence[models.Model]) -> None:
    """Save new rows of one model, which get their keys. Only within a transaction; no signals are sent."""
    if not rows:
        return
    model = type(rows[0])
    if isinstance(model._meta.pk, models.AutoField):
        for row, number in zip(rows, _next_keys(model, len(rows)), strict=True):
            row.pk = number
    fields = model._meta.concrete_fields
    read = [_reader(field) for field in fields]
    _write(model, fields, ([value(row) for value in read] for row in rows))
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Save new rows given by their values alone: `names` are all fields but a key that counts by itself."""
    _write(model, [model._meta.get_field(name) for name in names], rows)


def update_values(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, Sequence[Any]]]) -> None:
    """Change the fields `names` of many rows, given as key and values. ``bulk_update`` spends its time composing SQL."""
    connection = connections[DEFAULT_DB_ALIAS]
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every model has one
    fields: list[Any] = [*(model._meta.get_field(name) for name in names), key]
    table = connection.ops.quote_name(model._meta.db_table)
    *columns, key_column = (connection.ops.quote_name(field.column) for field in fields)
    places = ", ".join(f"{column} = %s" for column in columns)
    prepared: Any = (
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, (*values, pk), strict=True)]
        for pk, values in rows
    )
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {places} WHERE {key_column} = %s", prepared)  # noqa: S608


def delete(rows: models.QuerySet[Any]) -> None:
    """Delete rows to which no other row points, without reading them first; no signals are sent."""
    rows.order_by()._raw_delete(rows.db)


@contextmanager
def without_collecting() -> Iterator[None]:
    """For work on very many objects that all live on: looking for dead ones would take a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reader(field: Any) -> Value:
    """How a field's value is read from a row that is about to be saved."""
    if type(field).pre_save in _PLAINLY_READ and not getattr(field, "auto_now", False):
        return attrgetter(field.attname)
    return partial(field.pre_save, add=True)


def _write(model: type[models.Model], fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    ready = [(field.get_internal_type() in _KEPT_AS_THEY_ARE, field.get_db_prep_save) for field in fields]
    values: Any = (
        [
            value if kept and type(value) in _PLAIN else prepare(value, connection)
            for (kept, prepare), value in zip(ready, row, strict=True)
        ]
        for row in rows
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608


def _next_keys(model: type[models.Model], count: int) -> Iterable[int]:
    """Keys that nobody else gets: the database counts them on PostgreSQL; on SQLite nobody else writes meanwhile."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not connection.in_atomic_block:
        raise RuntimeError("Many rows are inserted within a transaction only.")
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None  # noqa: S101 - every model has one
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, key.column, count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return range(last + 1, last + count + 1)
