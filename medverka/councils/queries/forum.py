"""The forum while it is held: its session, what has been written, who may answer it, and what waits."""

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.councils import rules
from medverka.councils.models import Council, ForumNote, ForumSession, Meeting
from medverka.councils.queries.mine import Mine
from medverka.foundation import clock
from medverka.foundation.crypto import secret_digest
from medverka.foundation.waiting import Waiting
from medverka.organisations.models import Organisation
from medverka.voices.queries import count_in_words


def session_of(meeting: Meeting) -> ForumSession | None:
    """The forum of a meeting, where one has been opened."""
    found = ForumSession.objects.filter(meeting=meeting.pk).select_related("facilitator")
    session = found.first()
    if session:
        session.meeting = meeting
    return session


def notes_of(session: ForumSession) -> QuerySet[ForumNote]:
    """What stands there to be read back, in the order it came."""
    return ForumNote.objects.filter(session=session, removed=False, voice=None).select_related("unit")


def version_of(session: ForumSession) -> int:
    """A number that grows with every note and every change, so that two sides can tell whether they hold the same."""
    return ForumNote.objects.filter(session=session).aggregate(sum=Sum("revision"))["sum"] or 0


def may_open(meeting: Meeting) -> bool:
    """Whether a forum can be held: on the day of the meeting or after it, while that is not over or cancelled."""
    return meeting.state in rules.AHEAD and clock.day_of(meeting.starts_at) <= clock.today()


def note_count(session: ForumSession) -> str:
    """How many notes have come, in words."""
    return count_in_words(notes_of(session).count())


def server_half(session: ForumSession) -> str:
    """The server's half of the key to what a device keeps. With a new stamp what was kept before cannot be opened."""
    return secret_digest(f"{session.pk}:{session.stamp}", "forum")


def units_for(council: Council) -> list[Organisation]:
    """Who can answer what is said at a forum: its own unit first, then those that it belongs to and has under it."""
    own = council.organisation
    above = [int(part) for part in own.path.split("/") if part]
    found = Organisation.objects.current().filter(Q(pk__in=above) | Q(path__startswith=own.path))
    return sorted(found, key=lambda unit: (unit.pk != own.pk, -len(unit.path), unit.name))


# --- Today ------------------------------------------------------------------------------------


def waiting_for(mine: Mine) -> list[Waiting]:
    """Forums to hold today, and forums that are not closed."""
    begun = ForumSession.objects.filter(mine.leads("meeting__council"), closed_at=None)
    rows = begun.filter(meeting__council__kind__in=rules.FORUMS).select_related("meeting__council")
    today = [row for row in mine.meetings if row.council.is_forum and clock.day_of(row.starts_at) == clock.today()]
    to_hold = [row for row in today if may_open(row) and not row.opened]  # type: ignore[attr-defined]
    return [_to_close(row) for row in rows.order_by("opened_at")] + [_to_hold(row) for row in to_hold]


def _to_hold(meeting: Meeting) -> Waiting:
    return Waiting(
        group=_("Forum"),
        title=meeting.council.name,
        text=_("I dag klockan %(time)s.") % {"time": _clock(meeting)},
        since=clock.day_of(meeting.starts_at),
        url=reverse("councils:forum", args=[meeting.pk]),
        step=_("Håll forumet"),
        petals=2,
        key=f"forum-today:{meeting.pk}",
    )


def _to_close(session: ForumSession) -> Waiting:
    return Waiting(
        group=_("Forum"),
        title=session.meeting.council.name,
        text=_("Forumet är öppet. Läs upp det som skrivits och avsluta, så att det får svar."),
        since=clock.day_of(session.opened_at),
        url=reverse("councils:forum", args=[session.meeting_id]),
        step=_("Läs upp och avsluta"),
        late_days=max((clock.today() - clock.day_of(session.meeting.starts_at)).days, 0),
        petals=3,
        key=f"forum-open:{session.pk}",
    )


def _clock(meeting: Meeting) -> str:
    return clock.to_the_minute(meeting.starts_at).strftime("%H.%M")
