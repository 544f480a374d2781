"""A group's questions on paper, to be filled in by hand; and the poster with its open link."""

import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from medverka.foundation import pdf
from medverka.foundation.pdf import Asked, Box, FormPart
from medverka.organisations.queries import the_county
from medverka.questionnaires import files
from medverka.questionnaires.document import EASY, Condition, Kind, Option, Question, Questionnaire, Text, in_language
from medverka.surveys import addresses
from medverka.surveys.models import Group
from medverka.surveys.tongues import own_name

MOST_FORMS: Final = 100  # In one file.
FORM_FILE, POSTER_FILE = "formular.pdf", "affisch.pdf"
FACES: Final = ("very_sad", "sad", "neutral", "happy", "very_happy")
MOST_LINES: Final = 8
SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC")


def form(group: Group, *, codes: Sequence[str] = (), language: str = "") -> bytes:
    """The group's questions, once for each code, or once without any."""
    questionnaire = files.load(group.asks.content)
    chosen = language if language in printable(questionnaire) else questionnaire.languages[0]
    plain = chosen.split("-")[0]
    with override("en" if plain == "en" else "sv"):
        return _Form(questionnaire, chosen).set(group, codes)


def printable(questionnaire: Questionnaire) -> list[str]:
    """The languages that can be printed: our fonts have Latin, Greek and Cyrillic letters."""
    return [tag for tag in questionnaire.languages if not _foreign(questionnaire, tag)]


def other_languages(group: Group) -> list[tuple[str, str]]:
    """The languages besides the first in which a group's questions can be printed: tag and name. None while they are no questionnaire."""
    try:
        questionnaire = files.load(group.asks.content)
    except files.Unreadable:
        return []
    return [(tag, own_name(tag)) for tag in printable(questionnaire) if tag != questionnaire.languages[0]]


def _foreign(questionnaire: Questionnaire, tag: str) -> bool:
    words = "".join(question.text.get(tag, "") for question in questionnaire.questions)
    letters = {sign for sign in words if sign.isalpha()}
    return any(not unicodedata.name(sign, "").startswith(SCRIPTS) for sign in letters)


class _Form:
    """One questionnaire in one language."""

    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire, self.language = questionnaire, language
        self.numbers = {question.key: number for number, question in enumerate(questionnaire.questions, start=1)}

    def say(self, text: Text) -> str:
        return in_language(text, self.language, self.questionnaire.languages[0])

    def set(self, group: Group, codes: Sequence[str]) -> bytes:
        parts = [
            FormPart(
                self.say(section.title),
                _together(self.say(section.text), self._only_if(section.asked_if)),
                [self._asked(question) for question in section.questions],
            )
            for section in self.questionnaire.sections
        ]
        return pdf.forms(
            self.say(self.questionnaire.title),
            parts,
            codes=list(codes) or [""],
            code_label=_("Kod"),
            intro=[
                line for line in (self.say(self.questionnaire.intro), self._how(group, with_code=bool(codes))) if line
            ],
            outro=[line for line in (self.say(self.questionnaire.thanks), self._where(group)) if line],
            footer=_("Medverka %(county)s") % {"county": the_county().name},
            lang=self.language.split("-")[0],
            large=self.language == EASY,
        )

    def _how(self, group: Group, *, with_code: bool) -> str:
        county = the_county()
        told = _("Du bestämmer själv om du vill svara, och du kan hoppa över frågor. Skriv inte ditt namn.")
        last = _("Lämna eller skicka in formuläret senast den %(day)s.") % {
            "day": date_format(group.round.closes_on, "j F Y")
        }
        phone = _("Frågor? Ring %(phone)s.") % {"phone": county.phone} if county.phone else ""
        address = addresses.of_codes().partition("://")[2]
        online = _("Svara hellre på nätet? Gå till %(address)s och skriv koden som står högst upp.") % {
            "address": address
        }
        return " ".join(filter(None, (told, last, online if with_code else "", phone)))

    def _where(self, group: Group) -> str:
        county = the_county()
        if not county.postal_address:
            return ""
        return _("Skicka det till:") + f"\nMedverka\n{county.postal_address}"

    def _asked(self, question: Question) -> Asked:
        kind: Literal["choices", "rows", "blank"] = "blank"
        if question.kind in (Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE):
            kind = "choices"
        elif question.kind == Kind.MATRIX:
            kind = "rows"
        return Asked(
            kind,
            str(self.numbers[question.key]),
            self.say(question.text),
            self.say(question.help),
            _together(self._how_many(question), self._only_if(question.asked_if)),
            [self._box(option) for option in question.options],
            [self.say(row.text) for row in question.rows],
            min(max(question.longest // 150, 3), MOST_LINES) if question.kind == Kind.TEXT else 1,
        )

    def _box(self, option: Option) -> Box:
        mood = FACES.index(option.face) if option.face in FACES else -1
        alone = _("Kryssa inte för något annat då.") if option.alone else ""
        return Box(self.say(option.text), " ".join(filter(None, [self.say(option.description), alone])), mood)

    def _how_many(self, question: Question) -> str:
        if question.kind == Kind.MULTIPLE:
            most = question.at_most
            return _("Kryssa för högst %(n)s.") % {"n": most} if most else _("Kryssa för så många du vill.")
        if question.kind == Kind.NUMBER:
            unit = self.say(question.unit)
            return _("Skriv ett tal (%(unit)s).") % {"unit": unit} if unit else _("Skriv ett tal.")
        return _("Kryssa för ett på varje rad.") if question.kind == Kind.MATRIX else ""

    def _only_if(self, condition: Condition | None) -> str:
        """Whom a question is put to, in words: a form on paper cannot hide it."""
        if condition is None:
            return ""
        asked = self.questionnaire.question(condition.question)
        named = [f"”{self.say(option.text)}”" for option in asked.options if option.key in condition.options]
        words = _("Svara bara om du svarade %(answers)s på fråga %(number)s.")
        return words % {"answers": _(" eller ").join(named), "number": self.numbers[asked.key]}


def _together(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def poster(group: Group, *, paper: pdf.Paper = "a4", language: str = "sv") -> bytes:
    """A sheet for the wall with a code that leads to the group's open link."""
    county, link = the_county(), addresses.of_group(group)
    by_phone = _("Vill du hellre svara på telefon eller papper? Ring %(phone)s.") % {"phone": county.phone}
    lines = [
        _("Du behöver inte logga in, och ingen kan se vad just du har svarat."),
        _("Svara senast den %(day)s.") % {"day": date_format(group.round.closes_on, "j F Y")},
        by_phone if county.phone else "",
    ]
    return pdf.poster(
        title=_("Vad tycker du?"),
        subtitle=group.round.title,
        pairs=[],
        paper=paper,
        empty=" ".join(filter(None, lines)),
        footer=_("Läs koden med mobilen, eller gå till:"),
        link=link,
        alt=_("QR-kod till %(address)s") % {"address": link},
        lang=language,
    )
