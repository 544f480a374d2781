"""The first years, as the coordinator's register knew them: 183 requests, 460 contributions by the report day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from medverka.assignments.actions.requests import NewRequest, import_requests
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import RequestState
from medverka.contributions.actions import NewContribution, record_contributions
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.sayings import SUBJECTS
from medverka.demo.stage import Stage, Story
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.voices.actions import answer_voice, make_public, record_voice, tell_effect

REQUESTS, DECLINED, CONTRIBUTIONS = 183, 12, 460
CARRIED_OUT = REQUESTS - DECLINED
IN_THREES = CONTRIBUTIONS - 2 * CARRIED_OUT  # So many had three persons, the others two.
THREE_WEEKS = timedelta(days=21)
HOURS = ("1", "1.5", "2", "2", "3", "4")


def request_days() -> Iterator[date]:
    """The days on which the requests of the first years were done with; each had come in three weeks before."""
    first = date(2016, 11, 14)
    span = (REPORT_DAY - timedelta(days=30) - first).days
    for number in range(REQUESTS):
        yield first + timedelta(days=span * number // (REQUESTS - 1)) + THREE_WEEKS


def live_through(stage: Stage, number: int) -> Story:
    """Request `number` of the first years: entered in the register when it was declined or carried out."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    declined = number % 15 == 7
    unit = stage.organisations[stage.chance.choice(subject.units)]
    done, way = clock.today(), stage.terms[subject.way]
    new = NewRequest(
        title=subject.title,
        received_on=done - THREE_WEEKS,
        unit=unit,
        way=way,
        level=subject.level,
        persons_wanted=3,
        starts_on=done,
        state=RequestState.DECLINED if declined else RequestState.CLOSED,
    )
    (request,) = import_requests([new], by=stage.karin)
    if declined:
        return
    before = number - sum(1 for earlier in range(number) if earlier % 15 == 7)
    people = _least_active(stage, 3 if before < IN_THREES else 2)
    hours, origin = Decimal(stage.chance.choice(HOURS)), ("request", request.pk)
    items = [NewContribution(person, done, hours, way, subject.level, unit, origin=origin) for person in people]
    record_contributions(items, by=stage.karin)
    if number % 5 == 0:
        yield from _say_something(stage, number, unit, request, people)


def _least_active(stage: Stage, count: int) -> list[Contributor]:
    """Whoever is in the pool takes turns; some come more often than others, as in life."""
    here = [one for one in stage.contributors if one.status == Contributor.Status.ACTIVE]
    regulars = here[: max(len(here) // 4, count)]
    return stage.chance.sample(regulars if stage.chance.random() < 0.4 else here, min(count, len(here)))


def _say_something(
    stage: Stage, number: int, unit: Organisation, request: InvolvementRequest, people: list[Contributor]
) -> Story:
    said, on = stage.next_saying(request.title), clock.today()
    voice = record_voice(
        by=stage.karin, text=said.text, unit=unit, origin=("request", request.pk), said_on=on,
        answer_due_on=on + timedelta(days=30), speakers=people, themes=stage.themes_of(request.title),
    )  # fmt: skip
    yield on + timedelta(days=9 + number % 20)
    answer_voice(voice, by=stage.karin, answer=said.answer, because=said.because)
    if said.effect:
        yield on + timedelta(days=60)
        tell_effect(voice, by=stage.karin, effect=said.effect)
        if number % 10 == 0:
            make_public(voice, by=stage.karin)
