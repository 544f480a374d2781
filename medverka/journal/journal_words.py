"""Those who act without being anybody in the county."""

from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, register_kind

register_kind("system", Kind(_("systemet"), acting=_("Medverka, av sig självt")))
register_kind("operator", Kind(_("driften"), acting=_("den som sköter driften")))
register_kind("visitor", Kind(_("en besökare"), acting=_("en besökare")))
