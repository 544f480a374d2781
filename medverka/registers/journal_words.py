"""What the journal's page calls registers that are read in."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, register_events, register_kind

register_events(
    "register",
    _("Register"),
    {
        "register.uploaded": _("Laddade upp ett register"),
        "register.discarded": _("Tog bort ett register utan att läsa in det"),
        "register.import_began": _("Började läsa in ett register"),
        "register.imported": _("Läste in ett register"),
    },
)
register_kind("import", Kind(_("ett register")))
