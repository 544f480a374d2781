"""Sealing: AES-256-GCM with a key ring, bound to the place where the value stands.

A sealed value reads ``1.<key id>.<base64 of nonce and ciphertext>``. Its associated data is
``table:column:row``, so that a value moved to another row or column no longer opens. Keys are
in ``settings.DATA_KEYS``; the first one seals, all of them open.

What must be found by its whole, as the address that somebody signs in with, is sealed alike each
time (AES-SIV, RFC 5297) for its ``table:column``; it reads ``2.<key id>.<base64>``.

What only its owner's link may open, as answers under way, is sealed with a key made of the data key and the
secret of that link, which is not kept (`seal_with`); it reads ``3.<key id>.<base64>``.
"""

import hmac
import os
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from binascii import a2b_base64
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_URL_SAFE = bytes.maketrans(b"-_", b"+/")


class CannotOpen(Exception):
    """The sealed value is damaged, stands in the wrong place, or its key is missing."""


@lru_cache(maxsize=32)
def _derived(master: str, purpose: bytes) -> bytes:
    secret = b64decode(master)
    if len(secret) != 32:
        raise ValueError("A data key must be 32 bytes, as base64.")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


@lru_cache(maxsize=32)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _key(key_id: str, purpose: bytes) -> bytes:
    try:
        return _derived(settings.DATA_KEYS[key_id], purpose)
    except KeyError:
        raise CannotOpen(f"Data key {key_id} is missing.") from None


def seal(text: str, place: str) -> str:
    """`text` sealed for `place` (``table:column:row``) with the newest key."""
    key_id = next(iter(settings.DATA_KEYS))
    nonce = os.urandom(12)
    sealed = _cipher(_key(key_id, b"seal")).encrypt(nonce, text.encode(), place.encode())
    return f"1.{key_id}.{urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(value: str, place: str) -> str:
    """The text that was sealed for `place`. Raises `CannotOpen`."""
    try:
        version, key_id, body = value.split(".")
        raw = urlsafe_b64decode(body)
    except ValueError:
        raise CannotOpen("Not a sealed value.") from None
    if version != "1":
        raise CannotOpen("Sealed by a newer version.")
    try:
        return _cipher(_key(key_id, b"seal")).decrypt(raw[:12], raw[12:], place.encode()).decode()
    except InvalidTag:
        raise CannotOpen("The value is damaged or stands in the wrong place.") from None


def seal_with(secret: str, text: str, place: str) -> str:
    """`text` sealed for `place` with a key made of the newest data key *and* a secret that somebody else keeps."""
    key_id = next(iter(settings.DATA_KEYS))
    nonce = os.urandom(12)
    sealed = AESGCM(_key_with(key_id, secret)).encrypt(nonce, text.encode(), place.encode())
    return f"3.{key_id}.{urlsafe_b64encode(nonce + sealed).decode()}"


def unseal_with(secret: str, value: str, place: str) -> str:
    """The text that `seal_with` sealed with this secret for `place`. Raises `CannotOpen`."""
    try:
        version, key_id, body = value.split(".")
        raw = urlsafe_b64decode(body)
    except ValueError:
        raise CannotOpen("Not a sealed value.") from None
    if version != "3":
        raise CannotOpen("Not sealed with a secret of somebody's own.")
    try:
        return AESGCM(_key_with(key_id, secret)).decrypt(raw[:12], raw[12:], place.encode()).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen(
            "The value is damaged, stands in the wrong place, or was sealed with another secret."
        ) from None


def _key_with(key_id: str, secret: str) -> bytes:
    return hmac.digest(_key(key_id, b"with a secret"), secret.encode(), "sha256")


def unseal_many(rows: Iterable[tuple[str, str]], table_and_column: str) -> Iterator[str]:
    """The texts of many rows, given as key and sealed value, that stand in one column. Raises `CannotOpen`.

    The same as `unseal` for each, in half the time: ciphers are looked up once.
    """
    ciphers: dict[str, AESGCM] = {}
    for key, value in rows:
        try:
            version, key_id, body = value.split(".")
            raw = a2b_base64(body.encode("ascii").translate(_URL_SAFE))
        except ValueError:
            raise CannotOpen("Not a sealed value.") from None
        if version != "1":
            raise CannotOpen("Sealed by a newer version.")
        if (cipher := ciphers.get(key_id)) is None:
            cipher = ciphers[key_id] = _cipher(_key(key_id, b"seal"))
        try:
            yield cipher.decrypt(raw[:12], raw[12:], f"{table_and_column}:{key}".encode()).decode()
        except InvalidTag:
            raise CannotOpen("The value is damaged or stands in the wrong place.") from None


def seal_alike(text: str, place: str) -> str:
    """`text` sealed for `place` (``table:column``), the same each time, with the *oldest* key as `blind_index` is."""
    key_id = list(settings.DATA_KEYS)[-1]
    return f"2.{key_id}.{urlsafe_b64encode(_same(key_id).encrypt(text.encode(), [place.encode()])).decode()}"


def unseal_alike(value: str, place: str) -> str:
    """The text that `seal_alike` sealed for `place`. Raises `CannotOpen`."""
    try:
        version, key_id, body = value.split(".")
        raw = urlsafe_b64decode(body)
    except ValueError:
        raise CannotOpen("Not a sealed value.") from None
    if version != "2":
        raise CannotOpen("Not sealed for being found.")
    try:
        return _same(key_id).decrypt(raw, [place.encode()]).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen("The value is damaged or stands in the wrong place.") from None


def _same(key_id: str) -> AESSIV:
    return AESSIV(_key(key_id, b"alike, authentication") + _key(key_id, b"alike, encryption"))


def seal_bytes(data: bytes, place: str) -> bytes:
    """The content of a file sealed for `place` with the newest key."""
    key_id = next(iter(settings.DATA_KEYS))
    nonce = os.urandom(12)
    return b"1." + key_id.encode() + b"." + nonce + AESGCM(_key(key_id, b"seal")).encrypt(nonce, data, place.encode())


def unseal_bytes(sealed: bytes, place: str) -> bytes:
    """The content that was sealed for `place`. Raises `CannotOpen`."""
    version, _dot, rest = sealed.partition(b".")
    key_id, dot, body = rest.partition(b".")
    if version != b"1" or not dot:
        raise CannotOpen("Not a sealed file.")
    try:
        return AESGCM(_key(key_id.decode(errors="replace"), b"seal")).decrypt(body[:12], body[12:], place.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen("The file is damaged or stands in the wrong place.") from None


def blind_index(text: str, purpose: str) -> str:
    """A keyed digest for exact look-ups of sealed text; the same for the same text and purpose.

    Made with the *oldest* key, which therefore stays in the ring: look-ups must keep working
    when a new key is put first.
    """
    key_id = list(settings.DATA_KEYS)[-1]
    return hmac.digest(_key(key_id, b"index"), f"{purpose}:{text}".encode(), "sha256").hex()


def secret_digest(secret: str, purpose: str) -> str:
    """A keyed digest of a short code that people are given, for comparison without keeping the code."""
    return blind_index(secret, f"code:{purpose}")
