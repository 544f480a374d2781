"""Words as people write them: capitals, accents, abbreviations and slips of the hand put aside."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` in small letters without accents or signs: ”Närst. (x)” is ”narst x”."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("#", " nr ").replace("ß", "ss").replace("ø", "o").replace("æ", "ae")
    )
    return _NOT_WORD.sub(" ", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip()


def without_brackets(text: str) -> str:
    """`text` without what stands in brackets: ”Timmar (decimalt)” is ”Timmar”."""
    return _BRACKETS.sub(" ", text).strip()


def abbreviates(short: str, full: str) -> bool:
    """Whether folded `short` abbreviates folded `full`: its parts stand in `full` in order, the first in front.

    ”anm datum” abbreviates ”anmalningsdatum”, ”soc psyk” abbreviates ”socialpsykiatri”.
    """
    if short[:2] != full[:2]:
        return False
    parts, first_word = short.split(), full.partition(" ")[0]
    full = full.replace(" ", "")
    if not parts or len("".join(parts)) >= len(full) or min(map(len, parts)) < 2:
        return False
    if len(parts[0]) < 3 and (len(parts) == 1 or parts[0] != first_word):
        return False
    return re.match(".*?".join(map(re.escape, parts)), full) is not None


@lru_cache(maxsize=65_536)
def likeness(written: str, known: str) -> float:
    """How surely folded `written` means folded `known`: 1 the same, 0.9 an abbreviation, down to 0 for no."""
    if not written or not known:
        return 0.0
    if written == known:
        return 1.0
    if written.replace(" ", "") == known.replace(" ", ""):
        return 0.98
    if abbreviates(written, known):
        return 0.9 if len(written) >= 4 or len(written) * 2 >= len(known) else 0.75
    return max(_slip(written, known), _part(written, known))


def _slip(written: str, known: str) -> float:
    """A misspelling: one sign in five or so may be wrong, but not the first, in a word long enough to tell."""
    shorter, longer = sorted((len(written), len(known)))
    if written[0] != known[0] or shorter < 5 or shorter < longer * 0.69:  # Beyond that no ratio reaches the bound.
        return 0.0
    matcher = SequenceMatcher(None, written, known, autojunk=False)
    if matcher.real_quick_ratio() < 0.82 or matcher.quick_ratio() < 0.82:
        return 0.0
    ratio = matcher.ratio()
    return 0.6 + (ratio - 0.82) * 1.5 if ratio >= 0.82 else 0.0


def _part(written: str, known: str) -> float:
    """The known word stands whole within what is written: ”telefon dagtid” holds ”telefon”."""
    if len(known) < 4 or f" {known} " not in f" {written} ":
        return 0.0
    return 0.75 if written.startswith(known) else 0.6


def closest(written: str, known: Iterable[str], *, at_least: float = 0.75) -> str | None:
    """The one of `known` that `written` means, or None when none does or two are as likely.

    For the county's own lists: ”Soc.psyk” is ”socialpsykiatri”, ”beroende” is ”missbruk/beroende”.
    """
    short = fold(written)
    ranked = sorted(((_best(short, word), word) for word in known), reverse=True)
    if not ranked or ranked[0][0] < at_least:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and fold(ranked[1][1]) != fold(ranked[0][1]):
        return None
    return ranked[0][1]


def _best(short: str, word: str) -> float:
    """The likeness to the whole word, or (a little less) to one of its parts around a slash."""
    parts = [fold(part) for part in word.split("/")] if "/" in word else []
    return max([likeness(short, fold(word)), *(likeness(short, part) * 0.95 for part in parts)])
