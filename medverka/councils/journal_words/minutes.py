"""Minutes, notes, decisions and tasks."""

from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.journal.words import Kind, chosen, register_detail, register_events, register_kind

register_events(
    "protokoll",
    _("Protokoll och uppgifter"),
    {
        "minutes.started": _("Började på ett protokoll"),
        "minutes.written": _("Skrev i ett protokoll"),
        "minutes.section_added": _("Lade till ett avsnitt i ett protokoll"),
        "minutes.section_removed": _("Tog bort ett avsnitt ur ett protokoll"),
        "minutes.sent_out": _("Skickade ett utkast till medlemmarna"),
        "minutes.taken_back": _("Tog tillbaka ett protokoll till utkast"),
        "minutes.commented": _("Sade vad någon tycker om ett utkast"),
        "minutes.comment_answered": _("Svarade på vad någon tycker om ett utkast"),
        "minutes.attestation_asked": _("Valde vem som justerar ett protokoll"),
        "minutes.attested": _("Justerade ett protokoll"),
        "minutes.attestations_withdrawn": _("Ändrade ett protokoll så att det måste justeras på nytt"),
        "minutes.finished": _("Gjorde ett protokoll klart"),
        "minutes.shown_openly": _("Visade ett protokoll öppet"),
        "minutes.for_members_alone": _("Slutade visa ett protokoll öppet"),
        "decision.recorded": _("Antecknade ett beslut eller en uppgift"),
        "decision.changed": _("Ändrade ett beslut eller en uppgift"),
        "decision.removed": _("Tog bort ett beslut eller en uppgift"),
        "task.done": _("Gjorde en uppgift klar"),
    },
)
register_detail("decision.recorded", chosen("kind", rules.DecisionKind.choices))
register_kind("minutes", Kind(_("ett protokoll")))
register_kind("minutessection", Kind(_("ett avsnitt i ett protokoll")))
register_kind("minutescomment", Kind(_("någons ord om ett utkast")))
register_kind("decision", Kind(_("ett beslut eller en uppgift")))
