"""What waits for somebody among meetings, for Today."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may
from medverka.councils import policies, rules
from medverka.councils.models import Meeting, Telling
from medverka.councils.queries.calls import called_on, needed
from medverka.councils.queries.mine import CALL_DAYS, Mine
from medverka.councils.queries.tellings import tellings_for
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.pool.models import Contributor

State = Meeting.State
AT_MOST = 200


def waiting_for(mine: Mine) -> list[Waiting]:
    """Calls to answer, meetings to call to and to note, letters and calls to make. Constant number of queries."""
    found = _own_calls(mine)
    if may(mine.user, "councils.read") or may(mine.user, "own.seats"):
        found += [_to_call(row) for row in mine.meetings if _is_to_be_called(row, mine.user)]
        found += [_few_answers(row) for row in mine.meetings if _is_unanswered(row)]
        found += [_to_note(row) for row in mine.meetings if _is_over(row)]
        found += _tellings(mine.user)
    return found


def _own_calls(mine: Mine) -> list[Waiting]:
    rows = called_on(mine.seats).filter(needed(), reply="", meeting__state=State.CALLED)
    rows = rows.filter(meeting__starts_at__gt=clock.now()).order_by("meeting__starts_at")
    rows = rows.select_related(None).select_related("meeting__council")
    return [
        Waiting(
            group=_("Kallelser"),
            title=row.meeting.council.name,
            text=_("Möte den %(day)s. Kommer du?") % {"day": _day(row.meeting)},
            since=clock.day_of(row.meeting.called_at or clock.now()),
            url=reverse("councils:answer", args=[row.pk]),
            step=_("Läs och svara"),
            petals=1,
            key=f"call:{row.pk}",
        )
        for row in rows[:AT_MOST]
    ]


def _is_to_be_called(meeting: Meeting, user: Any) -> bool:
    """A meeting that is near. The notice of a forum is its facilitator's affair, not the coordinator's."""
    if meeting.state != State.PLANNED or meeting.starts_at <= clock.now() or meeting.council.runs_elsewhere:
        return False
    return not (meeting.council.is_forum and policies.may_edit(user, meeting.council))


def _to_call(meeting: Meeting) -> Waiting:
    text = _("Möte den %(day)s. Anslaget är inte uppsatt än.") if meeting.council.is_forum else ""
    return Waiting(
        group=_("Möten"),
        title=meeting.council.name,
        text=(text or _("Möte den %(day)s. Ingen är kallad än.")) % {"day": _day(meeting)},
        since=clock.day_of(meeting.starts_at) - timedelta(days=CALL_DAYS),
        url=reverse("councils:call", args=[meeting.pk]),
        step=_("Skriv ut anslaget") if meeting.council.is_forum else _("Kalla"),
        petals=1,
        key=f"call-to:{meeting.pk}",
    )


def _is_unanswered(meeting: Meeting) -> bool:
    """Near, and somebody has not answered."""
    near = clock.now() < meeting.starts_at <= clock.now() + timedelta(days=rules.REMIND_DAYS)
    return near and meeting.state == State.CALLED and bool(meeting.silent)  # type: ignore[attr-defined]


def _few_answers(meeting: Meeting) -> Waiting:
    silent = meeting.silent  # type: ignore[attr-defined] # Annotated by `Mine`.
    words = ngettext("En har inte svarat.", "%(count)s har inte svarat.", silent)
    return Waiting(
        group=_("Möten"),
        title=meeting.council.name,
        text=_("Möte den %(day)s.") % {"day": _day(meeting)} + " " + words % {"count": silent},
        since=clock.day_of(meeting.starts_at) - timedelta(days=rules.REMIND_DAYS),
        url=reverse("councils:meeting", args=[meeting.pk]) + "#kallade",
        step=_("Se vilka"),
        petals=1,
        key=f"silent:{meeting.pk}",
    )


def _is_over(meeting: Meeting) -> bool:
    """It has been and nobody has noted it; a forum that is open, or that is held today, has its own line."""
    if meeting.state not in rules.AHEAD or meeting.ends_at > clock.now() or meeting.council.runs_elsewhere:
        return False
    todays = meeting.council.is_forum and clock.day_of(meeting.starts_at) == clock.today()
    return not (todays or meeting.opened)  # type: ignore[attr-defined]


def _to_note(meeting: Meeting) -> Waiting:
    return Waiting(
        group=_("Möten"),
        title=meeting.council.name,
        text=_("Mötet den %(day)s har varit. Blev det av?") % {"day": _day(meeting)},
        since=clock.day_of(meeting.ends_at),
        url=reverse("councils:attendance", args=[meeting.pk]),
        step=_("Anteckna"),
        petals=2,
        key=f"to-note:{meeting.pk}",
    )


def _tellings(user: Any) -> list[Waiting]:
    """One line for all letters, one for all calls."""
    rows: list[Telling] = list(tellings_for(user).select_related(None)[:500])
    lines = []
    for is_letter, title, step in ((True, _("Brev att skicka"), _("Till breven")), (False, _("Samtal att ringa"), _("Till samtalen"))):  # fmt: skip
        mine = [row for row in rows if (row.channel == Contributor.Channel.LETTER) == is_letter]
        if mine:
            words = (
                ngettext("Ett brev om möten.", "%(count)s brev om möten.", len(mine))
                if is_letter
                else ngettext("Ett samtal om möten.", "%(count)s samtal om möten.", len(mine))
            )
            url = f"{reverse('councils:tellings')}#{'letter' if is_letter else 'phone'}"
            since = clock.day_of(min(row.since for row in mine))
            key = f"meeting-tellings:{is_letter}"
            lines.append(Waiting(_("Brev och samtal"), title, words % {"count": len(mine)}, since, url, step, key=key))
    return lines


def _day(meeting: Meeting) -> str:
    return date_format(clock.day_of(meeting.starts_at), "j F")
