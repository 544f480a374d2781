"""A questionnaire of ten questions, of every kind, in three languages; and a round of it that is open."""

from typing import Any

from medverka.questionnaires import files
from medverka.questionnaires.document import EASY, Condition, Kind, Option, Picture, Question, Questionnaire, Section
from medverka.surveys.models import Group
from medverka.surveys.tests import made


def words(swedish: str, arabic: str = "", easy: str = "") -> dict[str, str]:
    return {tag: text for tag, text in (("sv", swedish), ("ar", arabic), (EASY, easy)) if text}


LADDER = (("mycket-daligt", "Mycket dåligt", "very_sad"), ("daligt", "Dåligt", "sad"), ("varken", "Varken bra eller dåligt", "neutral"),
          ("bra", "Bra", "happy"), ("mycket-bra", "Mycket bra", "very_happy"))  # fmt: skip
FACES = (
    *(Option(key, words(text), face=face) for key, text, face in LADDER),
    Option("vet-inte", words("Vet inte"), apart=True),
)
AGREES = tuple(
    Option(key, words(text))
    for key, text in (("nej", "Nej, aldrig"), ("sallan", "Sällan"), ("ofta", "Ofta"), ("alltid", "Ja, alltid"))
)
WAYS = tuple(
    Option(key, words(text), picture=Picture(icon, alt=words(alt)))
    for key, text, icon, alt in (
        ("mote", "På möten", "users", "Människor"),
        ("telefon", "I telefon", "phone", "En telefon"),
        ("brev", "I brev", "mail", "Ett brev"),
    )
)
ROWS = tuple(
    Option(key, words(text))
    for key, text in (("tid", "Fick du tid att säga det du ville?"), ("lyssna", "Lyssnade de andra?"), ("forsta", "Förstod du det som sades?"))
)  # fmt: skip

QUESTIONNAIRE = Questionnaire(
    words("Så tycker du om rådet", "رأيك في المجلس", "Vad tycker du om rådet?"),
    languages=("sv", EASY, "ar"),
    intro=words("Vi frågar alla som har varit med i rådet det här året, för att mötena ska bli bättre."),
    thanks=words("Tack! Rådet går igenom svaren i januari."),
    sections=(
        Section(
            "helhet",
            words("Det hela taget", "بشكل عام"),
            questions=(
                Question("helhet", Kind.SCALE, words("Hur är det att vara med i rådet?", "كيف هو الحال في المجلس؟"), options=FACES, required=True),
                Question("varfor", Kind.TEXT, words("Vad är det som inte är bra?"), asked_if=Condition("helhet", ("mycket-daligt", "daligt"))),
                Question("bemott", Kind.SCALE, words("Hur blir du bemött?"), help=words("Tänk på det senaste mötet."), options=FACES),
                Question("igen", Kind.SINGLE, words("Vill du vara med nästa år också?"), options=AGREES[::3]),
            ),
        ),
        Section(
            "motena",
            words("Mötena"),
            text=words("Nu kommer frågor om hur mötena går till."),
            questions=(
                Question("mote", Kind.MATRIX, words("Hur var det på mötena?"), options=AGREES, rows=ROWS),
                Question("antal", Kind.NUMBER, words("Hur många möten var du på?"), unit=words("möten")),
                Question("satt", Kind.MULTIPLE, words("Hur vill du få veta vad som händer?"), options=WAYS, at_most=2),
            ),
        ),
        Section(
            "sist",
            words("Till sist"),
            questions=(
                Question("ledde", Kind.SINGLE, words("Ledde det du sade till något?"), options=(*AGREES, Option("vet", words("Det vet jag inte")))),
                Question("stod", Kind.SCALE, words("Hur är stödet från samordnaren?"), options=FACES),
                Question("arvode", Kind.SINGLE, words("Kommer arvodet i tid?"), options=AGREES),
                Question("fritt", Kind.TEXT, words("Vad vill du säga med egna ord?"), longest=400),
            ),
        ),
    ),
    words={"ar": {"begin": "ابدأ", "next": "التالي", "back": "رجوع", "send": "أرسل", "question": "سؤال", "of": "من"}},
)  # fmt: skip


def opened(by: Any) -> Group:
    """The group that answers it, in a round that opened today."""
    return made.opened(by, slug="radet", of=made.version("om-radet", files.write(QUESTIONNAIRE)))
