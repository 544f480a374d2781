"""Files in the file store, sealed: their names say nothing, and what they hold opens at its own place alone."""

import logging
from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock, crypto

log = logging.getLogger(__name__)
NOT_KEPT = _(
    "Filerna gick inte att spara hos oss, kanske för att disken är full. Inget är sparat. Försök igen om en stund, eller "
    "säg till den som sköter servern."
)


def put(name: str, data: bytes, place: str) -> None:
    """Keep it whole, or not at all: raises `OSError` where there is no room."""
    try:
        default_storage.save(name, ContentFile(crypto.seal_bytes(data, place)))
    except OSError:
        log.exception("A file could not be kept.")
        remove(name)
        raise


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
