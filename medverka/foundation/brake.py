"""A soft brake on what anybody may try: it stops floods and guessing, not people. No address stands in the cache."""

import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

from medverka.foundation.crypto import secret_digest


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; of the new long addresses the part that one subscriber has, for the rest is free."""
    written = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return str(written)
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))


def tries(key: str) -> int:
    """How many tries of `key` are counted and not forgotten yet."""
    return int(cache.get(_digest(key), 0))


def count(key: str, *, seconds: int) -> int:
    """Count one try of `key`; it is forgotten `seconds` after the first. Returns how many there are."""
    cache.add(_digest(key), 0, seconds)
    try:
        return int(cache.incr(_digest(key)))
    except ValueError:  # It was forgotten between the two.
        return 1


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try of `what`; True once there have been more than `most` within `seconds` from one address."""
    return count(f"{what}:{address_of(request)}", seconds=seconds) > most


def _digest(key: str) -> str:
    return f"brake:{secret_digest(key, 'tries')}"
