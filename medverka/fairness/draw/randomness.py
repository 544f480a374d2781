"""Public randomness into a stream of choices that nobody could foresee and everybody can repeat.

What will be used is *promised* before the draw: several named public numbers in the manner of RFC 3797, a round of a
drand beacon, or, where no public act is needed, a seed of one's own of which only the fingerprint is shown. When the
values are known, they are written in one way only and hashed together with the fingerprint of what was published:
``key = SHA-256("medverka draw 1" newline fingerprint newline values newline)``. Block ``c`` of a stream is
``HMAC-SHA256(key, "purpose c")``, four whole numbers of 64 bits, big end first. A number below ``n`` is the first of
them below the greatest multiple of ``n``, modulo ``n``, so that no number is likelier than another.

A round of drand is taken only with the signature of its keepers (``signatures.py``), so that nobody makes one up.

Sources: RFC 3797 (Eastlake 2004) for named numbers in canonical writing; drand's documentation for the beacon, whose
randomness is the SHA-256 of its signature; rejection sampling is textbook.
"""

import hashlib
import hmac
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from medverka.fairness.draw.signatures import SIGNATURE, is_signed

LEAST_BITS = 40  # with fewer, somebody might try lists of people until a draw suits them
WORD = 1 << 64
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HASH = 64  # hexadecimal digits of a SHA-256
LONGEST_SEED = 1024
# drand's chain "quicknet": its hash, the time of its first round (seconds since 1970), seconds between rounds, public key.
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS, PERIOD = 1692803367, 3
DRAND_AT = "https://api.drand.sh/"
KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)

Item = TypeVar("Item")


class WrongValues(ValueError):
    """These values are not those that were promised: ``code`` says in what way, ``values`` with what."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(f"{code} {values}")


@dataclass(frozen=True, slots=True)
class Source:
    """Numbers that somebody else makes public: ``count`` different whole numbers from ``least`` to ``greatest``.

    ``when`` is the time at which they are made, in UTC, written ``2026-12-05T18:20:00Z``.
    """

    name: str
    where: str
    when: str
    count: int
    least: int
    greatest: int

    def written(self, numbers: Any) -> str:
        """The numbers in rising order, a full stop after each, and a slash."""
        if not isinstance(numbers, list) or any(type(number) is not int for number in numbers):
            raise WrongValues("not_numbers")
        if len(set(numbers)) != len(numbers):
            raise WrongValues("twice", number=next(one for one in numbers if numbers.count(one) > 1))
        if len(numbers) != self.count:
            raise WrongValues("count", expected=self.count, found=len(numbers))
        if strange := [number for number in numbers if not self.least <= number <= self.greatest]:
            raise WrongValues("outside", number=strange[0], least=self.least, greatest=self.greatest)
        return "".join(f"{number}." for number in sorted(numbers)) + "/"


@dataclass(frozen=True)
class Numbers:
    """The numbers of several named sources, in this order."""

    sources: Sequence[Source]

    def as_data(self) -> dict[str, Any]:
        keys = Source.__slots__
        return {"kind": "numbers", "sources": [{key: getattr(source, key) for key in keys} for source in self.sources]}

    def moments(self) -> list[str]:
        """When the values are made public."""
        return [source.when for source in self.sources]

    def bits(self) -> float:
        """How many bits nobody can foresee, if every combination is equally likely."""
        return sum(math.log2(math.comb(s.greatest - s.least + 1, s.count) or 1) for s in self.sources)

    def written(self, values: Any) -> str:
        """What each source writes, one after the other."""
        if not isinstance(values, list) or len(values) != len(self.sources):
            raise WrongValues("sources", expected=len(self.sources))
        return "".join(source.written(numbers) for source, numbers in zip(self.sources, values, strict=True))


@dataclass(frozen=True)
class Beacon:
    """One round of drand's chain."""

    round: int

    def when(self) -> str:
        """When the round is made public, in UTC."""
        made = datetime.fromtimestamp(GENESIS + (self.round - 1) * PERIOD, UTC)
        return made.strftime("%Y-%m-%dT%H:%M:%SZ")

    def where(self) -> str:
        """The address at which everybody can read the round."""
        return f"{DRAND_AT}{CHAIN}/public/{self.round}"

    def moments(self) -> list[str]:
        """When the value is made public."""
        return [self.when()]

    def as_data(self) -> dict[str, Any]:
        chain = {"chain": CHAIN, "genesis": GENESIS, "period": PERIOD, "where": DRAND_AT}
        return {"kind": "drand", "round": self.round, "when": self.when(), **chain}

    def values_of(self, signature: str) -> dict[str, Any]:
        """What the draw takes: the round's random number is the hash of its signature."""
        raw = _from_hex(signature, 2 * SIGNATURE)
        return {"round": self.round, "randomness": hashlib.sha256(raw).hexdigest(), "signature": signature}

    def written(self, values: Any) -> str:
        """Chain, round and randomness, where the signature is that of drand's keepers and the randomness its hash."""
        if not isinstance(values, dict) or set(values) != {"round", "randomness", "signature"}:
            raise WrongValues("beacon")
        if values["round"] != self.round or isinstance(values["round"], bool):
            raise WrongValues("round", expected=self.round)
        signature = _from_hex(values["signature"], 2 * SIGNATURE)
        randomness = _from_hex(values["randomness"], HASH)
        if hashlib.sha256(signature).digest() != randomness:
            raise WrongValues("signature")
        if not is_signed_by_drand(self.round, signature):
            raise WrongValues("unsigned", expected=self.round)
        return f"drand/{CHAIN}/{self.round}/{randomness.hex()}/"


@dataclass(frozen=True)
class OwnSeed:
    """A seed that whoever draws chose: shows that nothing was changed afterwards, not that it was chosen blindly."""

    commitment: str

    @classmethod
    def of(cls, seed: str) -> "OwnSeed":
        """The promise to use this seed, in hexadecimal digits, which is kept secret until the draw."""
        return cls(hashlib.sha256(_from_hex(seed, LONGEST_SEED)).hexdigest())

    def moments(self) -> list[str]:
        """Nothing is made public by others."""
        return []

    def as_data(self) -> dict[str, Any]:
        return {"kind": "seed", "commitment": self.commitment}

    def written(self, values: Any) -> str:
        """The seed, whose hash is what was promised."""
        seed = _from_hex(values, LONGEST_SEED)
        if hashlib.sha256(seed).hexdigest() != self.commitment:
            raise WrongValues("seed")
        return f"seed/{seed.hex()}/"


Promise = Numbers | Beacon | OwnSeed


def beacon_after(moment: datetime) -> Beacon:
    """The first round that is made public at this moment or later."""
    return Beacon(max(1, 1 + math.ceil((moment.timestamp() - GENESIS) / PERIOD)))


def is_signed_by_drand(number: int, signature: bytes) -> bool:
    """Whether drand's keepers made this signature of round ``number``."""
    return is_signed(number, signature, KEY)


def promise_from_data(data: dict[str, Any]) -> Promise:
    """The promise that ``as_data`` made this of. Raises ``WrongValues`` for a chain that cannot be checked."""
    if data["kind"] == "numbers":
        return Numbers([Source(**source) for source in data["sources"]])
    if data["kind"] == "drand":
        beacon = Beacon(data["round"])
        if beacon.as_data() != data:
            raise WrongValues("chain")
        return beacon
    return OwnSeed(data["commitment"])


def check_promise(promise: Promise, published: str) -> None:
    """Raise ``WrongValues`` for sources that make no sense, leave too little to chance, or are known when published."""
    for moment in promise.moments():
        if not MOMENT.fullmatch(moment):
            raise WrongValues("moment", moment=moment)
        if moment <= published:
            raise WrongValues("not_in_the_future", moment=moment)
    if not isinstance(promise, Numbers):
        return
    for number, source in enumerate(promise.sources, start=1):
        if not (source.least >= 0 and 1 <= source.count <= source.greatest - source.least + 1):
            raise WrongValues("source_range", source=number)
    if promise.bits() < LEAST_BITS:
        raise WrongValues("too_predictable", bits=math.floor(promise.bits()), least=LEAST_BITS)


def draw_key(fingerprint: str, written: str) -> bytes:
    """The key of the draw: what was published and what chance said, hashed together."""
    return hashlib.sha256(f"medverka draw 1\n{fingerprint}\n{written}\n".encode()).digest()


def derived(seed: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose; who knows them knows neither the seed nor those of another purpose."""
    return hmac.digest(seed, f"medverka {purpose}".encode(), "sha256")


class Stream:
    """Numbers from a key, for one purpose; the same key and purpose give the same numbers."""

    def __init__(self, key: bytes, purpose: str) -> None:
        self._words = _words(key, purpose)

    def below(self, count: int) -> int:
        """A whole number from 0 to ``count - 1``, each equally likely; ``count`` from 1 to 2**64."""
        if not 1 <= count <= WORD:
            raise ValueError(f"cannot draw below {count}")
        limit = WORD - WORD % count
        return next(word for word in self._words if word < limit) % count

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """The items in an order in which every order is equally likely (Fisher and Yates, from the end)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def _words(key: bytes, purpose: str) -> Iterator[int]:
    counter = 0
    while True:
        block = hmac.digest(key, f"{purpose} {counter}".encode(), "sha256")
        for start in range(0, len(block), 8):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1


def _from_hex(text: Any, longest: int) -> bytes:
    plain = isinstance(text, str) and 0 < len(text) <= longest and set(text) <= set("0123456789abcdef")
    if not plain or len(text) % 2:
        raise WrongValues("not_hex")
    return bytes.fromhex(text)
