"""What the journal's page calls contributions and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.contributions.models import Contribution
from medverka.contributions.queries import visible_to
from medverka.journal.words import Kind, Label, register_events, register_kind
from medverka.pool.journal_words import find_contributors, own_affair
from medverka.pool.queries import visible_to as contributors_visible_to

register_events(
    "insatser",
    _("Insatser"),
    {
        "contribution.recorded": _("Antecknade en insats"),
        "contribution.corrected": _("Rättade en insats"),
        "contribution.removed": _("Tog bort en insats"),
    },
)


def _contributions(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    seen = set(visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    people = contributors_visible_to(reader).filter(
        pk__in=Contribution.objects.filter(pk__in=ids).values("contributor")
    )
    known = set(people.values_list("pk", flat=True))
    found = Contribution.objects.filter(pk__in=ids).select_related("contributor")
    return {one.pk: _label(one, one.pk in seen, one.contributor_id in known) for one in found}


def _label(one: Contribution, seen: bool, known: bool) -> Label:
    own = own_affair(one.contributor)
    if not seen:
        return Label(own=own)
    words = {"day": date_format(one.on, "j F Y"), "who": one.contributor if known else _g("någon i Intressebanken")}
    return Label(_g("insats %(day)s, %(who)s") % words, reverse("contributions:contribution", args=[one.pk]), own)


def _find(reader: Any, text: str) -> Iterable[int]:
    people = list(find_contributors(reader, text))
    return visible_to(reader).filter(contributor__in=people).values_list("pk", flat=True) if people else ()


register_kind("contribution", Kind(_("en insats"), labels=_contributions, find=_find))
