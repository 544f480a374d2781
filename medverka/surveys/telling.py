"""Words that tell of health, which an address or a file's name should not say: both are seen by others than those who read the page."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

BEGINNINGS: Final = (
    *("psyk", "bipol", "schizo", "depress", "diagnos", "angest", "adhd", "autis", "suicid", "sjalvmord"),
    *("sjalvskad", "missbruk", "narkoman", "narkotika", "alkohol", "atstorning", "anorex", "bulimi", "tvangsvard"),
)
"""What such a word, or a part of it, begins with; without dots and rings, as in an address."""
WHOLE: Final = re.compile("|".join(BEGINNINGS) + r"|(?<!o)beroende")  # "Oberoende" says something else.


def words_in(text: str) -> list[str]:
    """Those words of a text, or of an address, that tell of health."""
    return [word for word in re.findall(r"[^\W_]+", text) if WHOLE.search(_plain(word))]


def without(text: str) -> str:
    """The text without them."""
    told = set(words_in(text))
    return " ".join(word for word in re.findall(r"[^\W_]+", text) if word not in told)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


def said_of(title: str, address: str) -> str:
    """What somebody should know of an address that has been made of a title, or written: nothing mostly."""
    if told := words_in(address):
        better = "-".join(without(address).split())
        better = better if re.search("[a-z]", better) else f"enkat-{better}".strip("-")
        return _(
            "Adressen säger ”%(words)s”, som kan tala om något om hälsa för den som bara ser länken. Ändra den om du kan, till exempel till ”%(better)s”."
        ) % {"words": ", ".join(told), "better": better}
    if told := words_in(title):
        return _(
            "Adressen blev ”%(address)s”, utan ”%(words)s”: adresser och filers namn kan ses av andra än dem som får läsa."
        ) % {"address": address, "words": ", ".join(told)}
    return ""
