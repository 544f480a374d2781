"""What in a text looks as if it could tell who somebody is: pure functions. A warning, never a stop: it is wrong both ways."""

import re
from collections.abc import Collection, Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SIGNS: tuple[tuple[re.Pattern[str], Promise], ...] = (
    (re.compile(r"\b(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}\b"), _("ett personnummer")),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w{1,30}"), _("en e-postadress")),
    (re.compile(r"(?:\+46|\b0)[\s-]?\d{1,3}(?:[\s/-]{0,3}\d{2,4}){2,4}\b"), _("ett telefonnummer")),
)

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# After these a word with a capital is likely to be somebody's name.
TITLES = frozenset({"dr"})
BEFORE_NAMES = TITLES | frozenset(
    WORD.findall(
        """
    heter hette kallas hon han hen doktor doktorn fru herr syster bror mamma pappa farmor farfar mormor morfar
    kompisen grannen rumskamraten patienten brukaren sköterskan sjuksköterskan undersköterskan skötaren vårdaren
    läkaren överläkaren psykologen kuratorn terapeuten arbetsterapeuten boendestödjaren handläggaren
    kontaktpersonen chefen enhetschefen personalen behandlaren ombudet
    """
    )
)

# Words with a capital only because a sentence begins with them, or because they are part of the name of a place.
NO_NAMES = frozenset(
    WORD.findall(
        """
    alla allt att av avdelning avdelningen bara boendet både de del den denna det detta din ditt där då efter
    eller en enheten ett flera fler från för före föreningen genom hela hemma har hos hur här inför ingen inne
    inom inte ja jag just kan kanske kliniken kommun kommunen landstinget man mellan men mer min mitt mot
    mottagningen många ni nej norra nu när nära och också om på psykiatrin region regionen samma se sedan sen
    som så södra till tills trots under ungefär ute utan utanför utom vad var varför vi via vid vissa våra vårt
    västra är även åk östra över
    """
    )
)


def suspects(text: str, known: Collection[str] = ()) -> list[tuple[Promise, str]]:
    """What looks personal, in words, and the part of the text that does. `known` are names of places and organisations."""
    found, rest = [], text
    for pattern, words in _SIGNS:
        found += [(words, part) for part in dict.fromkeys(pattern.findall(rest))]
        rest = pattern.sub(" . ", rest)
    harmless = {word.casefold() for name in known for word in WORD.findall(name)}
    names = dict.fromkeys(_names(rest, harmless))
    return found + [(_("ett namn"), name) for name in names]


def looks_personal(text: str, known: Collection[str] = ()) -> list[Promise]:
    """What in a text looks like a personal detail, in words, each once."""
    return list(dict.fromkeys(words for words, _part in suspects(text, known)))


def _names(text: str, harmless: Collection[str]) -> Iterator[str]:
    """Words in a row with capitals, and the one after a word that names follow."""
    run: list[str] = []
    before, end = "", -1
    for found in WORD.finditer(text):
        word, between = found.group(), text[end : found.start()] if end >= 0 else ""
        lower = word.casefold()
        joined = bool(between) and not between.removeprefix("." if before in TITLES else "").strip(" ")
        after_title = joined and before in BEFORE_NAMES
        no_name = not _has_capital(word) or lower in NO_NAMES or lower in BEFORE_NAMES or lower in harmless
        if run and (no_name or not joined):
            yield from _as_name(run)
            run = []
        if not no_name:
            run += [word] if run or not after_title else ["", word]
        before, end = lower, found.end()
    yield from _as_name(run)


def _as_name(run: list[str]) -> Iterator[str]:
    """A run is a name where it has two words; an empty one stands for a word that names follow."""
    if len(run) > 1:
        yield " ".join(filter(None, run))


def _has_capital(word: str) -> bool:
    """Whether a word begins as a name does. What is all capitals is an abbreviation."""
    return len(word) > 1 and word[0].isupper() and not word.isupper()
