"""Meetings, and those who are called to them."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.models import Summons
from medverka.councils.queries.meetings import title_of, visible_to
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.pool.journal_words import own_affair

register_events(
    "moten",
    _("Möten"),
    {
        "meeting.planned": _("Planerade ett möte"),
        "meeting.changed": _("Ändrade tid eller plats för ett möte"),
        "meeting.called": _("Kallade till ett möte"),
        "meeting.held": _("Antecknade att ett möte är genomfört"),
        "meeting.attendance_corrected": _("Rättade vilka som var med på ett möte"),
        "meeting.cancelled": _("Ställde in ett möte"),
        "series.made": _("Planerade en serie möten"),
        "series.moved": _("Flyttade en serie möten"),
        "series.extended": _("Förlängde en serie möten"),
        "series.ended": _("Avslutade en serie möten"),
        "summons.sent": _("Kallade någon till ett möte"),
        "summons.answered": _("Svar på en kallelse"),
        "summons.needs_told": _("Behov inför ett möte"),
        "summons.reminded": _("Påminde om en kallelse"),
        "summons.told": _("Skickade ett brev eller ringde om ett möte"),
        "summons.untold": _("Ångrade att ett brev om ett möte var skickat eller ett samtal gjort"),
        "calendar.opened": _("Skapade en adress till sin kalender"),
        "calendar.closed": _("Tog bort adressen till sin kalender"),
    },
)
register_detail("summons.answered", chosen("reply", rules.Reply.choices))
register_detail("summons.told", chosen("what", rules.Told.choices))
register_detail("summons.untold", chosen("what", rules.Told.choices))


def _meetings(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(title_of(one), reverse("councils:meeting", args=[one.pk])) for one in found}


def _summons(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = Summons.objects.filter(pk__in=ids).select_related(
        "meeting__council", "holding__seat", "holding__contributor"
    )
    seen = set(visible_to(reader).filter(pk__in=rows.values("meeting")).values_list("pk", flat=True))
    return {one.pk: _label(one, one.meeting_id in seen) for one in rows}


def _label(one: Summons, seen: bool) -> Label:
    contributor = one.holding.contributor
    own = (own_affair(contributor) if contributor else frozenset()) | {f"summons:{one.pk}"}
    if not seen:
        return Label(own=own)
    words = {"seat": one.holding.seat.title, "meeting": title_of(one.meeting)}
    return Label(_g("%(seat)s, %(meeting)s") % words, reverse("councils:meeting", args=[one.meeting_id]), own)


register_kind("meeting", Kind(_("ett möte"), labels=_meetings))
register_kind("series", Kind(_("en serie möten")))
register_kind("summons", Kind(_("en kallelse"), acting=_("den kallade, genom sin länk"), labels=_summons))
register_kind("calendarfeed", Kind(_("en kalender")))
