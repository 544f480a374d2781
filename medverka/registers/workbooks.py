"""Workbooks (.xlsx, .xls, .ods), read by python-calamine in a process of its own."""

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from medverka.registers import containers
from medverka.registers.sheets import MAX_CELLS, Sheet, UnreadableFile

_CHILD = Path(__file__).with_name("workbook_child.py")
_SECONDS = 90


def read(form: containers.Form, data: bytes, source: str) -> list[Sheet]:
    """All sheets of a workbook. Raises `UnreadableFile`.

    A few kilobytes can say ”a cell in the farthest corner”, for which the reader would reserve
    gigabytes and take the whole server along. So it works in a process with bounded memory.
    """
    answer = _ask_child(form, data)
    if "refused" in answer:
        raise too_many_cells() if answer["refused"] == "cells" else containers.too_large()
    return [
        Sheet(
            name=sheet["name"],
            rows=sheet["rows"],
            source=source,
            merged=tuple(tuple(merged) for merged in sheet["merged"]),
            hidden=sheet["hidden"],
        )
        for sheet in answer["sheets"]
    ]


def _ask_child(form: str, data: bytes) -> dict[str, Any]:
    """What the process that reads the workbook answers. Raises `UnreadableFile` when it cannot."""
    try:
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD), form, str(MAX_CELLS)],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise containers.too_large() from error
    if run.returncode < 0:  # Ended by a signal: the memory or the seconds were used up.
        raise containers.too_large()
    if run.returncode:
        raise containers.locked() if b"assword" in run.stderr else containers.broken()
    answer: dict[str, Any] = json.loads(run.stdout, object_hook=_untagged)
    return answer


def _untagged(value: dict[str, Any]) -> Any:
    """A date, time or length of time as `workbook_child.tagged` wrote it."""
    if len(value) != 1:
        return value
    ((kind, text),) = value.items()
    if kind == "timedelta":
        return timedelta(seconds=text)
    types: dict[str, Any] = {"date": date, "datetime": datetime, "time": time}
    return types[kind].fromisoformat(text) if kind in types else value


def too_many_cells() -> UnreadableFile:
    """The message for a sheet that reaches beyond all registers."""
    return UnreadableFile(
        _("Ett blad sträcker sig över för många celler. Ofta står något kvar långt ned eller långt till höger: ")
        + _("ta bort det, eller kopiera registrets rader till en ny fil.")
    )
