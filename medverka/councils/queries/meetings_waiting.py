"""What waits for somebody among meetings, for Today."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may
from medverka.councils import rules
from medverka.councils.models import ForumSession, Meeting, Summons, Telling
from medverka.councils.queries.calls import called_to_me, needed
from medverka.councils.queries.councils import led_by, within_reach
from medverka.councils.queries.tellings import tellings_for
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.pool.models import Contributor

CALL_DAYS = 14  # So long before a meeting people are to be called.
AT_MOST = 200


def waiting_for(user: Any) -> list[Waiting]:
    """Calls to answer, meetings to call to and to note, letters and calls to make. Constant number of queries."""
    found = _own_calls(user)
    if may(user, "councils.read") or may(user, "own.seats"):
        led = Meeting.objects.filter(council__in=led_by(user).values("pk")).select_related("council")
        found += [_to_call(row) for row in _not_called(led, user)]
        found += [_few_answers(row) for row in _unanswered(led)]
        found += [_to_note(row) for row in _over(led)]
        found += _tellings(user)
    return found


def _own_calls(user: Any) -> list[Waiting]:
    rows = called_to_me(user).filter(needed(), reply="", meeting__state=rules.MeetingState.CALLED)
    rows = rows.filter(meeting__starts_at__gt=clock.now()).order_by("meeting__starts_at")
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


def _not_called(led: QuerySet[Meeting], user: Any) -> QuerySet[Meeting]:
    """Meetings that are near. The notice of a forum is its facilitator's affair, not the coordinator's."""
    soon = Q(starts_at__gt=clock.now(), starts_at__lte=clock.now() + timedelta(days=CALL_DAYS))
    rows = led.filter(soon, state=rules.MeetingState.PLANNED, council__runs_elsewhere=False)
    coordinated = within_reach(user, "councils.edit", "council") & Q(council__kind__in=rules.FORUMS)
    return rows.exclude(coordinated)[:AT_MOST]


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


def _unanswered(led: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings that are near, with how many have not answered."""
    near = Q(starts_at__gt=clock.now(), starts_at__lte=clock.now() + timedelta(days=rules.REMIND_DAYS))
    silent = Summons.objects.filter(needed(), meeting=OuterRef("pk"), reply="").order_by()
    count = silent.values("meeting").annotate(count=Count("pk")).values("count")
    rows = led.filter(near, state=rules.MeetingState.CALLED)
    return rows.annotate(silent=Subquery(count)).filter(silent__gt=0)[:AT_MOST]


def _few_answers(meeting: Meeting) -> Waiting:
    silent = meeting.silent  # type: ignore[attr-defined] # Annotated above.
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


def _over(led: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings that have been and nobody has noted; a forum that is open has its own line."""
    opened = ForumSession.objects.filter(meeting=OuterRef("pk"))
    rows = led.filter(state__in=rules.AHEAD, ends_at__lte=clock.now(), council__runs_elsewhere=False)
    today = Q(council__kind__in=rules.FORUMS, starts_at__date=clock.today())
    return rows.exclude(Exists(opened)).exclude(today).order_by("starts_at")[:AT_MOST]


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
    rows: list[Telling] = list(tellings_for(user)[:500])
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
