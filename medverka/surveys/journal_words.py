"""What the journal's page calls surveys and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.surveys.models import Asking, Group
from medverka.surveys.queries import questionnaires, rounds

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
        "round.concluded": _("Skrev vad länet tar med sig av en omgång"),
        "round.text_reviewed": _("Granskade något som skrivits i en omgång"),
        "round.texts_reviewed": _("Granskade flera texter i en omgång på en gång"),
        "round.text_became_voice": _("Gjorde något som skrivits till en synpunkt"),
    },
)

# --- Rounds ------------------------------------------------------------------------------------

register_events(
    "enkatomgangar",
    _("Enkätomgångar"),
    {
        "round.made": _("Började på en omgång av en enkät"),
        "round.changed": _("Ändrade en omgång som inte har öppnat"),
        "round.last_day_moved": _("Flyttade sista dagen för en omgång"),
        "round.readers_chosen": _("Bestämde vem som får läsa resultatet av en omgång"),
        "round.thrown_away": _("Tog bort en omgång som inte hade öppnat"),
        "round.group_added": _("Lade till en grupp i en omgång"),
        "round.group_changed": _("Ändrade en grupp i en omgång"),
        "round.group_removed": _("Tog bort en grupp ur en omgång"),
        "round.groups_put_together": _("Lät grupper i en omgång räknas tillsammans"),
        "round.groups_taken_apart": _("Lät grupper i en omgång räknas var för sig igen"),
        "round.opened": _("Öppnade en omgång"),
        "round.closed": _("Stängde en omgång"),
        "round.reopened": _("Öppnade en stängd omgång igen"),
        "round.people_asked": _("Gav några egna länkar eller koder i en omgång"),
        "round.person_removed": _("Tog bort någon ur en omgång"),
        "round.invited": _("Mejlade inbjudan till en grupp i en omgång"),
        "round.reminded": _("Påminde dem i en grupp som inte hade svarat"),
        "round.letters_posted": _("Antecknade att breven till en grupp är postade"),
        "round.names_let_go": _("Gallrade namn och adresser på dem som har frågats i en omgång"),
        "survey.entered": _("Skrev in svar åt någon i en grupp, från papper eller telefon"),
    },
)
register_detail("round.people_asked", chosen("source", Asking.Source.choices))


def _rounds(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = rounds.visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.title, reverse("surveys:round", args=[one.slug])) for one in rows}


def _find_rounds(reader: Any, text: str) -> Iterable[int]:
    return rounds.visible_to(reader).filter(title__icontains=text).values_list("pk", flat=True)


register_kind("round", Kind(_("en omgång av en enkät"), labels=_rounds, find=_find_rounds))


def _groups(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = Group.objects.filter(pk__in=ids, round__in=rounds.visible_to(reader).order_by().values("pk")).select_related(
        "round"
    )
    return {
        one.pk: Label(f"{one.round.title}: {one.name}", reverse("surveys:group", args=[one.round.slug, one.key]))
        for one in rows
    }


def _find_groups(reader: Any, text: str) -> Iterable[int]:
    found = rounds.visible_to(reader).filter(title__icontains=text).order_by().values("pk")
    return Group.objects.filter(round__in=found).values_list("pk", flat=True)


register_kind("group", Kind(_("en grupp i en enkät"), labels=_groups, find=_find_groups))
