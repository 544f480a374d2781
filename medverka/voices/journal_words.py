"""What the journal's page calls voices and what happens with them. What was said is not repeated there."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import may
from medverka.accounts.models import User
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.voices.models import Masking, Theme, ToldBack, Voice
from medverka.voices.queries import visible_to

register_events(
    "synpunkter",
    _("Synpunkter och svar"),
    {
        "voice.recorded": _("Antecknade en synpunkt"),
        "voice.corrected": _("Rättade en synpunkt"),
        "voice.sorted": _("Ändrade teman på en synpunkt, eller om den brådskar"),
        "voice.masked": _("Tog bort något som pekar ut någon ur en synpunkt"),
        "voice.escalated": _("Lämnade en synpunkt vidare till någon annan att svara på"),
        "voice.removed": _("Tog bort en synpunkt"),
        "voice.answered": _("Svarade på en synpunkt"),
        "voice.answer_corrected": _("Rättade ett svar som ingen hade fått veta än"),
        "voice.had_effect": _("Berättade vad en synpunkt ledde till"),
        "voice.published": _("Visade en synpunkt på Ni sa, vi gjorde"),
        "voice.hidden": _("Tog bort en synpunkt från Ni sa, vi gjorde"),
        "voice.owner_chosen": _("Bestämde vem som ska svara på en synpunkt"),
        "voice.reminded": _("Påminde den som ska svara"),
        "voice.told_back": _("Berättade svaret för den som var med"),
        "voice.told_in_room": _("Berättade svaret på mötet där det sades"),
        "themes.added": _("Lade in de teman som länets lista börjar med"),
        "theme.saved": _("Ändrade ett tema i länets lista"),
    },
)


register_detail("voice.answered", chosen("answer", Voice.Answer.choices))
register_detail("voice.answer_corrected", chosen("answer", Voice.Answer.choices))
register_detail("voice.told_back", chosen("what", ToldBack.What.choices))
register_detail("voice.told_in_room", chosen("what", ToldBack.What.choices))
register_detail("voice.masked", chosen("why", Masking.Why.choices))


def _voices(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    return {
        one.pk: Label(
            _g("synpunkt %(day)s till %(unit)s") % {"day": date_format(one.said_on, "j F Y"), "unit": one.unit},
            reverse("voices:voice", args=[one.pk]),
        )
        for one in visible_to(reader).filter(pk__in=ids)
    }


def _themes(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    linked = may(reader, "county.edit")
    return {
        one.pk: Label(one.name, reverse("voices:theme", args=[one.pk]) if linked else "")
        for one in Theme.objects.filter(pk__in=ids)
    }


def _owners(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    return {
        one.pk: Label(_g("%(name)s, genom länken i ett mejl") % {"name": one.name})
        for one in User.objects.filter(pk__in=ids)
    }


register_kind("owner", Kind(_("den som svarar, genom länken i ett mejl"), labels=_owners))
register_kind("theme", Kind(_("ett tema"), labels=_themes))
register_kind("voice", Kind(_("en synpunkt"), labels=_voices))
