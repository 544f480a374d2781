"""A soft brake on what anybody may try: it stops floods and guessing, not people. No address stands in the cache."""

import ipaddress
import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest

from medverka.foundation import codes
from medverka.foundation.crypto import secret_digest

log = logging.getLogger(__name__)
Found = TypeVar("Found")
A_DAY = 24 * 60 * 60


class TooManyTries(Exception):
    """Somebody types more wrong codes than a person mistypes. With `until_tomorrow` it is one paper's code that waits a day."""

    def __init__(self, *, until_tomorrow: bool = False) -> None:
        super().__init__()
        self.until_tomorrow = until_tomorrow


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


def allows(key: str, *, most: int) -> bool:
    """Whether fewer than `most` tries of `key` are remembered."""
    return len(cache.get_many(_places(key, most))) < most


def count(key: str, *, most: int, seconds: int) -> bool:
    """Remember one try of `key` for so many seconds; False where `most` are remembered already.

    Each try takes a place of its own: those who try at the same moment are all counted, and each is forgotten in its
    own time, which a number that is read and written again (the cache's `incr`) does not do.
    """
    places = _places(key, most)
    taken = cache.get_many(places)
    return any(cache.add(place, 1, seconds) for place in places if place not in taken)


def too_many(request: HttpRequest, what: str, *, most: int, seconds: int) -> bool:
    """Count one try of `what`; True once there have been more than `most` within `seconds` from one address."""
    return not count(f"{what}:{address_of(request)}", most=most, seconds=seconds)


def by_code(
    text: str, find: Callable[[str], Found | None], *, what: str, address: str, most: int, seconds: int, of_one: int
) -> Found | None:
    """What a typed code belongs to, as `find` finds it, or None. Raises `TooManyTries`.

    Wrong codes alone count: against the address that sends them, and for a day against the one paper whose first half
    they begin with, so that half a code that somebody has glimpsed is no help. Those behind the same address wait with
    whoever typed wrong; `until_tomorrow` of what is raised says that it is the paper that waits.
    """
    code = codes.as_typed(text)
    counts = {
        f"{what}:{subscriber(address)}": (most, seconds),
        f"{what}, half:{code[: codes.HALF]}": (of_one, A_DAY),
    }
    if not all(allows(key, most=limit) for key, (limit, _seconds) in counts.items()):
        log.warning("Somebody types more wrong codes than a person mistypes (%s).", what)
        half = f"{what}, half:{code[: codes.HALF]}"
        raise TooManyTries(until_tomorrow=not allows(half, most=of_one))
    found = find(code) if len(code) == codes.LENGTH else None
    if found is None:
        for key, (limit, kept) in counts.items():
            count(key, most=limit, seconds=kept)
    return found


def _places(key: str, most: int) -> list[str]:
    digest = secret_digest(key, "tries")
    return [f"brake:{digest}:{place}" for place in range(most)]
