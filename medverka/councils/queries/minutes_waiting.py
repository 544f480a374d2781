"""What waits for somebody among minutes and tasks, for Today and My page."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.councils import rules
from medverka.councils.models import Attestation, Decision, Meeting, Minutes, MinutesComment
from medverka.councils.queries.meetings import title_of
from medverka.councils.queries.mine import Mine
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting

State = Minutes.State
TO_WRITE = timedelta(days=90)  # Nobody is asked for minutes of meetings longer ago.


def waiting_for(mine: Mine) -> list[Waiting]:
    """Tasks, minutes to attest, drafts to read, comments to answer, minutes to write."""
    if getattr(mine.user, "pk", None) is None:
        return []
    return [*_tasks(mine), *_to_attest(mine.user), *_to_read(mine), *_comments(mine), *_to_write(mine)]


def _tasks(mine: Mine) -> list[Waiting]:
    own = Q(owner__in=mine.seats) | Q(owner_user=mine.user.pk)
    rows = Decision.objects.filter(own, kind=Decision.Kind.TASK, done_on=None).select_related("meeting__council")
    today = clock.today()
    return [
        Waiting(
            group=_("Uppgifter från möten"),
            title=row.text[:120],
            text=_("%(meeting)s. Klart senast den %(day)s.")
            % {"meeting": title_of(row.meeting), "day": date_format(row.due_on or today, "j F Y")},
            since=clock.day_of(row.meeting.starts_at),
            url=reverse("councils:finish_task", args=[row.pk]),
            step=_("Berätta hur det gick"),
            late_days=max((today - row.due_on).days, 0) if row.due_on else 0,
            key=f"task:{row.pk}",
        )
        for row in rows.order_by("due_on", "pk")
    ]


def _to_attest(user: Any) -> list[Waiting]:
    mine = Q(holding__user=user.pk) | Q(holding__contributor__user=user.pk)
    rows = Attestation.objects.filter(mine, attested_at=None, minutes__state=State.ATTEST)
    return [
        _row(row.minutes.meeting, _("Protokoll att justera"), _("Läs och justera"), f"attest:{row.pk}")
        for row in rows.select_related("minutes__meeting__council")
    ]


def _to_read(mine: Mine) -> list[Waiting]:
    """Drafts that somebody can still say something about, and has not."""
    said = MinutesComment.objects.filter(holding__in=mine.seats).values("minutes")
    rows = Minutes.objects.filter(state=State.COMMENT, comment_by__gte=clock.today()).exclude(pk__in=said)
    rows = rows.filter(meeting__council__in=mine.councils).exclude(mine.leads("meeting__council"))
    return [
        _row(row.meeting, _("Ett utkast att läsa"), _("Läs utkastet"), f"draft:{row.pk}")
        for row in rows.select_related("meeting__council")
    ]


def _comments(mine: Mine) -> list[Waiting]:
    open_ones = MinutesComment.objects.filter(mine.leads("minutes__meeting__council"), handled_on=None)
    counts = open_ones.exclude(minutes__state=State.DONE).order_by().values("minutes__meeting")
    found = {row["minutes__meeting"]: row for row in counts.annotate(count=Count("pk"))}
    meetings = Meeting.objects.filter(pk__in=list(found)).select_related("council")
    return [_row(row, _said(found[row.pk]["count"]), _("Svara"), f"comments:{row.pk}") for row in meetings]


def _said(count: int) -> str:
    words = ngettext("En synpunkt på utkastet väntar på svar", "%(count)s synpunkter på utkastet väntar på svar", count)
    return words % {"count": count}


def _to_write(mine: Mine) -> list[Waiting]:
    """Meetings of councils that were held, and whose minutes nobody has sent out. A forum is read back when it closes."""
    since = clock.now() - TO_WRITE
    held = Meeting.objects.filter(mine.leads("council"), state=Meeting.State.HELD, starts_at__gte=since)
    held = held.filter(council__runs_elsewhere=False).exclude(council__kind__in=rules.FORUMS)
    further = Minutes.objects.exclude(state=State.DRAFT).values("meeting")
    return [
        _row(meeting, _("Protokoll att skriva"), _("Skriv"), f"write:{meeting.pk}")
        for meeting in held.exclude(pk__in=further).select_related("council")
    ]


def _row(meeting: Meeting, title: str, step: str, key: str) -> Waiting:
    return Waiting(
        group=_("Protokoll"),
        title=title,
        text=f"{title_of(meeting)}.",
        since=clock.day_of(meeting.starts_at),
        url=reverse("councils:minutes", args=[meeting.pk]),
        step=step,
        key=f"minutes:{key}",
    )
