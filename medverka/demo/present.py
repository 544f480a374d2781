"""From the report day on to this year: requests lived through one by one, and what waits today."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from medverka.assignments.actions import invitations, requests, terms
from medverka.assignments.actions.tellings import mark_told
from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.contributions.actions import record_contribution
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.people import login_of
from medverka.demo.places import SUBJECTS, VOICES
from medverka.demo.stage import Stage
from medverka.foundation import clock
from medverka.pool.actions import NewPerson, add_contributor, confirm_profile
from medverka.pool.models import Contributor
from medverka.voices.actions import answer_voice, make_public, record_voice, tell_effect
from medverka.voices.models import ToldBack, Voice
from medverka.voices.telling import mark_all_told

EVERY, A_YEAR = timedelta(days=24), timedelta(days=365)
A_WHOLE_CHAIN = timedelta(days=120)


def request_days(today: date) -> Iterator[date]:
    """The days on which the later requests came in; each has time for its whole chain before today."""
    day = REPORT_DAY + timedelta(days=12)
    while day < today - A_WHOLE_CHAIN:
        yield day
        day += EVERY


def live_through(stage: Stage, number: int) -> None:
    """Request `number` of the later years: asked today, told back some months later."""
    began = clock.today()
    request = _ask(stage, number, began)
    with clock.at(began + timedelta(days=3)):
        requests.open_request(request, by=stage.karin)
        accepted = _invite(stage, request, number)
    with clock.at(began + timedelta(days=30)):
        for invitation in accepted:
            record_contribution(
                invitation.contributor, by=stage.karin, on=clock.today(), hours=Decimal("2.5"), way=request.way,
                level=request.level, unit=request.unit, origin=("request", request.pk),
            )  # fmt: skip
        requests.carry_out_request(request, by=stage.karin)
        voice = _say(stage, request, number, [one.contributor for one in accepted])
    _answer(stage, voice, number, began)
    with clock.at(began + timedelta(days=110)):
        requests.close_request(request, by=stage.karin)


def _ask(stage: Stage, number: int, on: date, **values: object) -> InvolvementRequest:
    title, way, level = SUBJECTS[number % len(SUBJECTS)]
    harald = stage.users["harald.hagg"]
    asked: dict[str, object] = {
        "title": title,
        "unit": stage.organisations["Vuxenpsykiatrin" if number % 2 else "Öppenvårdsmottagningen"],
        "purpose": "Vi vill göra om det här tillsammans med dem som vet hur det är.",
        "way": stage.terms[way],
        "level": level,
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
        "other_participants": "Två medarbetare och en chef.",
        "support_person": "Samordnaren är med hela tiden.",
        "compensation": "Arvode för tiden och ersättning för resan.",
        "answer_by": on + timedelta(days=60),
        **values,
    }
    request = requests.create_request(by=harald, **asked)  # type: ignore[arg-type]
    return requests.send_request(request, by=harald)


def _invite(stage: Stage, request: InvolvementRequest, number: int, answer: bool = True) -> list[Invitation]:
    """Ask as many as are wanted and one more in reserve; the first says no now and then."""
    wanted = request.persons_wanted
    people = least_asked(stage, wanted + 2)
    invited = invitations.invite(request, people[:wanted], by=stage.karin)
    invitations.add_reserves(request, people[wanted:], by=stage.karin)
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


def _say(stage: Stage, request: InvolvementRequest, number: int, people: list[Contributor]) -> Voice:
    assert request.unit is not None  # noqa: S101 - `_ask` gives it
    text = VOICES[number % len(VOICES)][0]
    return record_voice(
        by=stage.karin, text=text, unit=request.unit, origin=("request", request.pk), said_on=clock.today(),
        answer_due_on=clock.today() + timedelta(days=30), speakers=people, owner=stage.users["harald.hagg"],
    )  # fmt: skip


def _answer(stage: Stage, voice: Voice, number: int, began: date) -> None:
    _text, answer, because, effect = VOICES[number % len(VOICES)]
    if number % 9 == 4 and stage.today - began < A_YEAR:
        return  # Not answered yet: that happens, and shows in the figures.
    with clock.at(began + timedelta(days=38 + number % 25)):
        answer_voice(voice, by=stage.users["harald.hagg"], answer=answer, because=because)
    if effect:
        with clock.at(began + timedelta(days=95)):
            tell_effect(voice, by=stage.users["harald.hagg"], effect=effect)
            make_public(voice, by=stage.karin)


def tidy_up(stage: Stage) -> None:
    """Letters of the past are posted, calls made, and most people have been asked whether all is still right."""
    for telling in Telling.objects.filter(done_at=None):
        mark_told(telling, by=stage.karin)
    mark_all_told(ToldBack.objects.filter(told_at=None).exclude(channel=Contributor.Channel.EMAIL), by=stage.karin)
    for person in Contributor.objects.in_pool().exclude(channel=Contributor.Channel.EMAIL).exclude(pk__endswith="7"):
        confirm_profile(person, by=stage.karin)


def set_today(stage: Stage, today: date) -> None:
    """What waits for the coordinator on the day the demo is opened."""
    ago = timedelta
    with clock.at(today - ago(days=58)):
        late = _ask(stage, 0, clock.today(), title="Kallelsen till nybesök", starts_on=today - ago(days=44))
    with clock.at(today - ago(days=55)):
        requests.open_request(late, by=stage.karin)
        people = [one.contributor for one in _invite(stage, late, 2)]
    with clock.at(today - ago(days=44)):
        for person in people:
            record_contribution(
                person, by=stage.karin, on=clock.today(), hours=Decimal(2), way=late.way, level=late.level,
                unit=late.unit, origin=("request", late.pk),
            )  # fmt: skip
        requests.carry_out_request(late, by=stage.karin)
        _say(stage, late, 1, people)
    with clock.at(today - ago(days=9)):
        lecture = _ask(stage, 2, clock.today(), title="Föreläsning för boendestödet i Lövsta", persons_wanted=3)
        requests.open_request(lecture, by=stage.karin)
        _invite(stage, lecture, 0, answer=False)
    with clock.at(today - ago(days=5)):
        for invitation in list(invitations.of(lecture, Invitation.State.INVITED))[:2]:
            invitations.accept(invitation, by=stage.karin, how=Contributor.Channel.PHONE)
    with clock.at(today - ago(days=3)):
        waiting_room = _ask(stage, 1, clock.today(), title="Referensgrupp om väntrummet", persons_wanted=4)
        requests.open_request(waiting_room, by=stage.karin)
    with clock.at(today - ago(days=2)):
        _ask(stage, 3, clock.today(), title="Intervjua sökande till enhetschef", decision_on=today + ago(days=10))
    for number, (first, last) in enumerate((("Vera", "Solglimt"), ("Milo", "Havsbris"))):
        with clock.at(today - ago(days=4 - number)):
            add_contributor(
                NewPerson(
                    first_name=first, last_name=last, email=login_of(first, last, 900 + number), phone="+46701740699",
                    perspectives={"patient"}, source=Contributor.Source.PHONE if number else Contributor.Source.SELF,
                ),
                by=stage.karin,
            )  # fmt: skip
