"""What the journal's page calls the county's organisations and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import may
from medverka.journal.words import Kind, Label, register_events, register_kind
from medverka.organisations.models import ContactPerson, County, Organisation, SubArea
from medverka.organisations.policies import may_edit_all
from medverka.organisations.queries import visible_to

register_events(
    "organisationer",
    _("Länet och organisationerna"),
    {
        "county.changed": _("Ändrade länets inställningar"),
        "sub_area.created": _("Lade till en delregion"),
        "sub_area.changed": _("Ändrade en delregion"),
        "sub_area.removed": _("Tog bort en delregion"),
        "organisation.created": _("Lade till en organisation"),
        "organisation.changed": _("Ändrade uppgifterna om en organisation"),
        "organisation.moved": _("Flyttade en organisation"),
        "contact_person.added": _("Lade till en kontaktperson"),
        "contact_person.changed": _("Ändrade en kontaktperson"),
        "contact_person.ended": _("Avslutade en kontaktperson"),
    },
)


def _county(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    url = reverse("organisations:county") if may(reader, "county.edit") else ""
    return {one.pk: Label(one.name or _g("länet"), url) for one in County.objects.filter(pk__in=ids)}


def _sub_areas(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    linked = may_edit_all(reader)
    return {
        one.pk: Label(one.name, reverse("organisations:sub_area", args=[one.pk]) if linked else "")
        for one in SubArea.objects.filter(pk__in=ids)
    }


def _organisations(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    linked = set(visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return {
        one.pk: Label(one.name, reverse("organisations:organisation", args=[one.pk]) if one.pk in linked else "")
        for one in Organisation.objects.filter(pk__in=ids)
    }


def _find_organisations(reader: Any, text: str) -> Iterable[int]:
    return Organisation.objects.filter(name__icontains=text).values_list("pk", flat=True)


def _contact_persons(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = ContactPerson.objects.filter(pk__in=ids, organisation__in=visible_to(reader)).select_related("organisation")
    return {
        one.pk: Label(
            _g("kontaktperson i %s") % one.organisation,
            reverse("organisations:organisation", args=[one.organisation_id]),
        )
        for one in found
    }


register_kind("county", Kind(_("länet"), labels=_county))
register_kind("subarea", Kind(_("en delregion"), labels=_sub_areas))
register_kind("organisation", Kind(_("en organisation"), labels=_organisations, find=_find_organisations))
register_kind("contactperson", Kind(_("en kontaktperson"), labels=_contact_persons))
