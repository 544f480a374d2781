"""Mail as files, where no mail server is set: the demo's mailbox page shows them, elsewhere every page warns."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from medverka.foundation import clock

log = logging.getLogger(__name__)


def in_use() -> bool:
    """Whether mail becomes files, for no mail server is set."""
    return settings.EMAIL_BACKEND.startswith(__name__)


def reach_nobody() -> bool:
    """Whether somebody may wait for mail that only becomes a file. The demo has a page that shows it."""
    return in_use() and not settings.DEMO


class Backend(BaseEmailBackend):
    """Writes each message to `settings.MAIL_DIR`, readable by its owner alone."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S%f}-{os.urandom(4).hex()}.eml"
            draft = folder / f".{name}"
            draft.touch(mode=0o600)
            draft.write_bytes(message.message().as_bytes())
            draft.rename(folder / name)
            if reach_nobody():
                log.warning("No mail server is set. A mail became the file %s", folder / name)
        return len(email_messages)
