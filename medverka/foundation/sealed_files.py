"""Files in the file store, sealed: their names say nothing, and what they hold opens at its own place alone."""

from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from medverka.foundation import clock, crypto


def put(name: str, data: bytes, place: str) -> None:
    """Keep it."""
    default_storage.save(name, ContentFile(crypto.seal_bytes(data, place)))


def get(name: str, place: str) -> bytes:
    """What was kept. Raises `FileNotFoundError` and `crypto.CannotOpen`."""
    with default_storage.open(name) as stored:
        return crypto.unseal_bytes(stored.read(), place)


def remove(name: str) -> None:
    """Delete what was kept; nothing happens where there is nothing."""
    default_storage.delete(name)


def sweep(folder: str, kept: Collection[str]) -> None:
    """Delete what nobody names any longer; `kept` are the names in use. Files of the last hour may be under way."""
    if not default_storage.exists(folder):
        return
    _folders, names = default_storage.listdir(folder)
    for name in (f"{folder}/{each}" for each in names):
        old = clock.now() - default_storage.get_modified_time(name) > timedelta(hours=1)
        if old and name not in kept:
            default_storage.delete(name)
