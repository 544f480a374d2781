"""Cells that hold one or more words of a closed list: status, outcome, level, channel, perspective, form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from medverka.registers import dates
from medverka.registers.sheets import Cell
from medverka.registers.values import Unreadable, day, says_nothing, text
from medverka.registers.words import abbreviates, fold


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands towards the pool, and since which day if the cell says so."""

    status: str  # active, paused or left
    since: date | None = None


_CHANNELS = {
    "email": ("mail", "mejl", "e-post", "epost", "email", "e-mail", "mejla", "maila"),
    "phone": ("telefon", "tel", "tfn", "ring", "telefonsamtal", "mobil", "sms", "phone", "call", "samtal"),
    "letter": ("brev", "post", "vanlig post", "letter", "mail by post", "brevledes", "papper"),
}
_PERSPECTIVES = {
    "user": ("brukare", "brukarerfarenhet", "brukarperspektiv", "service user", "user"),
    "patient": ("patient", "patienterfarenhet", "patientperspektiv"),
    "relative": ("närstående", "anhörig", "närståendeperspektiv", "anhörigperspektiv", "relative", "carer", "family"),
}
_LEVELS = {
    "individual": ("individ", "individnivå", "individuell", "individual"),
    "operational": ("verksamhet", "verksamhetsnivå", "verksamhetsnivån", "operational", "operativ"),
    "system": ("system", "systemnivå", "strategisk", "strategisk nivå", "ledningsnivå", "system level", "strategic"),
}
_FORMS = {
    "on_site": ("på plats", "fysiskt", "fysiskt möte", "irl", "on site", "in person", "plats"),
    "digital": ("digitalt", "digital", "distans", "teams", "zoom", "video", "online", "på distans"),
    "phone": ("telefon", "per telefon", "phone"),
    "writing": ("skriftligt", "skriftlig", "i text", "in writing", "enkät"),
}
_REQUEST_STATUSES = {
    "received": ("ny", "inkommen", "mottagen", "registrerad", "new", "received", "ej påbörjad"),
    "ongoing": ("pågår", "pågående", "öppen", "aktiv", "planerad", "bokad", "ongoing", "open", "under arbete"),
    "done": ("klar", "avslutad", "genomförd", "färdig", "slutförd", "utförd", "done", "closed", "completed"),
    "declined": ("avböjd", "avböjt", "nekad", "avslagen", "avslag", "declined", "tackat nej"),
    "cancelled": ("inställd", "inställt", "avbokad", "avbruten", "återkallad", "återtagen", "cancelled", "canceled"),
}
_OUTCOMES = {
    "held": (
        *("genomförd", "genomfört", "ok", "klar", "klart", "utförd", "utfört", "deltog", "deltagit", "närvarande"),
        *("närvarade", "ja", "x", "j", "kom", "medverkade", "medverkat", "avslutad", "done", "held", "attended"),
        *("completed", "yes", "blev av", "fullföljd", "1", "true"),
    ),
    "not held": (
        *("inställt", "inställd", "avbokad", "avbokat", "avbokade", "kom ej", "kom inte", "kom aldrig", "uteblev"),
        *("utebliven", "ej genomförd", "ej genomfört", "inte genomförd", "inte genomfört", "no show", "noshow"),
        *("frånvarande", "förhinder", "återbud", "lämnat återbud", "lämnade återbud", "sjuk", "avböjde", "avböjd"),
        *("nej", "deltog ej", "deltog inte", "blev inte av", "blev ej av", "cancelled", "canceled", "absent"),
        *(
            "did not attend",
            "no",
            "n",
            "ej",
            "0",
            "false",
            "struken",
            "framflyttad",
            "flyttad",
            "ombokad",
            "uppskjuten",
        ),
    ),
}
_STATUSES = {
    "active": ("aktiv", "aktivt", "active", "ja", "x"),
    "paused": ("paus", "pausad", "pausar", "vilande", "vilar", "tar paus", "tillfälligt paus", "paused", "on hold"),
    "left": (
        *("avslutad", "avslutat", "slutat", "slutade", "slutar", "slut", "har slutat", "utträdd", "utträtt", "lämnat"),
        *("lämnade", "har lämnat", "avregistrerad", "avanmäld", "avgått", "avgick", "avliden", "avled", "död", "left"),
        *("ended", "struken", "borttagen", "utskriven", "former"),
    ),
}
# The years of the bands of `pool.rules.AGE_BANDS`, both included.
_AGES = {"under-18": (0, 17), "18-25": (18, 25), "26-40": (26, 40), "41-64": (41, 64), "65-up": (65, 150)}
_NOT_TOLD = (
    "vill inte säga",
    "vill inte uppge",
    "vill ej uppge",
    "ej angivet",
    "inte angivet",
    "ej angiven",
    "not stated",
)
Choice = Mapping[str, tuple[str, ...]]


def _meaning(word: str, choice: Choice) -> str | None:
    """The code whose words include `word`, or whose words it alone abbreviates. A question mark is a doubt."""
    if "?" in word:
        return None
    short = fold(word)
    for code, words in choice.items():
        if short in map(fold, words):
            return code
    found = {code for code, words in choice.items() if any(abbreviates(short, fold(known)) for known in words)}
    return found.pop() if len(found) == 1 else None


def _chooser(choice: Choice, reason: Callable[[], str], accepted: Callable[[], str]) -> Callable[[Cell], str | None]:
    """A reader for a cell that holds one word of a closed list."""
    known: dict[str, str | None] = {}

    def read(cell: Cell) -> str | None:
        if says_nothing(cell):
            return None
        word = text(cell).lower()
        if word not in known:
            known[word] = _meaning(word, choice)
        code = known[word]
        if code is None:
            known.pop(word)
            raise Unreadable(reason(), accepted())
        return code

    return read


level = _chooser(
    _LEVELS,
    lambda: _("Det är ingen av nivåerna."),
    lambda: _("Skriv individ, verksamhet eller system."),
)
form = _chooser(
    _FORMS,
    lambda: _("Det är ingen känd form."),
    lambda: _("Skriv på plats, digitalt, telefon eller skriftligt."),
)


def forms(cell: Cell) -> tuple[str, ...]:
    """Forms in one cell: on_site, digital, phone, writing."""
    return _codes(cell, _FORMS, _("Det är ingen känd form."), _("Skriv på plats, digitalt, telefon eller skriftligt."))


request_status = _chooser(
    _REQUEST_STATUSES,
    lambda: _("Det är ingen känd status."),
    lambda: _("Skriv ny, pågår, klar, avböjd eller inställd."),
)
_outcome = _chooser(
    _OUTCOMES,
    lambda: _("Det går inte att avgöra om insatsen blev av."),
    lambda: _("Skriv genomförd, inställt, avbokad, kom ej eller ej genomförd, eller lämna tomt."),
)


def took_place(cell: Cell) -> bool | None:
    """Whether a contribution was made, by its outcome. None: the cell is blank, which means that it was."""
    if isinstance(cell, bool):
        return cell
    outcome = _outcome(cell)
    return None if outcome is None else outcome == "held"


def channels(cell: Cell) -> tuple[str, ...]:
    """By which channels somebody is reached, the first before the others: email, letter, phone."""
    return _codes(cell, _CHANNELS, _("Det är inget känt sätt att nå någon."), _("Skriv e-post, brev eller telefon."))


def perspectives(cell: Cell) -> tuple[str, ...]:
    """Perspectives in one cell: user, patient, relative."""
    return _codes(
        cell, _PERSPECTIVES, _("Det är inget känt perspektiv."), _("Skriv brukare, patient eller närstående.")
    )


_YEARS = r"(?:\s*(?:år|years?))?"
_SPAN = re.compile(rf"(\d{{1,3}}){_YEARS}\s*(?:-|–|—|till|to)\s*(\d{{1,3}}){_YEARS}\Z")
_FROM = re.compile(
    rf"(?:≥|>=)?\s*(\d{{1,3}}){_YEARS}\s*(?:\+|-|–|(?:och|eller|or|and)\s+(?:äldre|uppåt|older|over)){_YEARS}\Z"
)
_OVER = re.compile(rf"(?:över|äldre än|>|over)\s*(\d{{1,3}}){_YEARS}\Z")
_UNDER = re.compile(rf"(?:under|yngre än|<|below)\s*(\d{{1,3}}){_YEARS}\Z")


def age_band(cell: Cell) -> str | None:
    """The one band in which all ages of a cell lie: 18–25, 20–24 år, under 18, 65+. An age alone is none."""
    word = text(cell).lower()
    if says_nothing(cell) or word in _NOT_TOLD:
        return None
    span = None if isinstance(cell, date) else _span(word)
    for code, (youngest, oldest) in _AGES.items():
        if span and youngest <= span[0] <= span[1] <= oldest:
            return code
    raise Unreadable(
        _("Det ryms inte i en av åldersgrupperna, så personen kommer in utan."),
        _("Skriv under 18, 18–25, 26–40, 41–64 eller 65+, eller lämna tomt."),
    )


def _span(word: str) -> tuple[int, int] | None:
    """The youngest and oldest that a group's name speaks of."""
    if match := _SPAN.match(word):
        return int(match[1]), int(match[2])
    if match := _FROM.match(word):
        return int(match[1]), 150
    if match := _OVER.match(word):
        return int(match[1]) + 1, 150
    match = _UNDER.match(word)
    return (0, int(match[1]) - 1) if match else None


def _codes(cell: Cell, choice: Choice, reason: str, accepted: str) -> tuple[str, ...]:
    """The codes of several words in one cell, each once, in the order written."""
    if says_nothing(cell):
        return ()
    words = [
        word for word in re.split(r"[,;/+&\n|]|\s+(?:och|eller|samt|and|or|el)\s+", text(cell).lower()) if word.strip()
    ]
    codes = [_meaning(word, choice) for word in words]
    if not codes or None in codes:
        raise Unreadable(reason, accepted)
    return tuple(dict.fromkeys(filter(None, codes)))


_STANDING = re.compile(
    r"(?P<word>[^\d(]+?)[\s:,(]*"
    r"(?:\b(?:sedan|från|fr\.?\s?o\.?\s?m\.?|den|i|per|since|(?P<until>till|t\.?\s?o\.?\s?m\.?|until))\s+)?"
    rf"(?P<date>(?:\d|(?:{'|'.join(dates.MONTHS)})\b).*?)?\)?\Z"
)


def standing(cell: Cell, habit: dates.Habit) -> Standing | None:
    """A person's status, with or without the day it began: aktiv, paus, ”avslutad 2022-02-21”."""
    if says_nothing(cell):
        return None
    match = _STANDING.match(text(cell).lower())
    code = _meaning(match["word"], _STATUSES) if match else None
    if match is None or code is None:
        raise Unreadable(
            _("Det är ingen känd status."),
            _("Skriv aktiv, paus eller avslutad med datum, till exempel avslutad 2022-02-21."),
        )
    since = day(match["date"], habit) if match["date"] else None
    return Standing(code, since.on if since and not match["until"] else None)
