from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from medverka.foundation import clock
from medverka.mappings.actions import answering
from medverka.mappings.actions import mappings as actions
from medverka.mappings.models import Mapping, SelfAssessment

KEYS = {
    "individual": ("own_plan", "choices", "relatives", "speak_up"),
    "operational": ("meetings", "answers", "improving", "peers"),
    "system": ("decisions", "resources", "terms", "together"),
}


def all_on(step: int, **other: str) -> dict[str, str]:
    """An answer to every question of the bank on one step, apart from those named."""
    return {key: f"s{step}" for keys in KEYS.values() for key in keys} | other


@pytest.fixture
def make(county, coordinator) -> Callable[..., Mapping]:
    """A mapping that is being prepared."""

    def made(**values: Any) -> Mapping:
        today = clock.today()
        given = {"title": "Kartläggning 2026", "opens_on": today, "closes_on": today + timedelta(days=30), **values}
        return actions.make_mapping(by=coordinator, **given)

    return made


@pytest.fixture
def mapping(make, county, coordinator) -> Mapping:
    """An open mapping: the region, the clinic, and both municipalities take part."""
    one = make()
    actions.choose(one, [county.region, county.clinic, county.norrvik, county.ekdala], by=coordinator)
    return actions.open_mapping(one, by=coordinator)


@pytest.fixture
def of(mapping) -> Callable[..., SelfAssessment]:
    """The answers of an organisation, as they stand."""

    def found(organisation: Any, within: Mapping | None = None) -> SelfAssessment:
        rows = SelfAssessment.objects.select_related("organisation", "mapping__version", "mapping__follows", "contact")
        return rows.get(mapping=within or mapping, organisation=organisation)

    return found


@pytest.fixture
def answer(of, coordinator) -> Callable[..., SelfAssessment]:
    """Fill in and hand in for an organisation."""

    def answered(organisation: Any, step: int = 3, within: Mapping | None = None, **other: str) -> SelfAssessment:
        one = of(organisation, within)
        answering.fill_in(one, by=coordinator, answers=all_on(step, **other))
        return answering.hand_in(one, by=coordinator)

    return answered


LONG_AGO = date(2020, 1, 1)
