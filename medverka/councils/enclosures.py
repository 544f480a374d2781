"""What goes with a letter about a meeting, so that whoever has no computer reads what the others read on the page."""

from django.utils.translation import gettext as _

from medverka.councils.agenda_pdf import agenda_blocks
from medverka.councils.minutes_pdf import minutes_blocks
from medverka.councils.models import AgendaItem, Minutes, Telling
from medverka.councils.queries.agenda import agenda_of
from medverka.councils.queries.minutes import minutes_of, reading
from medverka.councils.rules import Told
from medverka.foundation.pdf import Blank, Block, Heading, Paragraph

WITH_AGENDA = frozenset({Told.CALL, Told.CHANGED})
WITH_MINUTES = frozenset({Told.DRAFT, Told.ATTEST, Told.MINUTES})


def enclosed(telling: Telling) -> list[Block]:
    """The agenda with a call, the minutes with what is told of them; the same for everybody who is told the same."""
    meeting = telling.summons.meeting
    if telling.what in WITH_AGENDA:
        return [Heading(_("Dagordning")), *agenda_blocks(agenda_of(meeting))]
    minutes = minutes_of(meeting) if telling.what in WITH_MINUTES else None
    if minutes is None or minutes.state == Minutes.State.DRAFT:
        return []
    return [Heading(_("Protokoll")), *minutes_blocks(reading(minutes)), *_to_send_back(telling.what)]


def answered_point(telling: Telling) -> list[Block]:
    """What became of the point that they sent in, in the letter itself."""
    pk = telling.about.partition(" ")[0]
    item = AgendaItem.objects.filter(pk=pk).first() if telling.what == Told.POINT and pk.isdecimal() else None
    if item is None:
        return []
    if item.state == AgendaItem.State.DECLINED:
        words = _("”%(title)s” kommer inte med den här gången, därför att: %(because)s")
        return [Paragraph(words % {"title": item.title, "because": item.because})]
    return [Paragraph(_("”%(title)s” står på mötets dagordning.") % {"title": item.title})]


def _to_send_back(what: str) -> list[Block]:
    if what == Told.DRAFT:
        return [Blank(_("Vad vill du ändra eller säga?"), _("Skicka tillbaka det här bladet till oss, eller ring."), 6)]
    if what == Told.ATTEST:
        words = _("Stämmer det med det som hände på mötet? Skriv under och skicka tillbaka det här bladet till oss.")
        return [Blank(_("Jag justerar: dag och namnteckning"), words, 2)]
    return []
