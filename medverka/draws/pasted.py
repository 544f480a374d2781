"""What whoever draws has copied or typed, read kindly: the whole of a page of drand's, or a row of numbers."""

import re
from typing import Any

from medverka.fairness.draw.randomness import HASH, Beacon, WrongValues
from medverka.fairness.draw.signatures import SIGNATURE

NAMED = re.compile(r"\b(round|randomness|signature)\b[\s\"'”“:=]*([0-9a-z]+)")
ADDRESS = re.compile(r"https?://\S+")
DIGITS = {"randomness": HASH, "signature": 2 * SIGNATURE}  # hexadecimal ones
SHORT = 16  # What is shorter is a round's number or a word, and no part of a signature.


def round_in(text: str, beacon: Beacon) -> dict[str, Any]:
    """The values of a round, of all that its page shows or of its signature alone. Raises `WrongValues`."""
    told = _parts(text)
    _check_lengths(told)
    if told.get("round", str(beacon.round)) != str(beacon.round):
        raise WrongValues("other_round", expected=beacon.round, found=told["round"][:20])
    values = beacon.values_of(told["signature"])
    if told.get("randomness", values["randomness"]) != values["randomness"]:
        raise WrongValues("signature")
    beacon.written(values)
    return values


def _parts(text: str) -> dict[str, str]:
    """Round, randomness and signature as far as they are there: by their names, or by their length where none is named."""
    without = ADDRESS.sub(" ", text.lower())
    if not without.strip():
        raise WrongValues("address")
    if named := dict(NAMED.findall(without)):
        return named
    long = [part for part in re.findall(r"[0-9a-z]+", without) if len(part) > SHORT]
    return {"signature" if len(part) > HASH else "randomness": part for part in long}


def _check_lengths(told: dict[str, str]) -> None:
    found = {name: len(told[name]) for name in DIGITS if name in told}
    if "signature" not in found:
        raise WrongValues("no_signature")
    if found == dict(zip(DIGITS, reversed(DIGITS.values()), strict=True)):
        raise WrongValues("swapped")
    for name, length in found.items():
        if length != DIGITS[name]:
            raise WrongValues(f"{name}_length", expected=DIGITS[name], found=length)


def numbers_in(text: str) -> list[int]:
    """The whole numbers of a text. Raises `WrongValues` for anything else in it."""
    parts = re.split(r"[\s,;.]+", text.strip(" \t\r\n,;."))
    if not all(part.isascii() and part.isdecimal() and len(part) < 12 for part in parts):
        raise WrongValues("not_numbers")
    return [int(part) for part in parts]
