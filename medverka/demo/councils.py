"""The councils of Exempellän: set up, filled, and how the user council meets."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

from medverka.access.authorise import link_holder
from medverka.councils.actions import seat_calls
from medverka.councils.actions.calling import answer_call, call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_council, create_seat
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import Council, Meeting, Seat, SeatCallAnswer, Summons
from medverka.councils.rules import Reply
from medverka.demo import minutes
from medverka.demo.bodies import OTHERS, USER_COUNCIL, VACANT, Body, Place
from medverka.demo.forum_sayings import COUNCIL_SAYINGS, Heard
from medverka.demo.people import login_of
from medverka.demo.stage import Stage, Story
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.voices.actions import answer_voice, make_public, record_voice
from medverka.voices.actions_telling import tell_room
from medverka.voices.models import Theme, Voice
from medverka.voices.queries import answered_untold_in_room

A_DAY = timedelta(days=1)
ASKED = ("Föreningen Förgätmigej", "Unga vågar", "Anhörigringen i Exempellän", "Föreningen Balans på lina")


def stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """The bodies come one after the other, the user council first."""
    yield working_day(today - timedelta(days=700)), the_user_council(stage)
    for number, body in enumerate(OTHERS):
        yield working_day(today - timedelta(days=600 - 40 * number)), _set_up_only(stage, body)


def working_day(day: date) -> date:
    """The day, or the Friday before where it is a week-end."""
    return day - A_DAY * max(day.weekday() - 4, 0)


def _set_up_only(stage: Stage, body: Body) -> Story:
    set_up(stage, body)
    yield from ()


def set_up(stage: Stage, body: Body) -> Council:
    """A body with its seats, and those who sit there."""
    council = create_council(
        by=stage.karin, name=body.name, kind=body.kind, level=body.level, organisation=stage.organisations[body.where],
        answers=stage.users.get(body.answers), purpose=body.purpose, mandate=body.mandate, rhythm=body.rhythm,
        public=not body.hidden, hidden_in_compilations=body.hidden, runs_elsewhere=body.elsewhere,
    )  # fmt: skip
    for number, place in enumerate(body.places):
        _fill(stage, council, place, number)
    return council


def _fill(stage: Stage, council: Council, place: Place, number: int) -> None:
    values = {"perspective": place.perspective} if place.perspective else {}
    seat = create_seat(council, by=stage.karin, title=place.title, capacity=place.capacity, duty=place.duty, **values)
    if place.holder:
        holder = _holder(stage, place, number)
        appoint(seat, holder, by=stage.karin, organisation=stage.organisations.get(place.sits_for))


def _holder(stage: Stage, place: Place, number: int) -> Holder:
    user = stage.users.get(place.holder)
    person = Contributor.objects.filter(user=user).first() if user else None
    if place.holder == "pool":
        active = Contributor.objects.filter(status=Contributor.Status.ACTIVE, user=None)
        person = active.filter(**{f"is_{place.perspective}": True}).exclude(pk__endswith="7")[number]
    if person is not None:
        return Holder(contributor=person, public_name=place.public_name)
    if user is not None:
        return Holder(user=user, public_name=place.public_name)
    first, last = place.holder.split()
    return Holder(name=place.holder, email=login_of(first, last, 700 + number), public_name=place.public_name)


# --- The user council -------------------------------------------------------------------------


def the_user_council(stage: Stage) -> Story:
    """It is set up, meets every other month, asks associations about its vacant seat, and is called to its next meeting."""
    council = set_up(stage, USER_COUNCIL)
    said = iter(COUNCIL_SAYINGS)
    for days_ago, finished in ((121, True), (65, True), (16, False)):
        yield working_day(stage.today - timedelta(days=days_ago + 21))
        meeting = plan(stage, council, working_day(stage.today - timedelta(days=days_ago)), "Sammanträdesrum Violen", 2)
        call_meeting(meeting, by=stage.karin)
        yield clock.day_of(meeting.starts_at) - timedelta(days=7)
        _answer_all(meeting)
        yield clock.day_of(meeting.starts_at)
        _meet(stage, meeting, next(said))
        yield clock.day_of(meeting.starts_at) + 4 * A_DAY
        notes = minutes.write(stage, meeting)
        if finished:
            minutes.let_members_read(stage, notes)
        yield clock.day_of(meeting.starts_at) + timedelta(days=9)
        _answer_what_was_said(stage, meeting)
        if finished:
            minutes.attest(stage, notes)
            minutes.do_what_was_promised(stage, meeting)
    _ask_about_the_vacant_seat(stage, Seat.objects.get(council=council, title=VACANT))
    yield working_day(stage.today - timedelta(days=5))
    coming = plan(stage, council, working_day(stage.today + timedelta(days=18)), "Sammanträdesrum Violen", 2)
    call_meeting(coming, by=stage.karin)
    yield working_day(stage.today - timedelta(days=2))
    _answer_all(coming, leave=3)


def plan(stage: Stage, council: Council, day: date, place: str, hours: int = 1) -> Meeting:
    """A meeting at one o'clock."""
    starts = timezone.make_aware(datetime.combine(day, time(13)))
    ends = starts + timedelta(hours=hours)
    return plan_meeting(council, by=stage.karin, starts_at=starts, ends_at=ends, place=place)


def _answer_all(meeting: Meeting, leave: int = 0) -> None:
    """Those who are called answer as they do; the last few have not answered yet."""
    called = list(Summons.objects.filter(meeting=meeting).select_related("holding__contributor", "holding__user"))
    replies = (Reply.NO if number == 6 else Reply.YES for number in count())
    for summons, reply in zip(called[: len(called) - leave], replies, strict=False):
        answer_call(summons, by=link_holder("summons", summons.pk), reply=reply)


def _meet(stage: Stage, meeting: Meeting, heard: Heard) -> None:
    coming = Summons.objects.filter(meeting=meeting, reply=Reply.YES).values_list("holding", flat=True)
    hold_meeting(meeting, by=stage.karin, came=list(coming))
    council = meeting.council
    earlier = list(Meeting.objects.filter(council=council).values_list("pk", flat=True))
    tell_room(answered_untold_in_room("council", earlier), by=stage.karin)
    record_voice(
        by=stage.karin, text=heard.text, unit=council.organisation, origin=meeting.origin, said_on=clock.today(),
        answer_due_on=clock.today() + timedelta(days=30), owner=council.answers, in_room=True,
        themes=Theme.objects.filter(slug=heard.theme),
    )  # fmt: skip


def _answer_what_was_said(stage: Stage, meeting: Meeting) -> None:
    kind, pk = meeting.origin
    for voice in Voice.objects.filter(origin_kind=kind, origin_id=pk):
        heard = next(one for one in COUNCIL_SAYINGS if one.text == voice.text)
        if heard.answer and voice.owner:
            answer_voice(voice, by=voice.owner, answer=heard.answer, because=heard.because)
            make_public(voice, by=stage.karin)


def _ask_about_the_vacant_seat(stage: Stage, seat: Seat) -> None:
    call = seat_calls.ask_associations(
        seat, [stage.organisations[name] for name in ASKED], by=stage.karin,
        reply_by=stage.today + timedelta(days=12), text="Vi saknar någon under 30 i rådet.",
    )  # fmt: skip
    answers = {
        row.association.name: row for row in SeatCallAnswer.objects.filter(call=call).select_related("association")
    }
    young, lined = answers["Unga vågar"], answers["Föreningen Balans på lina"]
    proposal = {
        "name": "Hedda Stjärnskott",
        "email": login_of("Hedda", "Stjärnskott", 720),
        "text": "Hedda vill gärna vara med.",
    }
    seat_calls.answer_seat_call(young, by=link_holder("seatcallanswer", young.pk), declined=False, **proposal)
    seat_calls.answer_seat_call(lined, by=stage.karin, declined=True)
