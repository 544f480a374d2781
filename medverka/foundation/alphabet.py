"""Swedish sorting where no database does it: å, ä and ö stand last, é sorts as e."""

import unicodedata
from functools import lru_cache

_LAST = {"å": "{1", "ä": "{2", "æ": "{2", "ö": "{3", "ø": "{3"}


@lru_cache(maxsize=32_768)
def sort_key(text: str) -> str:
    """A string that sorts by code point as `text` sorts in Swedish, capital and small alike."""
    signs = unicodedata.normalize("NFC", text).casefold()
    return "".join(_LAST.get(sign) or unicodedata.normalize("NFD", sign)[0] for sign in signs)
