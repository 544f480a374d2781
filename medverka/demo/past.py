"""The first years, as the coordinator's register knew them: 183 requests, 460 contributions by the report day."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from medverka.assignments.actions.requests import NewRequest, import_requests
from medverka.assignments.rules import RequestState
from medverka.contributions.actions import NewContribution, record_contributions
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.places import SUBJECTS, VOICES
from medverka.demo.stage import Stage
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.voices.actions import answer_voice, make_public, record_voice, tell_effect

REQUESTS, DECLINED, CONTRIBUTIONS = 183, 12, 460
CARRIED_OUT = REQUESTS - DECLINED
IN_THREES = CONTRIBUTIONS - 2 * CARRIED_OUT  # So many had three persons, the others two.
HOURS = ("1", "1.5", "2", "2", "3", "4")


def request_days() -> Iterator[date]:
    """The days on which the requests of the first years came in."""
    first = date(2016, 11, 14)
    span = (REPORT_DAY - timedelta(days=30) - first).days
    for number in range(REQUESTS):
        yield first + timedelta(days=span * number // (REQUESTS - 1))


def live_through(stage: Stage, number: int) -> None:
    """Request `number` of the first years, received today and, unless declined, carried out three weeks later."""
    title, way, level = SUBJECTS[number % len(SUBJECTS)]
    declined = number % 15 == 7
    unit = stage.any_unit()
    received = clock.today()
    done = received + timedelta(days=21)
    new = NewRequest(
        title=title,
        received_on=received,
        unit=unit,
        way=stage.terms[way],
        level=level,
        persons_wanted=3,
        starts_on=done,
        state=RequestState.DECLINED if declined else RequestState.CLOSED,
    )
    (request,) = import_requests([new], by=stage.karin)
    if declined:
        return
    before = number - sum(1 for earlier in range(number) if earlier % 15 == 7)
    people = _least_active(stage, 3 if before < IN_THREES else 2)
    with clock.at(done):
        hours = Decimal(stage.chance.choice(HOURS))
        origin = ("request", request.pk)
        items = [
            NewContribution(person, done, hours, stage.terms[way], level, unit, origin=origin) for person in people
        ]
        record_contributions(items, by=stage.karin)
    if number % 5 == 0:
        _say_something(stage, number, unit, origin, people, done)


def _least_active(stage: Stage, count: int) -> list[Contributor]:
    """Whoever is in the pool takes turns; some come more often than others, as in life."""
    here = [one for one in stage.contributors if one.status == Contributor.Status.ACTIVE]
    regulars = here[: max(len(here) // 4, count)]
    return stage.chance.sample(regulars if stage.chance.random() < 0.4 else here, min(count, len(here)))


def _say_something(
    stage: Stage, number: int, unit: Organisation, origin: tuple[str, int], people: list[Contributor], on: date
) -> None:
    text, answer, because, effect = VOICES[number // 5 % len(VOICES)]
    with clock.at(on):
        voice = record_voice(
            by=stage.karin, text=text, unit=unit, origin=origin, said_on=on,
            answer_due_on=on + timedelta(days=30), speakers=people,
        )  # fmt: skip
    with clock.at(on + timedelta(days=9 + number % 20)):
        answer_voice(voice, by=stage.karin, answer=answer, because=because)
    if effect:
        with clock.at(on + timedelta(days=60)):
            tell_effect(voice, by=stage.karin, effect=effect)
            if number % 10 == 0:
                make_public(voice, by=stage.karin)
