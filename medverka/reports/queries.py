"""The county's figures of a period, and its few figures right now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Min, Q, Sum
from django.utils.translation import gettext as _

from medverka.assignments.models import InvolvementRequest
from medverka.assignments.queries import picked_between
from medverka.assignments.rules import DRAFTS, Picked
from medverka.contributions.models import Contribution
from medverka.contributions.queries import in_period
from medverka.disclosure import is_small
from medverka.foundation import clock
from medverka.foundation.charts import in_words
from medverka.organisations.models import County
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor
from medverka.reports.asking import asked_others, picked_by_year
from medverka.reports.counting import answers_as_figures, year_of
from medverka.reports.definitions import DEFINITIONS
from medverka.reports.figures import NO_YEAR, NOTHING, TOPS, Breakdown, Figure, Figures, Period, Reach, Spread, YearRow
from medverka.reports.happened import contributions_in_parts, received, requests_in_parts
from medverka.reports.reach import REACHES, reaches
from medverka.reports.spreads import spreads
from medverka.reports.standing import Stay, first_year, folds, persons_at_year_ends, persons_in_parts, stays
from medverka.voices.models import Voice
from medverka.voices.queries import answer_figures

MANY = 5_000  # From so many persons on, the start page's figures are kept for a while.
KEPT_SECONDS = 300


def figures(start: date, end: date, *, known: list[Stay] | None = None) -> Figures:
    """All that is published about the days from `start` to `end`, both included.

    Pass `known` where `stays` have been read already. The county's totals are given for any period; they are broken
    down for one closed calendar year alone. Raises `ValueError` where the period ends before it starts.
    """
    period = Period(start, end)
    k = the_county().small_group
    year = period.closed_year(clock.today())
    apart = _not_apart() if year is None else _apart(period, year, k, stays() if known is None else known)
    totals, answers = _totals(period), answers_as_figures(answer_figures(start, end), k)
    asking = asked_others(picked_between(start, end), k)
    return Figures(period=period, k=k, year=year, totals=totals, answers=answers, asking=asking, **apart)


def _totals(period: Period) -> list[Figure]:
    """The county's totals: public for any period, since they say nothing about who."""
    here = Q(joined_on__lte=period.end) & (Q(left_on=None) | Q(left_on__gt=period.end))
    stayed = Q(left_on=None) | Q(left_on__gt=F("joined_on"))
    days = (period.start, period.end)
    counts = Contributor.objects.aggregate(
        persons=Count("pk", filter=here),
        joined=Count("pk", filter=Q(joined_on__range=days) & stayed),
        left=Count("pk", filter=Q(left_on__range=days, left_on__gt=F("joined_on"))),
    )
    made = in_period(*days).order_by().aggregate(contributions=Count("pk"), hours=Sum("hours"))
    values = {**counts, "requests": received(period).count(), **made, "hours": made["hours"] or Decimal(0)}
    return [Figure(key, values[key]) for key in ("persons", "requests", "contributions", "hours", "joined", "left")]


def _not_apart() -> dict[str, Any]:
    """What is said instead of everything that is told of a closed year alone."""
    return {
        "breakdowns": [Breakdown(key, reason=NO_YEAR) for key in DEFINITIONS if "_by_" in key],
        **{measure: Spread(measure=measure, reason=NO_YEAR) for measure in TOPS},
        "reaches": [Reach(key, reason=NO_YEAR) for key in REACHES],
    }


def _apart(period: Period, year: int, k: int, known: list[Stay]) -> dict[str, Any]:
    """What is told of a closed year: in parts, how evenly, and whom it reached."""
    found = folds(known, year, k)
    persons = persons_in_parts(known, found, year, k)
    sizes = persons_at_year_ends(known, range(first_year(known, year), year + 1))
    earlier = {measure: spreads(measure, sizes, k) for measure in TOPS}
    return {
        "breakdowns": persons + requests_in_parts(period, k) + contributions_in_parts(period, k),
        **{measure: of_year.get(year, Spread(measure=measure, reason=NOTHING)) for measure, of_year in earlier.items()},
        "earlier": earlier,
        "reaches": reaches(period, found, k),
    }


# --- By year ----------------------------------------------------------------------------------


def by_year(period: Period, known: list[Stay] | None = None) -> list[YearRow]:
    """The county's totals year by year, from the first year with anything in it; first and last may be parts of years."""
    known = stays() if known is None else known
    requests = dict(received(period).order_by().values_list(year_of("received_on")).annotate(Count("pk")))
    made = in_period(period.start, period.end).order_by().values_list(year_of("on"))
    contributions = {
        year: (count, hours or Decimal(0)) for year, count, hours in made.annotate(Count("pk"), Sum("hours"))
    }
    picked = picked_by_year(period)
    first = min([*requests, *contributions, *(stay.came for stay in known)], default=None)
    if first is None:
        return []
    years = range(max(first, period.start.year), min(period.end.year, clock.today().year) + 1)
    persons = persons_at_year_ends(known, years)
    persons[period.end.year] = Contributor.objects.in_pool_on(period.end).count()
    return [
        YearRow(
            year,
            max(period.start, date(year, 1, 1)),
            min(period.end, date(year, 12, 31)),
            persons[year],
            requests.get(year, 0),
            *contributions.get(year, (0, Decimal(0))),
            picked[year, Picked.OTHER],
            picked[year, Picked.OTHER] + picked[year, Picked.PROPOSED],
        )
        for year in years
    ]


def history(known: list[Stay] | None = None) -> list[YearRow]:
    """The county's totals of every year until today."""
    return by_year(Period(date.min, clock.today()), known)


# --- Right now --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headline:
    """A figure of the start page: the number as it is read, and what it counts."""

    number: str
    label: str


def right_now(county: County | None = None) -> list[Headline]:
    """The start page's figures. Where there are many persons they may be some minutes old.

    Pass `county` where it has been read already.
    """
    key = f"reports.right_now.{clock.today()}"
    numbers = cache.get(key)
    if numbers is None:
        numbers = _count_right_now()
        if numbers["persons"] >= MANY:
            cache.set(key, numbers, KEPT_SECONDS)
    return _headlines(numbers, county or the_county())


def _count_right_now() -> dict[str, Any]:
    today = clock.today()
    requests = InvolvementRequest.objects.filter(received_on__lte=today).exclude(state__in=DRAFTS)
    return {
        "persons": Contributor.objects.in_pool_on(today).count(),
        **requests.order_by().aggregate(requests=Count("pk"), first=Min("received_on")),
        "contributions": Contribution.objects.filter(on__lte=today).count(),
        **Voice.objects.order_by().aggregate(voices=Count("pk"), answered=Count("pk", filter=~Q(answer=""))),
    }


def _headlines(numbers: dict[str, Any], county: County) -> list[Headline]:
    since = (
        _("förfrågningar sedan %(year)s") % {"year": numbers["first"].year} if numbers["first"] else _("förfrågningar")
    )
    found = [
        Headline(in_words(numbers["persons"]), _("personer i %(pool)s") % {"pool": county.pool_name}),
        Headline(in_words(numbers["requests"]), since),
        Headline(in_words(numbers["contributions"]), _("insatser")),
    ]
    if numbers["voices"] and not is_small(numbers["voices"], county.small_group):
        share = round(100 * numbers["answered"] / numbers["voices"])
        found.append(Headline(in_words(share, "%"), _("av det som sagts har fått svar")))
    return found
