"""What happened in a year: requests and contributions in parts."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import DRAFTS
from medverka.contributions.models import Contribution
from medverka.contributions.queries import in_period
from medverka.organisations.models import Organisation
from medverka.pool.models import Term
from medverka.pool.rules import AGE_BANDS
from medverka.reports.counting import protected
from medverka.reports.figures import Breakdown, Period, Words

PERSPECTIVES: dict[str, Words] = {"user": _("Brukare"), "patient": _("Patient"), "relative": _("Närstående")}
NOT_STATED = _("Inget angivet")
LEVELS: dict[str, Words] = {**dict(Contribution.Level.choices), "": NOT_STATED}
AGES: dict[str, Words] = {**AGE_BANDS, "": _("Ingen åldersgrupp angiven")}


def received(period: Period) -> QuerySet[InvolvementRequest]:
    """Requests that came in during the period, whatever became of them."""
    return InvolvementRequest.objects.filter(received_on__range=(period.start, period.end)).exclude(state__in=DRAFTS)


def municipality_names() -> dict[int | None, Words]:
    """Every municipality by its id, and what to call it when there is none."""
    names = Organisation.objects.municipalities().order_by("name").values_list("pk", "name")
    return {**dict(names), None: _("Ingen kommun angiven")}


def way_names() -> dict[int | None, Words]:
    """Every way to take part by its id, and what to call it when there is none."""
    return {**dict(Term.objects.filter(kind=Term.Kind.WAY).values_list("pk", "name")), None: NOT_STATED}


# --- Contributions ----------------------------------------------------------------------------


def contributions_in_parts(period: Period, k: int) -> list[Breakdown]:
    """The contributions of a closed year by way, level, and the contributors' municipality, age band and perspective."""
    made = in_period(period.start, period.end).order_by()
    return [
        protected("contributions_by_way", _counts(made, "way"), way_names(), k=k),
        protected("contributions_by_level", _counts(made, "level"), capitals(LEVELS), k=k, by_size=False),
        protected(
            "contributions_by_municipality", _counts(made, "contributor__municipality"), municipality_names(), k=k
        ),
        protected(
            "contributions_by_age_band", _counts(made, "contributor__age_band"), capitals(AGES), k=k, by_size=False
        ),
        _contributions_by_perspective(made, k),
    ]


def _counts(made: QuerySet[Contribution], name: str) -> dict[Any, tuple[int, int]]:
    rows = made.values_list(name).annotate(Count("pk"), Count("contributor", distinct=True))
    return {key: (count, persons) for key, count, persons in rows}


def _contributions_by_perspective(made: QuerySet[Contribution], k: int) -> Breakdown:
    wanted = {name: Q(**{f"contributor__is_{name}": True}) for name in PERSPECTIVES}
    sums = made.aggregate(
        everybody=Count("contributor", distinct=True),
        **{f"{name}_count": Count("pk", filter=has) for name, has in wanted.items()},
        **{f"{name}_persons": Count("contributor", filter=has, distinct=True) for name, has in wanted.items()},
    )
    counts = {name: (sums[f"{name}_count"], sums[f"{name}_persons"]) for name in PERSPECTIVES}
    return protected(
        "contributions_by_perspective", counts, PERSPECTIVES, k=k, population=sums["everybody"], by_size=False
    )


# --- Requests ---------------------------------------------------------------------------------


def requests_in_parts(period: Period, k: int) -> list[Breakdown]:
    """The requests of a closed year by way, level, whose unit asks, and perspective.

    Behind each request stands somebody who asks: requests are counted as persons are.
    """
    rows = list(
        received(period)
        .order_by()
        .values_list("way", "level", "unit__path", "wants_user", "wants_patient", "wants_relative")
    )
    asked = Counter(name for *_rest, u, p, r in rows for name, on in zip(PERSPECTIVES, (u, p, r), strict=True) if on)
    return [
        protected("requests_by_way", _tally(row[0] for row in rows), way_names(), k=k),
        protected("requests_by_level", _tally(row[1] for row in rows), capitals(LEVELS), k=k, by_size=False),
        protected("requests_by_municipality", _tally(_top(row[2]) for row in rows), _top_names(), k=k),
        protected(
            "requests_by_perspective", _twice(asked), PERSPECTIVES, k=k, population=len(rows), by_size=False
        ),
    ]  # fmt: skip


def _tally(keys: Iterable[Hashable]) -> dict[Any, tuple[int, int]]:
    return _twice(Counter(keys))


def _twice(counts: Counter[Any]) -> dict[Any, tuple[int, int]]:
    return {key: (count, count) for key, count in counts.items()}


def _top(path: str | None) -> int | None:
    """The region, municipality or body at the top of a unit's path (``/1/5/12/``)."""
    return int(path.split("/")[1]) if path else None


def _top_names() -> dict[int | None, Words]:
    tops = Organisation.objects.units().filter(parent=None).order_by("name").values_list("pk", "name")
    return {**dict(tops), None: _("Annan verksamhet")}


def capitals(names: Mapping[str, Words]) -> dict[str, Words]:
    """The same names, fit to begin a row."""
    return {key: capfirst(str(name)) for key, name in names.items()}
