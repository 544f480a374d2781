"""Signed links: single purpose, expiring, nothing kept that could leak.

A token holds an id and a *stamp* of the thing it opens (say, its nonce); when the thing gets a
new stamp, every older link dies.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing


class BadLink(Exception):
    """The link is forged, has expired or has been replaced."""


class LinkEnded(Exception):
    """The link was right once, but its time is over."""


def make(purpose: str, subject_id: object, stamp: str = "") -> str:
    """A token for one thing and one purpose."""
    return signing.dumps([str(subject_id), stamp], salt=f"medverka.{purpose}", compress=False)


def read(purpose: str, token: str, *, good_for: timedelta) -> tuple[str, str]:
    """(subject id, stamp) of a token made for this purpose. Raises `BadLink`."""
    try:
        subject_id, stamp = signing.loads(token, salt=f"medverka.{purpose}", max_age=good_for)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadLink from None
    return subject_id, stamp


def absolute(path: str) -> str:
    """The whole address of a path, for mail and letters."""
    return f"{settings.BASE_URL}{path}"
