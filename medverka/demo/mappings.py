"""How eight municipalities and the region of Exempellän say that they work with influence, in two years, and what they want to develop."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from medverka.demo.places import REGION
from medverka.demo.stage import Stage, Story
from medverka.foundation import clock
from medverka.mappings.actions.answering import fill_in, hand_in
from medverka.mappings.actions.areas import move_area, plan_area
from medverka.mappings.actions.mappings import choose, close_mapping, make_mapping, open_mapping
from medverka.mappings.models import Mapping, SelfAssessment
from medverka.mappings.rules import AreaState, Level
from medverka.questionnaires.files import load

FIRST, SECOND = date(2023, 3, 6), date(2025, 3, 3)
A_MONTH = timedelta(days=31)
NOT_OURS = "0"

# The step of each question, level by level in the questionnaire's order, in 2023 and 2025; 0: it is not theirs to answer.
STEPS: dict[str, tuple[str, str]] = {
    "Ekdala": ("3322 2221 1211", "3433 3332 2222"),
    "Exempelstad": ("3443 3342 3322", "4444 4443 3433"),
    "Kvarnhult": ("2221 1110 1111", "2321 2110 1211"),
    "Lövsta": ("4332 2222 2112", "4332 3222 2122"),
    "Norrvik": ("3333 4334 2221", "4434 5445 3332"),
    "Söderö": ("2332 3221 1111", "3332 3221 2121"),
    "Tallåsa": ("1222 1110 1110", "2232 2210 1111"),
    "Ängsköping": ("3232 2121 2221", "3333 2222 3322"),
    REGION: ("2333 3443 3333", "3333 4444 4343"),
}


class Area(NamedTuple):
    """What an organisation wants to get better at, whose it is, and how far it has come."""

    organisation: str
    level: Level
    what: str
    why: str
    owner: str
    role: str
    months: int
    moves: tuple[tuple[AreaState, str], ...] = ()


UNDER_WAY, DONE = AreaState.UNDER_WAY, AreaState.DONE
AREAS = (
    Area(
        "Exempelstad", Level.SYSTEM, "Två platser för egen erfarenhet i nämndens beredning",
        "I dag frågas rådet när förslaget redan är skrivet.", "Hedda Ekollon", "utvecklingsledare", 26, ((UNDER_WAY, "Nämnden har sagt ja till ett försök."),),
    ),
    Area(
        "Norrvik", Level.OPERATIONAL, "Dialogforum på alla träffpunkter", "Det ena forumet har gett svar på nästan allt som sagts.",
        "Berit Björkdunge", "enhetschef", 14, ((UNDER_WAY, "Två av tre träffpunkter är i gång."), (DONE, "Alla tre har forum varannan månad.")),
    ),
    Area(
        "Tallåsa", Level.INDIVIDUAL, "Frågan ”vad är viktigt för dig” först i varje planering", "Planen skrivs ofta före mötet.",
        "Vide Blåhake", "förste socialsekreterare", 30,
    ),
    Area(
        REGION, Level.SYSTEM, "En gemensam rutin för tidig information", "Föreningarna får veta när beslutet är fattat.",
        "Ylva Stjärnskott", "strateg", 16, ((UNDER_WAY, "Ett förslag är på väg till styrgruppen."),),
    ),
    Area("Söderö", Level.OPERATIONAL, "Ett brukarråd tillsammans med Kvarnhult", "Var för sig är vi för små.", "Maj Humlesurr", "områdeschef", 20),
)  # fmt: skip


def stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """Both mappings, each from its first day."""
    yield FIRST, _mapping(stage, 0)
    yield SECOND, _mapping(stage, 1)
    yield from ((SECOND + 2 * A_MONTH, _area(stage, area)) for area in AREAS)


def _mapping(stage: Stage, turn: int) -> Story:
    began = clock.today()
    mapping = make_mapping(
        by=stage.karin, title=f"Kartläggning {began.year}", opens_on=began, closes_on=began + A_MONTH,
        follows=Mapping.objects.order_by("opens_on").last(), is_public=True,
        version=Mapping.objects.get().version if turn else None,
    )  # fmt: skip
    choose(mapping, [stage.organisations[name] for name in STEPS], by=stage.karin)
    open_mapping(mapping, by=stage.karin)
    yield began + timedelta(days=15)
    for assessment in mapping.assessments.select_related("organisation", "mapping__version"):
        _answer(stage, assessment, STEPS[assessment.organisation.name][turn])
    yield began + A_MONTH
    close_mapping(mapping, by=stage.karin)


def _answer(stage: Stage, assessment: SelfAssessment, steps: str) -> None:
    """By phone: the coordinator writes down what they say."""
    questions = load(assessment.mapping.version.content).questions
    answers = {
        question.key: "not_us" if step == NOT_OURS else question.steps[int(step) - 1].key
        for question, step in zip(questions, steps.replace(" ", ""), strict=True)
    }
    fill_in(assessment, by=stage.karin, answers=answers)
    hand_in(assessment, by=stage.karin)


def _area(stage: Stage, area: Area) -> Story:
    began = clock.today()
    planned = plan_area(
        by=stage.karin, organisation=stage.organisations[area.organisation], level=area.level, what=area.what, why=area.why,
        mapping=Mapping.objects.order_by("opens_on").last(), owner_name=area.owner, owner_role=area.role,
        due_on=began + area.months * timedelta(days=30),
    )  # fmt: skip
    for place, (state, text) in enumerate(area.moves, start=1):
        yield began + place * 5 * A_MONTH
        move_area(planned, by=stage.karin, state=state, text=text)
