"""From the report day on to this year: requests lived through one by one, and what waits today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations, requests, terms
from medverka.assignments.actions.tellings import mark_told
from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.assignments.rules import Picked
from medverka.contributions.actions import NewContribution, record_contribution
from medverka.councils import models as councils
from medverka.councils.actions import tellings
from medverka.councils.queries.tellings import to_make
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.people import login_of
from medverka.demo.places import REGION_UNITS
from medverka.demo.sayings import SOCIAL, SUBJECTS, Saying, Subject
from medverka.demo.stage import Stage, Story
from medverka.foundation import clock, outbox
from medverka.pool.actions import NewPerson, add_contributor, confirm_profile, dispose_due
from medverka.pool.actions_identity import change_units
from medverka.pool.models import Contributor
from medverka.voices.actions import answer_voice, make_public, record_voice, tell_effect
from medverka.voices.actions_telling import mark_all_told, note_sent, send_due
from medverka.voices.models import ToldBack, Voice

EVERY, A_YEAR = timedelta(days=24), timedelta(days=365)
A_WHOLE_CHAIN = timedelta(days=120)
FORTNIGHT = timedelta(days=14)
HARALDS = ("Vuxenpsykiatrin", *REGION_UNITS["Vuxenpsykiatrin"])


def request_days(today: date) -> Iterator[date]:
    """The days on which the later requests came in; each has time for its whole chain before today."""
    day = REPORT_DAY + timedelta(days=12)
    while day < today - A_WHOLE_CHAIN:
        yield day
        day += EVERY


def live_through(stage: Stage, number: int) -> Story:
    """Request `number` of the later years: asked today, told back some months later."""
    began = clock.today()
    request = _ask(stage, number, began)
    yield began + timedelta(days=3)
    requests.open_request(request, by=stage.karin)
    accepted = _invite(stage, request, number)
    yield began + timedelta(days=30)
    said, voice = _meet(stage, request, accepted)
    if number % 9 != 4 or stage.today - began >= A_YEAR:  # Else not answered yet: that happens, and shows.
        yield began + timedelta(days=38 + number % 25)
        yield from _answer(stage, voice, said, effect_on=began + timedelta(days=95))
    yield began + timedelta(days=110)
    request.refresh_from_db()
    if request.state == InvolvementRequest.State.CARRIED_OUT:  # Else it closed when the last was told.
        requests.close_request(request, by=stage.karin)


def _meet(stage: Stage, request: InvolvementRequest, accepted: list[Invitation]) -> tuple[Saying, Voice]:
    """Those who said yes come, and one thing that is said is written down."""
    for invitation in accepted:
        came = NewContribution(
            invitation.contributor, clock.today(), Decimal("2.5"), request.way, request.level, request.unit,
            origin=("request", request.pk),
        )  # fmt: skip
        record_contribution(came, by=stage.karin)
    requests.carry_out_request(request, by=stage.karin)
    assert request.unit is not None  # noqa: S101 - `_ask` gives it
    said = stage.next_saying(request.title)
    voice = record_voice(
        by=stage.karin, text=said.text, unit=request.unit, origin=("request", request.pk), said_on=clock.today(),
        answer_due_on=clock.today() + timedelta(days=30), speakers=[one.contributor for one in accepted],
        owner=request.commissioner, themes=stage.themes_of(request.title),
    )  # fmt: skip
    return said, voice


def _answer(stage: Stage, voice: Voice, said: Saying, *, effect_on: date) -> Story:
    assert voice.owner is not None  # noqa: S101 - `_meet` gives it
    answer_voice(voice, by=voice.owner, answer=said.answer, because=said.because)
    if said.effect:
        yield effect_on
        tell_effect(voice, by=voice.owner, effect=said.effect)
    make_public(voice, by=stage.karin)


def _ask(stage: Stage, number: int, on: date, **values: object) -> InvolvementRequest:
    subject = SUBJECTS[number % len(SUBJECTS)]
    asks = stage.users["berit.bjorkdunge" if subject.units == SOCIAL else "harald.hagg"]
    asked: dict[str, object] = {
        "title": subject.title,
        "unit": stage.organisations[_unit(subject, number)],
        "purpose": "Vi vill göra om det här tillsammans med dem som vet hur det är.",
        "way": stage.terms[subject.way],
        "level": subject.level,
        "promise": InvolvementRequest.Promise.TAKE_PART,
        "can_be_influenced": "Innehåll och form. Budgeten är redan satt.",
        "decision_on": on + timedelta(days=60),
        "persons_wanted": 2 + number % 2,
        "wants_user": True,
        "wants_patient": True,
        "wants_relative": number % 2 == 0,
        "starts_on": on + timedelta(days=30),
        "form": stage.terms["pa-plats"],
        "place": "Sammanträdesrum Violen",
        "municipality": stage.organisations["Exempelstad"],
        "place_access": "Hiss och hörslinga finns. Paus var fyrtiofemte minut.",
        "can_arrange": [stage.terms[need] for need in ("utan-trappor", "horslinga", "pauser", "foljeslagare")],
        "other_participants": "Två medarbetare och en chef.",
        "support_person": "Samordnaren är med hela tiden.",
        "compensation": "Arvode för tiden och ersättning för resan.",
        "answer_by": on + timedelta(days=60),
        **values,
    }
    request = requests.create_request(by=asks, **asked)  # type: ignore[arg-type]
    return requests.send_request(request, by=asks)


def _unit(subject: Subject, number: int) -> str:
    """The unit of Harald's or Berit's that would ask about a subject."""
    if subject.units == SOCIAL:
        return "Boendestödet i Norrvik"
    theirs = [name for name in subject.units if name in HARALDS]
    return theirs[number // len(SUBJECTS) % len(theirs)]


def _invite(stage: Stage, request: InvolvementRequest, number: int, answer: bool = True) -> list[Invitation]:
    """Ask as many as are wanted and one more in reserve; the first says no now and then."""
    wanted = request.persons_wanted
    people = least_asked(stage, wanted + 2)
    picked = {one.pk: Picked.PROPOSED.value for one in people}
    if number % 6 == 4:  # Now and then Karin knows of somebody better.
        picked[people[0].pk] = Picked.OTHER.value
    invited = invitations.invite(request, people[:wanted], by=stage.karin, picked=picked)
    invitations.add_reserves(request, people[wanted:], by=stage.karin, picked=picked)
    agree(stage, request)
    if not answer:
        return []
    if number % 4 == 1:
        invitations.decline(invited[0], by=stage.karin, how=Contributor.Channel.PHONE)
    for invitation in list(invitations.of(request, Invitation.State.INVITED)):
        invitations.accept(invitation, by=stage.karin, how=invitation.channel)
    return list(invitations.of(request, Invitation.State.ACCEPTED))


def agree(stage: Stage, request: InvolvementRequest) -> None:
    """The terms of an assignment."""
    assert request.starts_on is not None  # noqa: S101 - `_ask` gives it
    starts = timezone.make_aware(datetime.combine(request.starts_on, time(13)))
    terms.issue_terms(
        request,
        by=stage.karin,
        task="Läs igenom underlaget, berätta vad du tycker och var med när gruppen skriver om det.",
        time="Ett möte på två och en halv timme, med paus.",
        place=request.place,
        preparation="Vi skickar underlaget en vecka före. Att läsa det tar en halvtimme.",
        support="Samordnaren möter dig i entrén och är med hela tiden.",
        compensation=request.compensation,
        confidentiality="Det som någon berättar om sig själv stannar i rummet.",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2, minutes=30),
    )


def least_asked(stage: Stage, count: int) -> list[Contributor]:
    """Active people, those who were asked the longest ago first."""
    active = Contributor.objects.filter(status=Contributor.Status.ACTIVE, pk__in=[one.pk for one in stage.contributors])
    never = date(2000, 1, 1)
    return sorted(active, key=lambda one: (one.last_asked_on or never, one.pk))[:count]


def keep_house(stage: Stage) -> Story:
    """Every fortnight mail has come, letters are posted and calls made, and whoever left long ago is forgotten."""
    while clock.today() < stage.today - FORTNIGHT:
        for telling in Telling.objects.filter(done_at=None):
            mark_told(telling, by=stage.karin)
        with outbox.delivered_already(until=clock.today() + timedelta(days=1)):
            send_due()
        note_sent()
        for row in to_make(councils.Telling.objects.all()):
            tellings.mark_told(row, by=stage.karin)
        by_hand = ToldBack.objects.filter(told_at=None, contributor__isnull=False)
        mark_all_told(by_hand.exclude(channel=Contributor.Channel.EMAIL), by=stage.karin)
        dispose_due()
        yield clock.today() + FORTNIGHT


def ask_if_still_right(stage: Stage) -> Story:
    """Most of those who are reached by letter or phone have been asked whether all is still right."""
    for person in Contributor.objects.in_pool().exclude(channel=Contributor.Channel.EMAIL).exclude(pk__endswith="7"):
        confirm_profile(person, by=stage.karin)
    yield from ()


def tell_of_units(stage: Stage) -> Story:
    """Every third person has said which units they have experience of, some of them two."""
    units = [stage.organisations[name] for name in HARALDS]
    open_ones = Contributor.objects.in_pool().exclude(municipality=None)  # Of the protected none are kept.
    for number, person in enumerate(open_ones.order_by("pk")[::3]):
        first, second = units[number % len(units)], units[number // 2 % len(units)]
        change_units(person, by=link_holder("contributor", person.pk), units={first, second})
    yield from ()


def what_waits_today(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """The last two months: what waits for the coordinator on the day the demo is opened."""
    ago = timedelta
    yield today - ago(days=60), ask_if_still_right(stage)
    yield today - ago(days=58), _late_answer(stage, today)
    yield today - ago(days=50), tell_of_units(stage)
    yield today - ago(days=9), _lecture(stage)
    yield today - ago(days=4), _newcomer(stage, 0, "Vera", "Solglimt")
    yield today - ago(days=3), _newcomer(stage, 1, "Milo", "Havsbris")
    yield today - ago(days=3), _open_requests(stage)
    yield today - ago(days=2), _new_request(stage, today)


def _late_answer(stage: Stage, today: date) -> Story:
    request = _ask(stage, 0, clock.today(), starts_on=today - timedelta(days=44))
    yield today - timedelta(days=55)
    requests.open_request(request, by=stage.karin)
    accepted = _invite(stage, request, 2)
    yield today - timedelta(days=44)
    _meet(stage, request, accepted)


def _lecture(stage: Stage) -> Story:
    began = clock.today()
    request = _ask(stage, 2, began, title="Föreläsning för boendestödet i Lövsta", persons_wanted=3)
    requests.open_request(request, by=stage.karin)
    _invite(stage, request, 0, answer=False)
    yield began + timedelta(days=4)
    for invitation in list(invitations.of(request, Invitation.State.INVITED))[:2]:
        invitations.accept(invitation, by=stage.karin, how=Contributor.Channel.PHONE)


def _open_requests(stage: Stage) -> Story:
    """Two requests look for people for the same day, so that nobody can be proposed for both."""
    mixed = _ask(
        stage, 1, clock.today(), persons_wanted=4, wants_relative=True, mix_own=True, mix_relative=True, mix_units=True
    )
    requests.open_request(mixed, by=stage.karin)
    upstairs = _ask(
        stage, 15, clock.today(), persons_wanted=2, place="Vinden, Föreningshuset", place_access="En trappa, ingen hiss.",
        can_arrange=[stage.terms["pauser"]], cannot_arrange=[stage.terms["utan-trappor"]],
    )  # fmt: skip
    requests.open_request(upstairs, by=stage.karin)
    yield from ()


def _new_request(stage: Stage, today: date) -> Story:
    _ask(stage, 3, clock.today(), decision_on=today + timedelta(days=10))
    yield from ()


def _newcomer(stage: Stage, number: int, first: str, last: str) -> Story:
    source = Contributor.Source.PHONE if number else Contributor.Source.SELF
    email = login_of(first, last, 900 + number)
    person = NewPerson(
        first_name=first, last_name=last, email=email, phone="+46701740699", perspectives={"patient"}, source=source
    )
    add_contributor(person, by=stage.karin if number else link_holder("join", first))
    yield from ()
