"""The forums of Exempellän: month after month something is said, answered, and told back the next time."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

from medverka.councils.actions.forum import close_forum, mark_read_back, open_forum, save_notes
from medverka.councils.models import Council, Meeting
from medverka.councils.notes import Note
from medverka.councils.queries.forum import version_of
from medverka.demo.bodies import FORUMS, Body
from medverka.demo.councils import plan, set_up, working_day
from medverka.demo.forum_sayings import HANDED_ON, HEARD, Heard
from medverka.demo.stage import Stage, Story
from medverka.foundation import clock
from medverka.voices.actions import answer_voice, make_public, tell_effect
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.actions_telling import tell_room
from medverka.voices.models import Voice
from medverka.voices.queries import answered_untold_in_room

LATEST, MONTH = 21, 28  # The latest forum was so many days ago, the others so many days before each other.


def stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """Each forum from when it was set up, some weeks before its first meeting."""
    for number, body in enumerate(FORUMS):
        yield meeting_day(today, number, len(HEARD[body.name])) - timedelta(days=30), live_through(stage, number, body)


def meeting_day(today: date, number: int, back: int) -> date:
    """The day of the meeting so many back; forums of different places meet on different days.

    The first one meets today, for whoever wants to try what it is to hold a forum.
    """
    if (number, back) == (0, 0):
        return today
    every = 2 * MONTH if number == 3 else MONTH
    return working_day(today - timedelta(days=LATEST + number + every * (back - 1)))


def live_through(stage: Stage, number: int, body: Body) -> Story:
    """A forum is set up and held; what is said is answered, and told when the room meets the next time."""
    council, meetings = set_up(stage, body), HEARD[body.name]
    meeting = plan(stage, council, meeting_day(stage.today, number, len(meetings)), "Dagrummet")
    for back, heard in zip(range(len(meetings), 0, -1), meetings, strict=True):
        yield clock.day_of(meeting.starts_at)
        _hold(stage, council, meeting, heard)
        held, meeting = meeting, plan(stage, council, meeting_day(stage.today, number, back - 1), "Dagrummet")
        yield clock.today() + timedelta(days=4 + (7 * back + 3 * number) % 19)
        _answer(stage, held, {one.text: one for one in heard})


def _hold(stage: Stage, council: Council, meeting: Meeting, heard: tuple[Heard, ...]) -> None:
    """What was answered since the last time is told first; then everybody says theirs."""
    leader = stage.users["saga.samtal"] if council.organisation.name == "Avdelning 12" else stage.karin
    earlier = list(Meeting.objects.filter(council=council).values_list("pk", flat=True))
    tell_room(answered_untold_in_room("forum", earlier), by=leader)
    session = open_forum(meeting, by=leader)
    notes = [Note(uuid4(), 1, one.text, (one.theme,), one.urgent) for one in heard]
    save_notes(session, notes, by=leader)
    mark_read_back(session, by=leader, version=version_of(session))
    close_forum(session, by=leader, came_own=5 + len(heard), came_service=2)


def _answer(stage: Stage, meeting: Meeting, heard: dict[str, Heard]) -> None:
    for voice in Voice.objects.filter(origin_kind="forum", origin_id=meeting.pk).order_by("pk"):
        one, by = heard[voice.text], voice.owner or stage.karin
        if one.text == HANDED_ON:
            because = "Helgerna behöver lösas för alla avdelningar på en gång."
            escalate_voice(
                voice,
                by=by,
                to_unit=stage.organisations["Vuxenpsykiatrin"],
                owner=stage.users["harald.hagg"],
                because=because,
            )
        elif one.answer:
            answer_voice(voice, by=by, answer=one.answer, because=one.because)
            if meeting.council.public:
                make_public(voice, by=stage.karin)
            if one.effect:
                tell_effect(voice, by=by, effect=one.effect)
