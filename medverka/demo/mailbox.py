"""Reads the mail that lies as files (`foundation.mail_files`)."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.utils import timezone


@dataclass(frozen=True)
class Letter:
    """One mail: its file's name without ending, to whom, subject, when, text."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str


def newest(most: int) -> list[Letter]:
    """The newest letters first."""
    folder = Path(settings.MAIL_DIR)
    paths = sorted(folder.glob("*.eml"), reverse=True)[:most] if folder.exists() else []
    return [_letter(path) for path in paths]


def read(name: str) -> Letter | None:
    """One letter by its name; None where there is none."""
    path = Path(settings.MAIL_DIR) / f"{name}.eml"
    if not re.fullmatch(r"[0-9T]+-[0-9a-f]+", name) or not path.exists():
        return None
    return _letter(path)


def _letter(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Letter(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=timezone.localtime(datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())),
        text=body.get_content() if body else "",
    )
