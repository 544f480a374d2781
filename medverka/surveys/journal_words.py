"""What the journal's page calls surveys and what happens with them."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import register_events

register_events(
    "enkatresultat",
    _("Enkätresultat"),
    {
        "round.count_began": _("Började räkna en omgång av en enkät"),
        "round.counted": _("Räknade och publicerade en omgång av en enkät"),
        "round.sheets_disposed": _("Gallrade svarsbladen i en räknad omgång"),
    },
)
