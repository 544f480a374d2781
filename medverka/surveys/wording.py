"""What is quoted is what was written: pure.

Whoever reviews may leave words out and put words of their own in square brackets, and both show: "Jag fick […] vänta hos
[en vårdcentral]." Anything else that was not written is refused, and so are brackets in a row, which would be a sentence.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

LEFT_OUT: Final = "[…]"
MOST_OWN: Final = 60  # Characters within brackets: a mask, or what something is, not a sentence of the reviewer's.
TOKEN = re.compile(rf"\[[^\[\]\n]{{1,{MOST_OWN}}}\][.,;:!?]*|[^\s\[\]]+|[\[\]]")
FEW: Final = 5


class OtherWords(Exception):
    """Some words were never written; `words` are the first of them."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__("The quote has words that were not written.")
        self.words = list(words[:FEW])


def marked(written: str, shown: str) -> str:
    """What is to be shown, with a mark wherever words were left out. Raises `OtherWords`."""
    if _plain(written) == _plain(shown) or not shown.strip():
        return shown
    theirs, found = _tokens(written), list(TOKEN.finditer(shown))
    places = _places([_bare(token) for token in theirs], [match.group() for match in found])
    other = [match.group() for match, place in zip(found, places, strict=True) if place is None and not _is_own(match)]
    other += [after.group() for before, after in pairwise(found) if _says(before) and _says(after)]
    other += _changed(theirs, [match.group() for match in found], places)
    if other or not any(place is not None for place in places):
        raise OtherWords(other)
    return _with_marks(shown, found, places, len(theirs))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _tokens(text: str) -> list[str]:
    return [match.group() for match in TOKEN.finditer(text)]


def _bare(token: str) -> str:
    """A word without what may change when words around it go: a capital, a full stop."""
    return token.strip(".,;:").casefold() or token


def _changed(written: Sequence[str], shown: Sequence[str], places: Sequence[int | None]) -> list[str]:
    """Words whose capital or full stop is another although their neighbours stand: "Vänta inte." is not "Vänta. Inte"."""
    found = []
    for at, (token, place) in enumerate(zip(shown, places, strict=True)):
        if place is None:
            continue
        begins = at == 0 or places[at - 1] != place - 1
        ends = at + 1 == len(shown) or places[at + 1] != place + 1
        if _trimmed(token, begins, ends) != _trimmed(written[place], begins, ends):
            found.append(token)
    return found


def _trimmed(token: str, begins: bool, ends: bool) -> str:
    token = token[:1].casefold() + token[1:] if begins else token
    return token.rstrip(".,;:") if ends else token


def _is_own(match: re.Match[str]) -> bool:
    return match.group().startswith("[") and "]" in match.group()


def _says(match: re.Match[str]) -> bool:
    """Whether it is words of the reviewer's, and not the mark of what was left out."""
    return _is_own(match) and not match.group().startswith(LEFT_OUT)


def _places(written: Sequence[str], shown: Sequence[str]) -> list[int | None]:
    """Where each word that is shown stands in what was written, in order; None where it does not."""
    found: list[int | None] = [None] * len(shown)
    bare = [_bare(token) for token in shown]
    for at, place, many in SequenceMatcher(None, written, bare, autojunk=False).get_matching_blocks():
        found[place : place + many] = range(at, at + many)
    if any(place is None and not token.startswith("[") for place, token in zip(found, shown, strict=True)):
        return _first_places(written, bare)  # Long runs that are alike can hide that all the words are there.
    return found


def _first_places(written: Sequence[str], shown: Sequence[str]) -> list[int | None]:
    places: list[int | None] = []
    begin = 0
    for token in shown:
        try:
            place = written.index(token, begin)
        except ValueError:
            places.append(None)
            continue
        places.append(place)
        begin = place + 1
    return places


def _with_marks(shown: str, found: Sequence[re.Match[str]], places: Sequence[int | None], many: int) -> str:
    """The text with a mark before each word whose neighbour in what was written is gone without a trace."""
    parts, done, expected, told = [], 0, 0, False
    for match, place in zip(found, places, strict=True):
        if place is not None:
            if place > expected and not told:
                parts.append(f"{shown[done : match.start()]}{LEFT_OUT} ")
                done = match.start()
            expected = place + 1
        told = place is None  # What the reviewer wrote in brackets stands for what went.
    if expected < many and not told:
        return "".join([*parts, shown[done:].rstrip(), f" {LEFT_OUT}"])
    return "".join([*parts, shown[done:]])
