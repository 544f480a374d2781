"""From what is set up to what is computed: who is in a draw, and its quotas, as `fairness` takes them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medverka.draws import features
from medverka.draws.facts import facts_in
from medverka.draws.features import Feature
from medverka.draws.models import Draw, Quota
from medverka.fairness.draw.problem import Person, Problem
from medverka.fairness.draw.problem import Quota as Bound
from medverka.pool.models import ContributorQuerySet
from medverka.pool.queries import visible_to


@dataclass(frozen=True)
class QuotaRow:
    """A row of the table of quotas: the quota in words, and how many there are who have the value."""

    quota: Quota
    label: str
    people: int


def pool_rows(draw: Draw) -> ContributorQuerySet:
    """Those of the pool who would be in the draw today: active, chosen by its filters, within its maker's reach."""
    return chosen_by(draw, draw.filters)


def chosen_by(draw: Draw, filters: Mapping[str, Any]) -> ContributorQuerySet:
    """Those who would be in the draw if these were its filters."""
    return features.chosen_from(visible_to(draw.created_by), filters)


def how_many(draw: Draw) -> int:
    """How many would be in the draw today."""
    return pool_rows(draw).count() if draw.source == Draw.Source.POOL else draw.people


def features_of(draw: Draw) -> dict[str, Feature]:
    """The features that quotas can be set on: the pool's, or those of the file, which are their own words."""
    if draw.source == Draw.Source.POOL:
        return features.of_pool()
    found: dict[str, dict[str, str]] = {}
    for quota in draw.quotas.all():
        found.setdefault(quota.feature, {})[quota.value] = quota.value
    return {name: Feature(name, name, values) for name, values in found.items()}


def values_in(draw: Draw, codes: Iterable[str]) -> list[features.Values]:
    """The values of everybody who is, or would be, in the draw."""
    if draw.source == Draw.Source.POOL:
        return list(features.values_of(pool_rows(draw), list(codes)).values())
    return [facts["values"] for facts in facts_in(draw)]


def quota_rows(draw: Draw) -> list[QuotaRow]:
    """The table of quotas, with how many have each value today."""
    quotas = list(draw.quotas.all())
    known = features_of(draw)
    counted = features.count(values_in(draw, dict.fromkeys(quota.feature for quota in quotas)))
    return [
        QuotaRow(quota, in_words(known, quota.feature, quota.value), counted.get(quota.feature, Counter())[quota.value])
        for quota in quotas
    ]


def in_words(known: Mapping[str, Feature], feature: str, value: str, name: str = "") -> str:
    """A feature and its value as people read it, with the ``name`` that it had; a word that is gone keeps its code."""
    known = features.as_named(known, feature, value, name)
    return known[feature].says(value) if feature in known else f"{feature}: {value}"


def bounds_of(quotas: Sequence[Quota], size: int) -> list[Bound]:
    """The quotas, and room for any number of those who lack a word, so that everybody's value has a quota."""
    found = []
    for quota in quotas:
        found.append(Bound(quota.feature, quota.value, quota.low, quota.high, quota.low_flex, quota.high_flex))
        if quota.value == features.YES and quota.draw.source == Draw.Source.POOL:
            found.append(Bound(quota.feature, features.NO, 0, size))
    return found


def problem_of(draw: Draw) -> Problem:
    """What is to be computed, from those who have been put down as being in the draw."""
    quotas = list(draw.quotas.select_related("draw"))
    wanted = dict.fromkeys(quota.feature for quota in quotas)
    people = [
        Person(
            facts["id"],
            {name: facts["values"].get(name, features.NOT_TOLD) for name in wanted},
            facts["home"] if draw.one_per_home else None,
        )
        for facts in facts_in(draw)
    ]
    return _problem(people, quotas, draw.size)


def problem_today(draw: Draw) -> Problem:
    """The same, before anybody of the pool has been put down: as the pool is today."""
    if draw.source == Draw.Source.FILE:
        return problem_of(draw)
    quotas = list(draw.quotas.select_related("draw"))
    wanted = list(dict.fromkeys(quota.feature for quota in quotas))
    values = features.values_of(pool_rows(draw), wanted)
    return _problem([Person(str(pk), own) for pk, own in values.items()], quotas, draw.size)


def _problem(people: list[Person], quotas: Sequence[Quota], size: int) -> Problem:
    """Values that have come into the pool since the quotas were set are held back by none."""
    bounds = bounds_of(quotas, size)
    known = {(bound.feature, bound.value) for bound in bounds}
    names = dict.fromkeys(bound.feature for bound in bounds)
    met = dict.fromkeys((name, person.values[name]) for person in people for name in names)
    return Problem(people, [*bounds, *(Bound(*new, 0, size) for new in met if new not in known)], size)
