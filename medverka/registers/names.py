"""Names of people: taken apart, compared, and recognised in spite of capitals, order and slips of the hand."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from medverka.registers.words import fold

_PARTICLES = {
    "af",
    "av",
    "von",
    "van",
    "de",
    "der",
    "den",
    "la",
    "le",
    "di",
    "da",
    "dos",
    "del",
    "el",
    "al",
    "bin",
    "ibn",
}
_SEVERAL_PEOPLE = re.compile(r"\s(?:och|&|\+|and|samt)\s|/", re.IGNORECASE)


def split(written: str, *, family_first: bool = False) -> tuple[str, str]:
    """Given and family name. ”Tallkotte, Nils” and ”TALLKOTTE Nils” are seen to have the family name first."""
    before, comma, after = written.partition(",")
    if comma and after.strip():
        return after.strip(), before.strip()
    words = before.split()
    if len(words) < 2:
        return (before.strip(), "")
    if words[0].isupper() and len(words[0]) > 1 and not words[-1].isupper():
        family_first = True
    if family_first:
        cut = _family_words(words)
        return " ".join(words[cut:]), " ".join(words[:cut])
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _family_words(words: list[str]) -> int:
    """How many words in front are the family name: particles and the first real word."""
    cut = 0
    while cut < len(words) - 2 and words[cut].lower() in _PARTICLES:
        cut += 1
    return cut + 1


def several_people(written: str) -> bool:
    """Whether a cell names more than one person: ”Anna och Bo Ek”."""
    return bool(_SEVERAL_PEOPLE.search(written))


@lru_cache(maxsize=65_536)
def key(given: str, family: str) -> str:
    """The same for all ways to write one name: capitals, accents, hyphens, order."""
    return " ".join(sorted(fold(f"{given} {family}").split()))


def alike(one: tuple[str, str], other: tuple[str, str]) -> float:
    """How surely two (given, family) names are one person's: 1 the same, 0.8 a slip or a short form, 0 different.

    Relatives often share an address or a phone, so a different given name is a different person.
    """
    if key(*one) == key(*other):
        return 1.0
    given, family = _part(one[0], other[0]), _part(one[1], other[1])
    if min(given, family) > 0.0:
        return min(given, family)
    words, others = set(key(*one).split()), set(key(*other).split())
    if len(words & others) >= 2 and (words < others or others < words):
        return 0.8  # One of them has a name more: ”Anna Maria Ek” and ”Anna Ek”.
    return 0.0


def _part(one: str, other: str) -> float:
    """The likeness of two given names, or two family names."""
    one, other = fold(one), fold(other)
    if one == other:
        return 1.0 if one else 0.0
    short, long = sorted((one, other), key=len)
    if not short:
        return 0.0
    if long.startswith(short) and (len(short) == 1 or f"{short} " == long[: len(short) + 1]):
        return 0.8  # An initial, or the first of two names.
    if len(short) >= 4 and short[0] == long[0]:
        ratio = SequenceMatcher(None, short, long, autojunk=False).ratio()
        return 0.8 if ratio >= 0.8 else 0.0
    return 0.0
