"""A questionnaire in words, as the builder's pages show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverka.questionnaires import checks, editing, translating
from medverka.questionnaires.answering import conditions_of
from medverka.questionnaires.document import (
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    Text,
    in_language,
)
from medverka.surveys import words
from medverka.surveys.models import Image
from medverka.surveys.pictures import is_sign

KINDS: dict[Kind, tuple[Promise | str, Promise | str]] = {
    Kind.SCALE: (gettext_lazy("Skala"), gettext_lazy("Ett steg av flera, till exempel från mycket dåligt till mycket bra.")),
    Kind.SINGLE: (gettext_lazy("Ett val"), gettext_lazy("Ett av flera svar, utan ordning mellan dem.")),
    Kind.MULTIPLE: (gettext_lazy("Flera val"), gettext_lazy("Så många svar man vill, eller högst några stycken.")),
    Kind.MATRIX: (gettext_lazy("Flera frågor med samma skala"), gettext_lazy("En tabell på en bred skärm, en fråga i taget på en smal.")),
    Kind.NUMBER: (gettext_lazy("Tal"), gettext_lazy("Till exempel hur många gånger, eller hur många år.")),
    Kind.TEXT: (gettext_lazy("Egna ord"), gettext_lazy("Fri text. Du läser igenom den innan något av den visas.")),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A question as it stands in the list."""

    question: Question
    number: int
    text: str
    kind: str
    help: str = ""
    options: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    condition: str = ""


@dataclass(frozen=True)
class Missing:
    """Something that is left to do, and where on the page it stands."""

    words: str
    anchor: str


def missing(whole: Questionnaire) -> tuple[list[Missing], list[Missing]]:
    """What hinders a round from being opened with it, and what is good to know. Translations have a page of their own."""
    found = [one for one in checks.problems(whole) if one.code != "untranslated"]
    told_all = [
        (one.caution, Missing(words.line(one), one.key_of("question") or one.key_of("section"))) for one in found
    ]
    cautions = [one for is_caution, one in told_all if is_caution] + list(_lost_pictures(whole))
    return [one for is_caution, one in told_all if not is_caution], cautions


def _lost_pictures(whole: Questionnaire) -> Iterator[Missing]:
    """A file names pictures and brings none."""
    wanted = translating.files_in(whole)
    there = set(Image.objects.filter(digest__in=wanted).values_list("digest", flat=True)) if wanted else set()
    for key, picture in translating.pictures(whole):
        if (picture.file and picture.file not in there) or (picture.icon and not is_sign(picture.icon)):
            yield Missing(_("En bild finns inte här. Lägg till den igen vid frågan ”%(key)s”.") % {"key": key}, key)


@dataclass(frozen=True)
class ToldSection:
    """A section with its questions."""

    section: Section
    title: str
    text: str
    condition: str
    questions: list[Told]


def told(whole: Questionnaire, language: str = "") -> list[ToldSection]:
    """All of it in a language: the first one unless told."""
    language, number, sections = language or whole.languages[0], 0, []
    for one in whole.sections:
        questions = []
        for inner in one.questions:
            number += 1
            questions.append(question(whole, inner, number, language))
        title, text = (in_language(said, language, whole.languages[0]) for said in (one.title, one.text))
        sections.append(ToldSection(one, title, text, condition(whole, one.asked_if, language), questions))
    return sections


def question(whole: Questionnaire, one: Question, number: int = 0, language: str = "") -> Told:
    """One question in words."""
    language = language or whole.languages[0]

    def say(text: Text) -> str:
        return in_language(text, language, whole.languages[0])

    return Told(
        one,
        number,
        say(one.text),
        str(KINDS[one.kind][0]),
        say(one.help),
        [say(option.text) for option in one.options],
        [say(row.text) for row in one.rows],
        list(_facts(one, say(one.unit), language)),
        condition(whole, one.asked_if, language),
    )


def _facts(one: Question, unit: str, language: str) -> Iterator[str]:
    if one.required:
        yield _("Måste besvaras.")
    if one.at_most:
        yield ngettext("Högst ett svar.", "Högst %(n)s svar.", one.at_most) % {"n": one.at_most}
    yield from _limits(one)
    if unit:
        yield _("Enhet: %(unit)s.") % {"unit": unit}
    if one.kind == Kind.TEXT:
        yield _("Högst %(n)s tecken.") % {"n": number_format(one.longest, force_grouping=True)}
    if alone := [in_language(option.text, language) for option in one.options if option.alone]:
        yield _("Väljs ensamt: %(answers)s.") % {"answers": ", ".join(f"”{words}”" for words in alone)}
    if any(option.face for option in one.options):
        yield _("Med ansikten.")
    if one.picture:
        yield _("Med bild.")


def _limits(one: Question) -> Iterator[str]:
    if one.least is not None and one.most is not None:
        yield _("Från %(least)s till %(most)s.") % {"least": as_swedish(one.least), "most": as_swedish(one.most)}
    elif one.least is not None:
        yield _("Minst %(least)s.") % {"least": as_swedish(one.least)}
    elif one.most is not None:
        yield _("Högst %(most)s.") % {"most": as_swedish(one.most)}


PARTS: dict[str, Promise | str] = {
    "title": gettext_lazy("Rubrik"),
    "intro": gettext_lazy("Inledning"),
    "thanks": gettext_lazy("Tack"),
    "text": gettext_lazy("Frågan"),
    "help": gettext_lazy("Förklaring"),
    "unit": gettext_lazy("Enhet"),
    "option": gettext_lazy("Svar"),
    "row": gettext_lazy("Rad"),
    "description": gettext_lazy("Svarets förklaring"),
    "alt": gettext_lazy("Vad bilden föreställer"),
    "words": gettext_lazy("Medverkas egna ord"),
    "section": gettext_lazy("Text under rubriken"),
}


def part_of(path: tuple[str, ...]) -> str:
    """What a text is, by where it stands: ”Förklaring”, ”Svar”."""
    name = path[-1]
    if path[0] == "words":
        name = "words"
    elif path[0] == "section" and name == "text":
        name = "section"
    elif len(path) > 3 and name == "text":
        name = path[2]
    return str(PARTS[name])


def as_swedish(number: object) -> str:
    """A number as it is written in Sweden."""
    return f"{number:f}".replace(".", ",")


def condition(whole: Questionnaire, asked_if: Condition | None, language: str = "") -> str:
    """To whom something is put, in a sentence; empty where it is put to everybody."""
    if asked_if is None:
        return ""
    language = language or whole.languages[0]
    try:
        before = editing.question(whole, asked_if.question)
    except editing.NotThere:
        return _("Ställs bara efter en fråga som inte finns längre.")
    options = [option for option in before.options if option.key in asked_if.options]
    answers = either(f"”{_words(option, language)}”" for option in options)
    return _("Ställs bara till dem som svarade %(answers)s på ”%(question)s”.") % {
        "answers": answers,
        "question": in_language(before.text, language, whole.languages[0]),
    }


def newly_hidden(before: Questionnaire, after: Questionnaire) -> list[str]:
    """A line for each question of which results will show nothing after a change, and would have shown something before it."""
    was = {one.key for one in _with_two_conditions(before)}
    return [
        _("”%(question)s” har nu två villkor, sitt eget och avsnittets. Då visar en enkäts resultat inget av svaren på den. Ta bort ett av villkoren om ni vill se svaren.")
        % {"question": in_language(one.text, after.languages[0])}
        for one in _with_two_conditions(after)
        if one.key not in was
    ]  # fmt: skip


def _with_two_conditions(whole: Questionnaire) -> list[Question]:
    return [one for home in whole.sections for one in home.questions if len(conditions_of(home, one)) > 1]


def _words(option: Option, language: str) -> str:
    return in_language(option.text, language)


def either(said: Iterable[str]) -> str:
    """Words with "or" before the last."""
    *first, last = [*said] or [""]
    return _("%(first)s eller %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def still_asked(whole: Questionnaire, dependents: list[editing.Dependent]) -> str:
    """Why something cannot be changed: others are asked because of it. And what to do."""
    language = whole.languages[0]
    names = ", ".join(f"”{in_language(one.text, language)}”" for one in dependents)
    why = ngettext(
        "Det går inte så länge %(names)s har ett villkor som hänger på det. Frågan i ett villkor måste stå tidigare, och svaret måste finnas. Ändra villkoret först.",
        "Det går inte så länge %(names)s har villkor som hänger på det. Frågan i ett villkor måste stå tidigare, och svaret måste finnas. Ändra villkoren först.",
        len(dependents),
    )
    return why % {"names": names}
