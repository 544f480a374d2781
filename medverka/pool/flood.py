"""A soft brake on public forms, by address: it stops floods, not people."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try of `what`; True once there have been more than `most` within `seconds` from one address."""
    # The address itself is not kept: who asks to join says something about them.
    where = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:24]
    key = f"flood:{what}:{where}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # It ran out between the two.
        return False
