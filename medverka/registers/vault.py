"""Uploaded registers in the file store, sealed."""

from collections.abc import Collection

from medverka.foundation import sealed_files
from medverka.registers.models import FOLDER, RegisterFile

remove = sealed_files.remove


def put(file: RegisterFile, data: bytes) -> None:
    """Keep the content of a file."""
    sealed_files.put(file.stored_as, data, _place(file))


def get(file: RegisterFile) -> bytes:
    """The content of a file. Raises `FileNotFoundError` and `crypto.CannotOpen`."""
    return sealed_files.get(file.stored_as, _place(file))


def sweep(kept: Collection[str]) -> None:
    """Delete contents whose upload never ended; `kept` are the names in use."""
    sealed_files.sweep(FOLDER, kept)


def _place(file: RegisterFile) -> str:
    return f"registers:file:{file.pk}"
