"""What the log does not keep: links that open something, and how the code came to say no."""

import logging
import re

from django.core.exceptions import PermissionDenied

_SIGNED = re.compile(r"[\w-]{8,}:\w{6}:[\w-]{43}")  # What `links.make` makes.
_OWN = re.compile(r"(?<=/svara/)[^/\s]+")  # A respondent's own link, with the very second at which they were there.


class Formatter(logging.Formatter):
    """Lines without the links of those who came by one, and a refusal on one line."""

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return _OWN.sub("<link>", _SIGNED.sub("<link>", super().format(record)))
