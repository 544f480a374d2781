"""Who joined Exempellän's pool when, and who left: 143 persons on 15 March 2022."""

from collections.abc import Iterator
from datetime import date, timedelta

from medverka.demo.people import CAST, FIRST_NAMES, LAST_NAMES, login_of, phone_of
from medverka.demo.stage import Stage
from medverka.foundation import clock
from medverka.pool.actions import NewPerson, add_contributor, leave, link_account, pause, record_milestone
from medverka.pool.models import Contributor, Milestone, Term

REPORT_DAY = date(2022, 3, 15)
JOINED_BY_THEN, LEFT_BY_THEN = 154, 11  # 143 in the pool.
A_YEAR_LATER = 9  # Joining each year after the report day.
NOBODY_FROM = "Ulvön"  # An island that nobody has reached yet: the figures tell.
# One after the other, as people join; some would rather not say.
AGE_BANDS = (
    *("41-64", "26-40", "65-up", "41-64", "", "18-25", "26-40"),
    *("41-64", "65-up", "41-64", "", "26-40", "18-25"),
)


def joining_days(today: date) -> Iterator[date]:
    """The days on which people joined, evenly over the first years and on to this one."""
    first = date(2016, 10, 10)
    span = (REPORT_DAY - first).days - 10
    for number in range(JOINED_BY_THEN):
        yield first + timedelta(days=span * number // JOINED_BY_THEN)
    day = REPORT_DAY + timedelta(days=20)
    while day < today - timedelta(days=30):
        yield day
        day += timedelta(days=365 // A_YEAR_LATER)


def join(stage: Stage, number: int) -> None:
    """Person `number` joins today."""
    person = _cast_person(stage, number) or _person(stage, number)
    contributor = add_contributor(person, by=stage.karin)
    stage.contributors.append(contributor)
    kinds = Milestone.Kind
    if number % 3:
        record_milestone(contributor, by=stage.karin, kind=kinds.WELCOME, on=clock.today())
    if number % 4 == 0:
        record_milestone(
            contributor, by=stage.karin, kind=kinds.TRAINING, on=clock.today(), what="Att berätta sin historia"
        )
    if member := CAST_JOINS.get(number):
        account = link_account(contributor, by=stage.karin)
        stage.users[member.login] = account


def go(stage: Stage, number: int) -> None:
    """Person `number` leaves today."""
    leave(stage.contributors[number], by=stage.karin, tell_after=number % 2 == 0)


def rest(stage: Stage, number: int) -> None:
    """Person `number` pauses today."""
    pause(stage.contributors[number], by=stage.karin)


CAST_JOINS = {140 + place: member for place, member in enumerate(m for m in CAST if m.role == "contributor")}


def _cast_person(stage: Stage, number: int) -> NewPerson | None:
    member = CAST_JOINS.get(number)
    if member is None:
        return None
    first, last = member.name.split()
    protected = "skyddade" in member.who
    return NewPerson(
        first_name=first,
        last_name=last,
        email=member.email,
        phone=phone_of(number),
        perspectives={"patient", "relative"} if protected else {"user", "patient"},
        municipality=stage.organisations["Norrvik"],
        age_band="" if protected else _age_band(number),
        terms=_some_terms(stage, number),
        status=Contributor.Status.ACTIVE,
        protected=protected,
        alias="Maria Alm" if protected else "",
        named=[stage.karin] if protected else [],
        contact_person=stage.karin,
    )


def _person(stage: Stage, number: int) -> NewPerson:
    chance = stage.chance
    first, last = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number * 7 % len(LAST_NAMES)]
    town = chance.choice(stage.municipalities())
    town = stage.organisations["Söderö"] if town.name == NOBODY_FROM else town
    on_paper = number % 7 == 3
    channel = Contributor.Channel.LETTER if on_paper else Contributor.Channel.PHONE if number % 9 == 4 else "email"
    return NewPerson(
        first_name=first,
        last_name=last,
        email="" if on_paper else login_of(first, last, number),
        phone=phone_of(number),
        street=f"Exempelvägen {number + 1}",
        postcode=f"38{number % 1000:03}",
        city=town.name,
        perspectives=set(chance.sample(["user", "patient", "relative"], chance.choice([1, 1, 2]))),
        municipality=town,
        age_band=_age_band(number),
        terms=_some_terms(stage, number),
        channel=channel,
        most_per_half_year=chance.choice([None, None, 2, 4]),
        weekdays=chance.choice([[], [], [0, 1, 2, 3, 4], [1, 3]]),
        status=Contributor.Status.ACTIVE,
        source=Contributor.Source.PAPER if on_paper else Contributor.Source.SELF,
    )


def _age_band(number: int) -> str:
    """How old person `number` says they are; hardly anybody is a child, as in real pools."""
    return "under-18" if number % 71 == 20 else AGE_BANDS[number % len(AGE_BANDS)]


def _some_terms(stage: Stage, number: int) -> list[Term]:
    """A few areas and ways, a form that suits, perhaps something needed to take part."""
    by_kind: dict[str, list[Term]] = {}
    for term in stage.terms.values():
        by_kind.setdefault(term.kind, []).append(term)
    chance = stage.chance
    chosen = chance.sample(by_kind[Term.Kind.AREA], 3) + chance.sample(by_kind[Term.Kind.WAY], 7)
    chosen += [stage.terms["pa-plats"]] if number % 5 else []
    chosen += [term for term in chance.sample(by_kind[Term.Kind.FORM], 2) if term not in chosen]
    return chosen + (chance.sample(by_kind[Term.Kind.ACCESS], 1) if number % 3 == 0 else [])
