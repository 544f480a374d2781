"""The agenda on paper, for those who are reached by letter and for the table."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from medverka.councils.models import AgendaItem, Meeting
from medverka.councils.queries.agenda import Agenda, agenda_of, owner_of
from medverka.councils.queries.seats import shown_to_everybody
from medverka.foundation import clock
from medverka.foundation.pdf import Block, Bullets, Facts, Heading, Paragraph, document
from medverka.voices.models import Voice

FILE = "dagordning.pdf"


def agenda_pdf(meeting: Meeting) -> bytes:
    """An accessible PDF of the agenda as it stands."""
    return document(_("Dagordning"), agenda_blocks(agenda_of(meeting)))


def agenda_blocks(agenda: Agenda) -> list[Block]:
    """The agenda as blocks, for a PDF of its own or as a part of a letter."""
    meeting = agenda.meeting
    when = f"{date_format(localtime(meeting.starts_at), 'j F Y H.i')}–{date_format(localtime(meeting.ends_at), 'H.i')}"
    facts = [(_("Möte"), meeting.council.name), (_("Tid"), when), (_("Plats"), meeting.place)]
    blocks: list[Block] = [Facts([fact for fact in facts if fact[1]])]
    for number, item in enumerate(agenda.items, start=1):
        blocks += _item(agenda, number, item)
    return blocks


def _item(agenda: Agenda, number: int, item: AgendaItem) -> list[Block]:
    minutes = [_("%s minuter") % item.minutes] if item.minutes else []
    about = [*minutes, *([_("ordet går laget runt")] if item.round else [])]
    blocks: list[Block] = [Heading(f"{number}. {item.title}")]
    blocks += [Paragraph(text) for text in (", ".join(about), item.text) if text]
    if item.kind == AgendaItem.Kind.VOICES:
        blocks += _list(_("Har fått svar"), [_answered(voice) for voice in agenda.untold])
        blocks += _list(_("Väntar på svar"), [_said(voice) for voice in agenda.unanswered])
    if item.kind == AgendaItem.Kind.TASKS:
        blocks += _list("", _tasks(agenda))
    return blocks


def _list(label: str, items: list[str]) -> list[Block]:
    if not items:
        return []
    return [*([Paragraph(label)] if label else []), Bullets(items)]


def _said(voice: Voice) -> str:
    return _("”%(text)s” Svar utlovat den %(day)s.") % {
        "text": voice.text,
        "day": date_format(voice.answer_due_on, "j F Y"),
    }


def _answered(voice: Voice) -> str:
    return f"”{voice.text}” {voice.get_answer_display()}: {voice.outcome}"


def _tasks(agenda: Agenda) -> list[str]:
    """What is to be done, by whom, and when; on paper by the names that people agreed to."""
    people = shown_to_everybody(task.owner for task in agenda.tasks if task.owner)
    words = _("%(text)s (%(owner)s, senast den %(day)s)")
    return [
        words
        % {
            "text": task.text,
            "owner": owner_of(task, people),
            "day": date_format(task.due_on or clock.today(), "j F Y"),
        }
        for task in agenda.tasks
    ]
