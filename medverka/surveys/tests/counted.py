"""A round with answers, for the tests of counting and results."""

import json
from datetime import date
from typing import Any

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock
from medverka.questionnaires import files
from medverka.questionnaires.document import Condition, Kind, Option, Question, Questionnaire, Section
from medverka.surveys import jobs
from medverka.surveys.actions import counting
from medverka.surveys.models import Group, Round, Sheet, Version
from medverka.surveys.models import Questionnaire as Kept
from medverka.surveys.rules import State


def words(swedish: str, english: str = "") -> dict[str, str]:
    return {"sv": swedish, "en": english or f"{swedish} (en)"}


def options(*texts: str, apart: str = "") -> tuple[Option, ...]:
    """Options with keys a, b, c … and perhaps one that is no step."""
    made = tuple(Option("abcdefghij"[place], words(text)) for place, text in enumerate(texts))
    return (*made, Option("vet-inte", words(apart), apart=True)) if apart else made


QUALITY = options("Mycket dåligt", "Dåligt", "Varken eller", "Bra", "Mycket bra", apart="Vet inte")

OVERALL = Question("helhet", Kind.SCALE, words("Hur är det på det hela taget?", "How is it overall?"), options=QUALITY)
WHY = Question(
    "varfor", Kind.SINGLE, words("Vad är bäst?"), options=options("Mötena", "Stödet", "Annat"),
    asked_if=Condition("helhet", ("d", "e")),
)  # fmt: skip
WAYS = Question(
    "satt", Kind.MULTIPLE, words("Hur tar du del av information?"), options=options("Brev", "Mejl", "Möten")
)
TIMES = Question("ganger", Kind.NUMBER, words("Hur många gånger var du med?"), unit=words("gånger", "times"))
MEETING = Question(
    "mote", Kind.MATRIX, words("Hur fungerar mötet?"), options=QUALITY[:5],
    rows=(Option("tid", words("Tiden")), Option("lokal", words("Lokalen"))),
)  # fmt: skip
OWN_WORDS = Question("fritt", Kind.TEXT, words("Vad kan bli bättre?"))

EVERYTHING = Questionnaire(
    words("Uppföljning"),
    languages=("sv", "en"),
    sections=(
        Section("allmant", words("Allmänt"), questions=(OVERALL, WHY, WAYS)),
        Section("mer", words("Mer"), questions=(TIMES, MEETING, OWN_WORDS)),
    ),
)


def version_of(questionnaire: Questionnaire = EVERYTHING, slug: str = "uppfoljning") -> Version:
    kept, _made = Kept.objects.get_or_create(slug=slug, defaults={"name": slug})
    number = kept.versions.count() + 1
    return Version.objects.create(
        questionnaire=kept, number=number, content=files.write(questionnaire), fixed_at=clock.now()
    )


def make_round(
    answers: dict[str, list[dict[str, Any]]],
    *,
    slug: str = "host-2021",
    version: Version | None = None,
    state: str = State.CLOSED,
    year: int = 2021,
    **values: Any,
) -> Round:
    """A round whose groups have handed in these answers."""
    one = Round.objects.create(
        slug=slug, title=f"Hösten {year}", version=version or version_of(), state=state,
        opens_on=date(year, 9, 1), closes_on=date(year, 9, 30), **values,
    )  # fmt: skip
    for place, (key, sheets) in enumerate(answers.items()):
        group = Group.objects.create(round=one, key=key, name=key.capitalize(), order=place, asked=2 * len(sheets) or 4)
        hand_in(group, sheets)
    return one


def hand_in(group: Group, sheets: list[dict[str, Any]]) -> None:
    Sheet.objects.bulk_create(
        [Sheet(group=group, answers=json.dumps(sheet, ensure_ascii=False)) for sheet in sheets], batch_size=2000
    )


def counted(one: Round, by: Any = SYSTEM) -> Round:
    """The round, counted by the worker."""
    counting.begin(one, by=by)
    jobs.count(one.pk)
    one.refresh_from_db()
    return one


def many(**given: int) -> list[dict[str, Any]]:
    """Sheets that answer the first question alone: many(a=3, e=7)."""
    return [{"helhet": key} for key, times in given.items() for _one in range(times)]
