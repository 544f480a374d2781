"""What the journal's page calls mappings and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.journal.words import Facts, Kind, Label, Text, chosen, register_detail, register_events, register_kind
from medverka.mappings.queries import areas_visible_to, assessments_visible_to, visible_to
from medverka.mappings.rules import AreaState

register_events(
    "kartlaggningar",
    _("Kartläggningar"),
    {
        "mapping.made": _("Lade upp en kartläggning"),
        "mapping.changed": _("Ändrade en kartläggning"),
        "mapping.chosen": _("Valde vilka som är med i en kartläggning"),
        "mapping.opened": _("Öppnade en kartläggning"),
        "mapping.closed": _("Stängde en kartläggning"),
        "mapping.reopened": _("Öppnade en kartläggning igen"),
        "mapping.reminded": _("Påminde dem som inte har lämnat in i en kartläggning"),
        "mapping.thrown_away": _("Tog bort en kartläggning som inte var öppnad"),
        "mapping.contact_chosen": _("Valde vem som får länken till en kartläggning"),
        "assessment.filled_in": _("Fyllde i en kartläggning"),
        "assessment.handed_in": _("Lämnade in svar i en kartläggning"),
        "assessment.taken_back": _("Tog tillbaka svar i en kartläggning"),
        "area.planned": _("Lade upp ett utvecklingsområde"),
        "area.changed": _("Ändrade ett utvecklingsområde"),
        "area.moved": _("Flyttade ett utvecklingsområde"),
        "area.noted": _("Antecknade något om ett utvecklingsområde"),
    },
)


def _on_behalf(facts: Facts) -> Text:
    return _("åt verksamheten") if facts.get("on_behalf") else ""


register_detail("assessment.filled_in", _on_behalf)
register_detail("assessment.handed_in", _on_behalf)
register_detail("area.moved", chosen("state", AreaState.choices))


def _mappings(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.title, reverse("mappings:mapping", args=[one.pk])) for one in rows}


def _find_mappings(reader: Any, text: str) -> Iterable[int]:
    return visible_to(reader).filter(title__icontains=text).values_list("pk", flat=True)


def _assessments(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = assessments_visible_to(reader).filter(pk__in=ids)
    return {
        one.pk: Label(f"{one.mapping}: {one.organisation}", reverse("mappings:assessment", args=[one.pk]))
        for one in rows
    }


def _find_assessments(reader: Any, text: str) -> Iterable[int]:
    return assessments_visible_to(reader).filter(organisation__name__icontains=text).values_list("pk", flat=True)


def _areas(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    rows = areas_visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.what, reverse("mappings:area", args=[one.pk])) for one in rows}


def _find_areas(reader: Any, text: str) -> Iterable[int]:
    return areas_visible_to(reader).filter(what__icontains=text).values_list("pk", flat=True)


register_kind("mapping", Kind(_("en kartläggning"), labels=_mappings, find=_find_mappings))
register_kind(
    "selfassessment",
    Kind(
        _("svar i en kartläggning"),
        acting=_("den som svarade med länken till en kartläggning"),
        labels=_assessments,
        find=_find_assessments,
    ),
)
register_kind("developmentarea", Kind(_("ett utvecklingsområde"), labels=_areas, find=_find_areas))
