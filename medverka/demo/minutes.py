"""What the user council of Exempellän wrote down: one meeting attested, one a draft, and tasks."""

from datetime import timedelta

from medverka.councils.actions.attesting import attest_on_paper
from medverka.councils.actions.decisions import finish_task, record_decision
from medverka.councils.actions.minutes import ask_to_attest, send_out, show_openly, start_minutes, write_section
from medverka.councils.content import content_of, digest_of
from medverka.councils.models import Attestation, Decision, Meeting, Minutes, MinutesSection, SeatHolding
from medverka.demo.stage import Stage
from medverka.foundation import clock

TEXTS = {
    "voices": "Harald berättade vad som har blivit av det som sades förra gången. Rådet hade inget att tillägga.",
    "tasks": "Uppgifterna gicks igenom.",
    "standing": "Ordet gick laget runt. Flera lyfte att den som är ny behöver mer tid och lugn vid första mötet.",
}
DECISIONS = (
    "Rådet vill läsa kallelsen innan den trycks om.",
    "Rådet föreslår att två ur rådet är med i gruppen för det nya journalsystemet.",
)
TASKS = (
    ("Ta med ett utkast till ny kallelse", "Ordförande", True),
    ("Fråga föreningarna om någon under 30 kan vara med", "Sekreterare", False),
    ("Ordna hörslinga i Violen", "Sekreterare", False),
)


def write(stage: Stage, meeting: Meeting) -> Minutes:
    """A draft, as it is the day after the meeting: what was said about each item, decisions and tasks."""
    minutes = start_minutes(meeting, by=stage.karin)
    for section in MinutesSection.objects.filter(minutes=minutes).select_related("item", "minutes__meeting__council"):
        text = TEXTS.get(section.item.kind, "") if section.item else ""
        write_section(section, by=stage.karin, version=section.version, heading=section.heading, text=text)
    held = Meeting.objects.filter(council=meeting.council, starts_at__lt=meeting.starts_at).count()
    record_decision(minutes, by=stage.karin, kind=Decision.Kind.DECISION, text=DECISIONS[held % len(DECISIONS)])
    text, title, _done = TASKS[held % len(TASKS)]
    owner = SeatHolding.objects.get(seat__council=meeting.council, seat__title=title)
    due_on = clock.day_of(meeting.starts_at) + timedelta(days=49)
    record_decision(minutes, by=stage.karin, kind=Decision.Kind.TASK, text=text, owner=owner, due_on=due_on)
    return minutes


def let_members_read(stage: Stage, minutes: Minutes) -> None:
    """The members have a week to say what they think."""
    send_out(minutes, by=stage.karin, comment_by=clock.today() + timedelta(days=7))


def attest(stage: Stage, minutes: Minutes) -> None:
    """Two sign, and everybody may read it."""
    minutes.refresh_from_db()
    sitting = SeatHolding.objects.filter(seat__council=minutes.meeting.council).select_related("seat__council")
    chosen = [sitting.get(seat__title=title) for title in ("Föreningen Förgätmigej", "Kamratstödjare")]
    ask_to_attest(minutes, chosen, by=stage.karin)
    for row in Attestation.objects.filter(minutes=minutes).select_related("holding__seat", "minutes__meeting__council"):
        row.minutes.refresh_from_db()
        attest_on_paper(row, by=stage.karin, digest=digest_of(content_of(row.minutes)))
    minutes.refresh_from_db()
    show_openly(minutes, by=stage.karin, public=True)


def do_what_was_promised(stage: Stage, meeting: Meeting) -> None:
    """The first task is done in time; the others are carried on."""
    for task in Decision.objects.filter(meeting=meeting, kind=Decision.Kind.TASK, text=TASKS[0][0]):
        finish_task(task, by=stage.karin, outcome="Utkastet har gått ut till alla i rådet.")
