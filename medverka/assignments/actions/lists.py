"""What a request chooses of the county's lists. Only `requests.py` uses this."""

from collections.abc import Iterable
from typing import Any

from medverka.assignments.models import LISTS, InvolvementRequest
from medverka.assignments.rules import NotNow, both_ways
from medverka.pool.models import Term


def taken_out(values: dict[str, Any]) -> dict[str, Iterable[Term]]:
    """What is given of the lists, which are kept apart from the row itself."""
    return {name: values.pop(name) for name in LISTS if name in values}


def choose(request: InvolvementRequest, lists: dict[str, Iterable[Term]]) -> list[str]:
    """Put the lists that are given; which of them are new."""
    changed = []
    for name, terms in lists.items():
        chosen = getattr(request, name)
        if set(chosen.all()) != set(terms):
            chosen.set(terms)
            changed.append(name)
    if "can_arrange" in lists or "cannot_arrange" in lists:
        both = set(request.can_arrange.all()) & set(request.cannot_arrange.all())
        if both:
            raise NotNow(both_ways(both))
    return changed
