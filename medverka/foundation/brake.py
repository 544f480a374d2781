"""A soft brake on what anybody may try: it stops floods and guessing, not people. No address stands in the cache."""

import ipaddress

from django.core.cache import cache
from django.http import HttpRequest

from medverka.foundation.crypto import secret_digest


def subscriber(address: str) -> str:
    """Whose an address is: of IPv6 the half that one subscriber is given, who may make up the other half at will."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped or ipaddress.IPv6Network((int(known) >> 64 << 64, 64)))
    return str(known)


def address_of(request: HttpRequest) -> str:
    """Whose address a request comes from."""
    return subscriber(request.META.get("REMOTE_ADDR", ""))


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
