"""Mail to those who are called to a meeting. What it is about, where and with whom stands behind the link alone."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.councils import doors, rules
from medverka.councils.models import Meeting, SeatHolding, Telling
from medverka.councils.rules import Told
from medverka.foundation import clock
from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach_all

SUBJECTS: dict[str, Promise] = {
    Told.CALL: _l("Kallelse till möte"),
    Told.REMINDER: _l("En påminnelse om ett möte"),
    Told.CHANGED: _l("Ett möte har ändrats"),
    Told.CANCELLED: _l("Ett möte är inställt"),
    Told.NOT_NEEDED: _l("Du behöver inte ersätta på mötet"),
    Told.POINT: _l("Svar om en punkt till ett möte"),
    Told.DRAFT: _l("Ett utkast att läsa"),
    Told.ATTEST: _l("Protokoll att justera"),
    Told.MINUTES: _l("Protokollet är klart"),
}
TEXTS: dict[str, Promise] = {
    Told.CALL: _l("Du är kallad till ett möte %(when)s."),
    Told.REMINDER: _l("Du är kallad till ett möte %(when)s, och vi vet inte än om du kommer."),
    Told.CHANGED: _l("Mötet som du är kallad till har ändrats. Nu är det %(when)s."),
    Told.CANCELLED: _l("Mötet %(when)s blir inte av. Du behöver inte göra något."),
    Told.NOT_NEEDED: _l(
        "Du skulle ersätta någon på ett möte %(when)s. Nu löser det sig ändå, så du behöver inte komma. Tack för att du var beredd."
    ),
    Told.POINT: _l("Du har skickat in en punkt till mötet %(when)s. Nu har den fått ett svar."),
    Told.DRAFT: _l("Nu finns ett utkast till protokoll från mötet %(when)s. Läs det och säg vad du tycker."),
    Told.ATTEST: _l("Du är utsedd att justera protokollet från mötet %(when)s."),
    Told.MINUTES: _l("Protokollet från mötet %(when)s är klart."),
}
ON_THE_PAGE: dict[str, Promise] = {
    Told.CALL: _l("Läs mer och svara på sidan nedan. Du behöver inte logga in."),
    Told.REMINDER: _l("Svara gärna på sidan nedan. Du behöver inte logga in."),
    Told.CHANGED: _l("Läs mer och svara på sidan nedan. Du behöver inte logga in."),
    Told.POINT: _l("Läs svaret på sidan nedan."),
    Told.DRAFT: _l("Det står på sidan nedan."),
    Told.ATTEST: _l("Läs det och justera på sidan nedan."),
    Told.MINUTES: _l("Det står på sidan nedan."),
}


@notice("councils.meeting")
def meeting_message(subject_id: str) -> Message | None:
    """What somebody is told about a meeting; not needed where it is no news any longer, or the call was made anew."""
    rows = Telling.objects.select_related(
        "summons__meeting", "summons__holding__contributor", "summons__holding__user", "summons__holding__seat"
    )
    telling = rows.filter(pk=subject_id).first()
    if telling is None or not is_news(telling):
        return None
    to, name = reached(telling.summons.holding)
    if not to:
        return None
    paragraphs = [hello(name), words(telling)]
    if telling.what != Told.CANCELLED:
        paragraphs.append(doors.summons_url(telling.summons))
    return Message(to, str(SUBJECTS[telling.what]), "\n\n".join([*paragraphs, _signed()]))


def words(telling: Telling, *, by_mail: bool = True) -> str:
    """What is said, in mail and letters alike: the time, and neither council, place nor subject."""
    said = str(TEXTS[telling.what]) % {"when": when(telling.summons.meeting)}
    more = ON_THE_PAGE.get(telling.what) if by_mail else None
    return f"{said} {more}" if more else said


def when(meeting: Meeting, day: str = "l j F") -> str:
    """The day and time in words: "tisdag 3 mars kl. 13.00–15.00"."""
    starts, ends = localtime(meeting.starts_at), localtime(meeting.ends_at)
    words = {"day": date_format(starts, day), "from": date_format(starts, "H.i"), "to": date_format(ends, "H.i")}
    return _("%(day)s kl. %(from)s–%(to)s") % words


def is_news(telling: Telling) -> bool:
    """Whether it is still worth telling."""
    summons, meeting = telling.summons, telling.summons.meeting
    if telling.what == Told.CALL and telling.about != summons.stamp.hex:
        return False
    begun = meeting.starts_at <= clock.now()
    return rules.is_still_news(telling.what, meeting.state, summons.reply, begun=begun)


def reached(holding: SeatHolding) -> tuple[str, str]:
    """The address that a mail to the holder goes to, and by which name they are greeted; empty where there is none."""
    if holding.contributor is not None:
        reach = reach_all([holding.contributor]).get(holding.contributor.pk)
        return (reach.email, reach.greeting_name) if reach else ("", "")
    if holding.user is not None:
        return (holding.user.email, holding.user.name) if holding.user.is_active else ("", "")
    return holding.email, holding.name


def _signed() -> str:
    county = the_county()
    return "\n".join(
        filter(None, [_("Medverka"), county.name, _("Ring gärna: %s") % county.phone if county.phone else ""])
    )
