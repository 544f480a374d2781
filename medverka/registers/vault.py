"""Uploaded registers in the file store, sealed."""

from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from medverka.foundation import clock, crypto
from medverka.registers.models import FOLDER, RegisterFile


def put(file: RegisterFile, data: bytes) -> None:
    """Keep the content of a file."""
    default_storage.save(file.stored_as, ContentFile(crypto.seal_bytes(data, _place(file))))


def get(file: RegisterFile) -> bytes:
    """The content of a file. Raises `FileNotFoundError` and `crypto.CannotOpen`."""
    with default_storage.open(file.stored_as) as stored:
        return crypto.unseal_bytes(stored.read(), _place(file))


def remove(stored_as: str) -> None:
    """Delete what was kept; nothing happens where there is nothing."""
    default_storage.delete(stored_as)


def sweep(kept: Collection[str]) -> None:
    """Delete contents whose upload never ended; `kept` are the names in use. Those of the last hour may be under way."""
    if not default_storage.exists(FOLDER):
        return
    _folders, names = default_storage.listdir(FOLDER)
    for name in names:
        stored_as = f"{FOLDER}/{name}"
        old = clock.now() - default_storage.get_modified_time(stored_as) > timedelta(hours=1)
        if old and stored_as not in kept:
            default_storage.delete(stored_as)


def _place(file: RegisterFile) -> str:
    return f"registers:file:{file.pk}"
