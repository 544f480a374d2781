"""Councils, seats, and who holds them."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.queries.councils import visible_to
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind

register_events(
    "rad",
    _("Råd och forum"),
    {
        "council.created": _("Lade upp ett råd eller forum"),
        "council.changed": _("Ändrade uppgifter om ett råd eller forum"),
        "council.closed": _("Avslutade ett råd eller forum"),
        "seat.created": _("Lade till en plats"),
        "seat.changed": _("Ändrade en plats"),
        "seat.closed": _("Tog bort en plats"),
        "seat.held": _("Utsåg någon till en plats"),
        "seat.holder_changed": _("Ändrade uppgifter om någon som sitter på en plats"),
        "seat.left": _("Avslutade någons tid på en plats"),
    },
)
register_detail("council.created", chosen("kind", rules.CouncilKind.choices))
register_detail("seat.created", chosen("capacity", rules.Capacity.choices))


def _councils(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.name, reverse("councils:council", args=[one.pk])) for one in found}


register_kind("council", Kind(_("ett råd eller forum"), labels=_councils))
register_kind("seat", Kind(_("en plats")))
register_kind("seatholding", Kind(_("någon på en plats")))
