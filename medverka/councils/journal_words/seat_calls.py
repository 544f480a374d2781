"""Questions to associations about seats."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, register_events, register_kind

register_events(
    "foreningsfragor",
    _("Frågor till föreningar"),
    {
        "seat_call.made": _("Frågade föreningar om en plats"),
        "seat_call.answered": _("En förening svarade om en plats"),
        "seat_call.closed": _("Avslutade frågan om en plats"),
    },
)
register_kind("seatcall", Kind(_("en fråga till föreningar")))
register_kind("seatcallanswer", Kind(_("en förenings svar"), acting=_("en förening, genom länken")))
