"""A group's questions on paper, to be filled in by hand; and the poster with its open link."""

import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from medverka.foundation import pdf
from medverka.foundation.pdf import Asked, Box, Drawn, FormPart
from medverka.organisations.queries import the_county
from medverka.questionnaires import files
from medverka.questionnaires.document import (
    EASY,
    Condition,
    Kind,
    Option,
    Picture,
    Question,
    Questionnaire,
    Text,
    in_language,
)
from medverka.surveys import addresses, asking
from medverka.surveys.models import Group
from medverka.surveys.paper_pictures import drawn
from medverka.surveys.tongues import own_name

FORM_FILE, POSTER_FILE = "formular.pdf", "affisch.pdf"
FACES: Final = ("very_sad", "sad", "neutral", "happy", "very_happy")
MOST_LINES: Final = 8
SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC")


class Unprintable(Exception):
    """Our fonts lack the letters of this language, which is told by its own name."""


def form(group: Group, *, codes: Sequence[str] = (), language: str = "") -> bytes:
    """The group's questions, once for each code, or once without any. Raises `Unprintable`."""
    questionnaire = files.load(group.asks.content)
    chosen = language if language in questionnaire.languages else questionnaire.languages[0]
    if _foreign(questionnaire, chosen):
        raise Unprintable(own_name(chosen))
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
    """Whether most letters are of other scripts: a single odd sign is left out in print, and the rest can be read."""
    words = "".join(question.text.get(tag, "") for question in questionnaire.questions)
    letters = [sign for sign in words if sign.isalpha()]
    return 2 * sum(unicodedata.name(sign, "").startswith(SCRIPTS) for sign in letters) < len(letters)


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
        phone = _("Frågor? Ring %(phone)s.") % {"phone": county.phone_whole} if county.phone else ""
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
            [Box(self.say(row.text), picture=self._drawn(row.picture)) for row in question.rows],
            min(max(question.longest // 150, 3), MOST_LINES) if question.kind == Kind.TEXT else 1,
            self._drawn(question.picture),
            lies=question.kind == Kind.SCALE,
        )

    def _drawn(self, picture: Picture | None) -> Drawn | None:
        return drawn(picture, self.say(picture.alt)) if picture else None

    def _box(self, option: Option) -> Box:
        mood = FACES.index(option.face) if option.face in FACES else -1
        alone = _("Kryssa inte för något annat då.") if option.alone else ""
        note = " ".join(filter(None, [self.say(option.description), alone]))
        return Box(self.say(option.text), note, mood, self._drawn(option.picture))

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
    """A sheet for the wall with a large code that leads to the group's open link."""
    county, link = the_county(), addresses.of_group(group)
    with override(language):
        return pdf.notice(
            _("Vad tycker du?"),
            group.round.title,
            who=_("Vi som arbetar med Medverka i %(county)s vill veta vad du tycker.") % {"county": county.name},
            way=_("Läs koden med mobilen, eller gå till:"),
            link=link,
            alt=_("QR-kod till %(address)s") % {"address": link},
            until=_("Svara senast den %(day)s.") % {"day": date_format(group.round.closes_on, "j F Y")},
            lines=list(filter(None, (_open_to_all(group), _rather_on_paper()))),
            footer=_("Medverka %(county)s") % {"county": county.name},
            paper=paper,
            lang=language,
        )


def _open_to_all(group: Group) -> str:
    minutes = asking.minutes(files.load(group.asks.content))
    takes = ngettext("Det tar ungefär %(n)s minut.", "Det tar ungefär %(n)s minuter.", minutes) % {"n": minutes}
    told = _("Det är frivilligt. Du behöver inte logga in, och ingen kan se vad just du har svarat.")
    return f"{takes} {told}"


def _rather_on_paper() -> str:
    county = the_county()
    if county.phone:
        told = _("Har du frågor, eller vill du hellre svara på telefon eller papper? Ring %(phone)s.")
        return told % {"phone": county.phone_whole}
    return _("Har du frågor? Skriv till %(email)s.") % {"email": county.email} if county.email else ""
