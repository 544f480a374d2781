"""What the buttons of a questionnaire are called: by the interface in its own languages, by the questionnaire in others."""

from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from medverka.questionnaires.document import EASY, Questionnaire

SPOKEN: Final = ("sv", EASY, "en")  # Languages of the interface itself.

WORDS: Final[dict[str, Promise]] = {
    "begin": _("Börja"),
    "go_on": _("Fortsätt där du var"),
    "next": _("Nästa"),
    "back": _("Tillbaka"),
    "later": _("Spara och fortsätt senare"),
    "check": _("Läs igenom dina svar"),
    "change": _("Ändra"),
    "send": _("Skicka svaren"),
    "question": pgettext_lazy("one of several", "Fråga"),
    "part": pgettext_lazy("one of several", "Del"),
    "of": _("av"),
    "no_answer": _("Inget svar"),
    "may_choose_several": _("Du kan välja flera."),
    "alone": _("Väljs ensamt."),
    "required": _("Den här frågan behöver ett svar."),
    "thanks": _("Tack för dina svar!"),
}


def words(questionnaire: Questionnaire, language: str) -> dict[str, Promise | str]:
    """The words of the buttons in a language; those that nobody has written are the interface's."""
    own = questionnaire.words.get(language, {})
    return {key: own.get(key) or word for key, word in WORDS.items()}


def interface_language(language: str) -> str:
    """In which of its languages the interface speaks around a questionnaire in this language."""
    return "en" if language.split("-", maxsplit=1)[0] == "en" else "sv"


def aside(language: str) -> SafeString:
    """What marks words of the interface among words of another language, for whoever listens or reads from the right."""
    if language in SPOKEN or language.startswith("en-"):
        return SafeString("")
    return format_html('lang="{}" dir="ltr"', interface_language(language))
