"""What can be told of people in the pool without opening the door, as features with values for quotas.

Somebody has one value of each feature. Where people have several words of a list (perspectives, experience, ways, forms),
each word is a feature of its own, "yes" or "no"; quotas are set on the yes, and the no is what is left.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.foundation.alphabet import sort_key
from medverka.organisations.models import Organisation, SubArea
from medverka.pool.models import Contributor, ContributorQuerySet, Term
from medverka.pool.rules import AGE_BANDS, PERSPECTIVES

YES, NO, NOT_TOLD = "yes", "no", "-"
LISTS = (Term.Kind.AREA, Term.Kind.WAY, Term.Kind.FORM)
PLACES = {"sub_area": gettext_lazy("Delregion"), "municipality": gettext_lazy("Kommun")}
FILTERS = ("perspective", "municipality", "sub_area", "age_band", "area", "way", "form")
Values = dict[str, str]  # Feature → value.


@dataclass(frozen=True)
class Feature:
    """What people can be told apart by: its code, what it is called, and its values with their words."""

    code: str
    label: str
    values: Mapping[str, str]
    group: str = ""

    @property
    def is_word(self) -> bool:
        """Whether it is one word of a list: yes or no."""
        return bool(self.group) and YES in self.values  # A file's own "yes" is a value like others.

    @property
    def quota_values(self) -> list[str]:
        """The values that quotas are set on."""
        return [YES] if self.is_word else list(self.values)

    def in_words(self, value: str) -> dict[str, str]:
        """The feature and one of its values, each in words; one word of a list is a value of its list."""
        if self.is_word and value == YES:
            return {"feature": self.group, "value": self.label}
        return {"feature": self.label, "value": self.values.get(value, value)}

    def says(self, value: str) -> str:
        """The feature and one of its values, in words."""
        return self.label if self.is_word else f"{self.label}: {self.values.get(value, value)}"


def of_pool() -> dict[str, Feature]:
    """Every feature that the county's pool has, by code. Three queries."""
    found = [_word(code, str(label), _("Perspektiv")) for code, label in PERSPECTIVES.items()]
    areas = {str(area.pk): area.name for area in SubArea.objects.all()}
    if areas:
        found.append(_choice("sub_area", str(PLACES["sub_area"]), areas))
    towns = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)
    names = sorted(((str(town.pk), town.name) for town in towns), key=lambda pair: sort_key(pair[1]))
    found.append(_choice("municipality", str(PLACES["municipality"]), dict(names)))
    found.append(_choice("age_band", _("Åldersgrupp"), {code: str(label) for code, label in AGE_BANDS.items()}))
    for term in Term.objects.filter(kind__in=LISTS, retired=False).order_by("kind", "name"):
        found.append(_word(f"{term.kind}:{term.pk}", term.name, capfirst(term.get_kind_display())))
    return {feature.code: feature for feature in found}


def name_of(known: Mapping[str, Feature], code: str, value: str) -> str:
    """What a place or a term of the county's lists is called today; nothing where the words are the program's own."""
    if code not in known:
        return ""
    if ":" in code:
        return known[code].label
    return known[code].values.get(value, "") if code in PLACES and value != NOT_TOLD else ""


def as_named(known: Mapping[str, Feature], code: str, value: str, name: str) -> Mapping[str, Feature]:
    """What is known, with the name that a place or a term had. The program's own words are in the reader's language."""
    if not name:
        return known
    if ":" in code:
        return {code: _word(code, name, capfirst(str(Term.Kind(code.partition(":")[0]).label)))}
    return {code: Feature(code, str(PLACES[code]), {value: name})}


def _word(code: str, label: str, group: str) -> Feature:
    return Feature(code, capfirst(label), {YES: _("ja"), NO: _("nej")}, group)


def _choice(code: str, label: str, values: Mapping[str, str]) -> Feature:
    return Feature(code, label, {**values, NOT_TOLD: _("inte angiven")}, _("Plats och ålder"))


def chosen_from(rows: ContributorQuerySet, filters: Mapping[str, Any]) -> ContributorQuerySet:
    """The active people among `rows` that the filters of a draw let in."""
    rows = rows.filter(status=Contributor.Status.ACTIVE)
    if perspectives := filters.get("perspective"):
        wanted = Q(pk__in=[])
        for code in perspectives:
            wanted |= Q(**{f"is_{code}": True})
        rows = rows.filter(wanted)
    for name, lookup in (
        ("municipality", "municipality"),
        ("sub_area", "municipality__sub_area"),
        ("age_band", "age_band"),
    ):
        if wanted_values := filters.get(name):
            rows = rows.filter(**{f"{lookup}__in": wanted_values})
    for name in ("area", "way", "form"):
        if terms := filters.get(name):
            with_term = Contributor.terms.through.objects.filter(term__in=terms).values("contributor")
            rows = rows.filter(pk__in=with_term)
    return rows


def values_of(rows: ContributorQuerySet, codes: Collection[str]) -> dict[int, Values]:
    """For each of `rows`, by id and in that order, the value of each of the features `codes`. Two queries at most."""
    fields = ("pk", "is_user", "is_patient", "is_relative", "municipality", "municipality__sub_area", "age_band")
    plain = {code for code in codes if ":" not in code}
    terms = {int(code.partition(":")[2]): code for code in codes if ":" in code}
    no = dict.fromkeys(terms.values(), NO)
    found: dict[int, Values] = {}
    for pk, user, patient, relative, town, area, age in rows.order_by("pk").values_list(*fields):
        told = {"municipality": town, "sub_area": area, "age_band": age}
        words = {"user": user, "patient": patient, "relative": relative}
        every = {code: str(value or NOT_TOLD) for code, value in told.items()}
        every |= {code: YES if value else NO for code, value in words.items()}
        found[pk] = {code: every[code] for code in plain} | no
    if terms:
        through = Contributor.terms.through.objects.filter(term__in=terms, contributor__in=rows.order_by().values("pk"))
        for pk, term in through.values_list("contributor", "term"):
            if pk in found:
                found[pk][terms[term]] = YES
    return found


def count(values: Iterable[Values]) -> dict[str, Counter[str]]:
    """How many have each value of each feature."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in values:
        for feature, value in one.items():
            counted[feature][value] += 1
    return counted


def for_several(known: Mapping[str, Feature], lows: Iterable[tuple[str, int]], size: int) -> str:
    """Why least numbers, (feature, least) each, may sum to more than are drawn; nothing where those of no list do."""
    lists: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for feature, low in lows:
        if low and feature in known and known[feature].is_word:
            lists[known[feature].group].append((known[feature].label, low))
    for words in lists.values():
        if len(words) > 1 and sum(low for _label, low in words) > size:
            said = _(
                "En person kan räknas för flera, till exempel både för ”%(one)s” och ”%(other)s”. Därför kan de minsta "
                "antalen tillsammans bli fler än de %(size)s som lottas fram."
            )
            return said % {"one": words[0][0], "other": words[1][0], "size": size}
    return ""
