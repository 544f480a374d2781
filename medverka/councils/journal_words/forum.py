"""A forum while it is held. What was said in it is not repeated, nor who said it."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.councils.models import ForumSession
from medverka.councils.queries.meetings import title_of, visible_to
from medverka.journal.words import Kind, Label, register_events, register_kind

register_events(
    "forum",
    _("Forum"),
    {
        "forum.opened": _("Öppnade ett forum"),
        "forum.device_ended": _("Avslutade ett forum på en surfplatta som är borta"),
        "forum.closed": _("Läste upp och avslutade ett forum"),
        "forum.notes_came_late": _("Sparade synpunkter som fanns kvar på en surfplatta när forumet var avslutat"),
    },
)


def _sessions(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = ForumSession.objects.filter(pk__in=ids, meeting__in=visible_to(reader).values("pk"))
    return {
        one.pk: Label(title_of(one.meeting), reverse("councils:meeting", args=[one.meeting_id]))
        for one in found.select_related("meeting__council")
    }


register_kind("forumsession", Kind(_("ett forum som hålls"), labels=_sessions))
