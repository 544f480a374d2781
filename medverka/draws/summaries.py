"""What a result comes to, in few numbers that speak of no single person: kept with the draw, shown to everybody."""

from typing import Any

import numpy as np

from medverka.draws import features
from medverka.fairness.draw.result import Distribution

PARTS = 10


def of(found: Distribution, *, of_pool: bool, least_people: int) -> dict[str, Any]:
    """Least and greatest chance, chances part by part from the least on, what each quota comes to, the certificate.

    Everybody's chance would say who is rare; a part is the mean of so many people that it says nothing about one.
    """
    chances = np.sort(found.chance_of_person)
    filled = found.panels @ found.problem.members.T
    certificate = found.certificate
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
            if not (of_pool and quota.value == features.NO)
        ],
        "certificate": certificate.as_data() if hasattr(certificate, "as_data") else {},
    }


def parts_of(chances: Any, least_people: int) -> list[float]:
    """The mean chance of each tenth of the people, those with the least first; fewer parts where few people are in it.

    Each part holds at least `least_people`; where not even two parts do, there is one.
    """
    count = max(1, min(PARTS, len(chances) // least_people))
    return [round(float(part.mean()), 6) for part in np.array_split(np.asarray(chances), count)]
