"""What the journal's page calls what happens on the pages that gather from all apps."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import register_events

register_events(
    "formular", _("Formulär som kom för sent"), {"form.thrown_away": _("Slängde ett formulär som kom för sent")}
)
