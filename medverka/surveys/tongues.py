"""Languages: what they are called, by others and by themselves, and which way they are written."""

from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.questionnaires.document import EASY
from medverka.questionnaires.parts import LANGUAGE

OFFERED: Final = (
    *(EASY, "en", "ar", "so", "fi", "fa", "ti", "ckb", "kmr", "uk", "ru", "pl", "es", "tr"),
    *("bs", "sq", "th", "zh", "fr", "de", "ro", "am", "se", "fit", "rmy", "yi"),
)
"""What is offered first: easy read, English, the largest of Sweden's other mother tongues, the national minorities'."""

_RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "fa", "he", "ps", "prs", "sdh", "ur", "yi"})
_OWN: Final = {"so": "Soomaali", "kmr": "Kurmancî", "fit": "Meänkieli", "rmy": "Romani", "ti": "ትግርኛ"}


def name(tag: str) -> str:
    """What a language is called in the language of the page: ”arabiska”. The tag itself where nobody knows."""
    if tag == EASY:
        return _("lättläst svenska")
    swedish = (get_language() or "sv").startswith("sv")
    if swedish and tag in _SWEDISH:
        return _SWEDISH[tag]
    return str(_locale("sv" if swedish else "en").languages.get(tag.replace("-", "_"), tag))


_SWEDISH: Final = {"kmr": "nordkurdiska (kurmanji)", "ckb": "sorani (kurdiska)", "fit": "meänkieli", "rmy": "romani"}


def own_name(tag: str) -> str:
    """What a language calls itself: ”العربية”."""
    if tag == EASY:
        return "Lättläst"
    if tag in _OWN:
        return _OWN[tag]
    try:
        return capfirst(Locale.parse(tag, sep="-").get_display_name() or tag)
    except (UnknownLocaleError, ValueError):
        return capfirst(name(tag))


def is_tag(tag: str) -> bool:
    """Whether this can be a language's tag: ”lt”, ”zh-hant”."""
    return LANGUAGE.fullmatch(tag) is not None


def direction(tag: str) -> str:
    """Which way a language is written, as HTML says it."""
    return "rtl" if tag.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag)
