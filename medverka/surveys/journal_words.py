"""What the journal's page calls surveys and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, Label, register_events, register_kind
from medverka.surveys.queries import questionnaires

register_events(
    "enkater",
    _("Enkäter"),
    {
        "questionnaire.made": _("Började på ett frågeformulär"),
        "questionnaire.changed": _("Ändrade ett frågeformulär"),
        "questionnaire.renamed": _("Bytte namn på ett frågeformulär"),
        "questionnaire.version_begun": _("Började på en ny version av ett frågeformulär"),
        "questionnaire.version_dropped": _("Slängde en version av ett frågeformulär som inte hade använts"),
        "questionnaire.archived": _("La ett frågeformulär i arkivet"),
        "questionnaire.taken_back": _("Tog fram ett frågeformulär ur arkivet"),
        "questionnaire.removed": _("Tog bort ett frågeformulär som inte hade använts"),
    },
)


def _questionnaires(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = questionnaires.visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.name, reverse("surveys:questionnaire", args=[one.slug])) for one in rows}


def _find(reader: Any, text: str) -> Iterable[int]:
    return questionnaires.visible_to(reader).filter(name__icontains=text).values_list("pk", flat=True)


register_kind("questionnaire", Kind(_("ett frågeformulär"), labels=_questionnaires, find=_find))

register_events(
    "enkatresultat",
    _("Enkätresultat"),
    {
        "round.count_began": _("Började räkna en omgång av en enkät"),
        "round.counted": _("Räknade och publicerade en omgång av en enkät"),
        "round.sheets_disposed": _("Gallrade svarsbladen i en räknad omgång"),
    },
)
