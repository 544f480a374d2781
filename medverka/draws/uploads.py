"""The files of a draw on their way in: sealed in the file store until they are read, and not longer."""

import json
from functools import partial

from django.db import transaction

from medverka.draws.models import Draw, Upload
from medverka.draws.rules import State
from medverka.foundation import sealed_files

FOLDER = "draws"  # In the file store.
KINDS = ("people", "quotas")


def put(upload: Upload, **files: bytes) -> None:
    """Keep both files, or neither: raises `OSError` where there is no room."""
    try:
        for kind, data in files.items():
            sealed_files.put(_name(upload, kind), data, _place(upload, kind))
    except OSError:
        for kind in files:
            sealed_files.remove(_name(upload, kind))
        raise


def get(upload: Upload, kind: str) -> bytes:
    """What one of the files holds. Raises `FileNotFoundError` where it has been read and thrown away."""
    return sealed_files.get(_name(upload, kind), _place(upload, kind))


def forget(draw: Draw) -> None:
    """Forget the latest files, and what was wrong with them. Only within a transaction."""
    for upload in Upload.objects.filter(draw=draw):
        _remove(upload)
        upload.delete()


def remove_read(draw_id: int) -> None:
    """Delete what the files of a draw hold, unless somebody still waits to have them read. What was wrong stays."""
    for upload in Upload.objects.filter(draw=draw_id).exclude(draw__state=State.READING):
        _remove(upload)


def mistakes(draw: Draw) -> list[str]:
    """What was wrong with the latest files, line by line."""
    upload = Upload.objects.filter(draw=draw).first()
    found: list[str] = json.loads(upload.mistakes) if upload and upload.mistakes else []
    return found


def sweep() -> None:
    """Delete the files of uploads that nobody waits for, however their reading ended."""
    waiting = Upload.objects.filter(draw__state=State.READING).only("id")
    sealed_files.sweep(FOLDER, {_name(upload, kind) for upload in waiting for kind in KINDS})


def _remove(upload: Upload) -> None:
    for kind in KINDS:
        transaction.on_commit(partial(sealed_files.remove, _name(upload, kind)))


def _name(upload: Upload, kind: str) -> str:
    return f"{FOLDER}/{upload.pk.hex}.{kind}"


def _place(upload: Upload, kind: str) -> str:
    return f"draws:file:{upload.pk}:{kind}"
