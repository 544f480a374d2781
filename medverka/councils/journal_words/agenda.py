"""Agendas, papers, and the room."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, register_events, register_kind

register_events(
    "dagordningar",
    _("Dagordningar"),
    {
        "agenda.point_added": _("Lade till en punkt på en dagordning"),
        "agenda.item_changed": _("Ändrade en punkt på en dagordning"),
        "agenda.item_moved": _("Flyttade en punkt på en dagordning"),
        "agenda.item_removed": _("Tog bort en punkt från en dagordning"),
        "agenda.point_proposed": _("Skickade in en punkt till ett möte"),
        "agenda.point_accepted": _("Satte upp en inskickad punkt på dagordningen"),
        "agenda.point_declined": _("Svarade att en punkt inte kommer med den här gången"),
        "paper.added": _("Lade upp en fil till ett möte"),
        "paper.removed": _("Tog bort en fil från ett möte"),
        "room.item_begun": _("Tog upp en punkt på ett möte"),
        "room.ended": _("Avslutade visningen på ett möte"),
        "room.word_given": _("Gav ordet på ett möte"),
        "room.word_taken_back": _("Ångrade vem som fick ordet på ett möte"),
    },
)
register_kind("agendaitem", Kind(_("en punkt på en dagordning")))
register_kind("paper", Kind(_("en fil till ett möte")))
