"""What a result comes to, in few numbers that speak of no single person: kept with the draw, shown to everybody."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from medverka.draws import features, numbered
from medverka.draws.features import Feature
from medverka.fairness.draw.certificate import Certificate
from medverka.fairness.draw.result import Distribution

PARTS = 10


def of(found: Distribution, known: Mapping[str, Feature], *, least_people: int) -> dict[str, Any]:
    """Least and greatest chance, chances part by part from the least on, what each quota comes to, the certificate.

    Everybody's chance would say who is rare; a part is the mean of so many people that it says nothing about one.
    """
    chances = np.sort(found.chance_of_person)
    filled = found.panels @ found.problem.members.T
    return {
        "before": found.problem.size / len(found.problem.people),
        "parts": parts_of(chances, least_people),
        "least": float(chances[0]),
        "filled": [
            {
                "feature": quota.feature,
                "value": quota.value,
                "low": quota.low,
                "high": quota.high,
                "mean": round(float(found.weights @ filled[:, place]), 6),
            }
            for place, quota in enumerate(found.problem.quotas)
            if not _is_left_over(known, quota.feature, quota.value)
        ],
        "certificate": _certificate(found.certificate, known),
        "numbered": numbered.planned(found),
    }


def parts_of(chances: Any, least_people: int) -> list[float]:
    """The mean chance of each tenth of the people, those with the least first; fewer parts where few people are in it.

    Each part holds at least `least_people`; where not even two parts do, there is one.
    """
    count = max(1, min(PARTS, len(chances) // least_people))
    return [round(float(part.mean()), 9) for part in np.array_split(np.asarray(chances), count)]


def _is_left_over(known: Mapping[str, Feature], feature: str, value: str) -> bool:
    """Whether a value is what quotas on a word leave: those who lack it."""
    return feature in known and known[feature].is_word and value == features.NO


def _certificate(certificate: Certificate | None, known: Mapping[str, Feature]) -> dict[str, Any]:
    """What is told of the certificate, with the names of today. Its levels beyond the first are left out: some are about few people."""
    if certificate is None:
        return {}
    told = certificate.as_data()
    first = [
        {"held_by": [one | {"name": features.name_of(known, one["feature"], one["value"])} for one in level["held_by"]]}
        for level in told["levels"][:1]
    ]
    return {name: told[name] for name in ("objective", "kind", "gap", "method")} | {"levels": first}


def in_words(told: Mapping[str, Any], known: Mapping[str, Feature]) -> dict[str, Any]:
    """What was kept of a certificate, with the codes of the pool's features in the reader's language."""
    levels = [{"held_by": [one | _words(one, known) for one in level["held_by"]]} for level in told.get("levels", [])]
    return {**told, "levels": levels}


def _words(one: Mapping[str, Any], known: Mapping[str, Feature]) -> dict[str, str]:
    named = features.as_named(known, one["feature"], one["value"], one.get("name", ""))
    return named[one["feature"]].in_words(one["value"]) if one["feature"] in named else {}
