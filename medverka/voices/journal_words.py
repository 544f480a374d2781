"""What the journal's page calls voices and what happens with them. What was said is not repeated there."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.voices.models import ToldBack, Voice
from medverka.voices.queries import visible_to

register_events(
    "synpunkter",
    _("Synpunkter och svar"),
    {
        "voice.recorded": _("Antecknade en synpunkt"),
        "voice.corrected": _("Rättade en synpunkt"),
        "voice.removed": _("Tog bort en synpunkt"),
        "voice.answered": _("Svarade på en synpunkt"),
        "voice.answer_corrected": _("Rättade ett svar som ingen hade fått veta än"),
        "voice.had_effect": _("Berättade vad en synpunkt ledde till"),
        "voice.published": _("Visade en synpunkt på Ni sa, vi gjorde"),
        "voice.hidden": _("Tog bort en synpunkt från Ni sa, vi gjorde"),
        "voice.owner_chosen": _("Bestämde vem som ska svara på en synpunkt"),
        "voice.reminded": _("Påminde den som ska svara"),
        "voice.told_back": _("Berättade svaret för den som var med"),
    },
)


register_detail("voice.answered", chosen("answer", Voice.Answer.choices))
register_detail("voice.answer_corrected", chosen("answer", Voice.Answer.choices))
register_detail("voice.told_back", chosen("what", ToldBack.What.choices))


def _voices(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    return {
        one.pk: Label(
            _g("synpunkt %(day)s till %(unit)s") % {"day": date_format(one.said_on, "j F Y"), "unit": one.unit},
            reverse("voices:voice", args=[one.pk]),
        )
        for one in visible_to(reader).filter(pk__in=ids)
    }


register_kind("voice", Kind(_("en synpunkt"), labels=_voices))
