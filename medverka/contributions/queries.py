from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from medverka.access.authorise import may, may_everywhere, within_reach
from medverka.contributions.models import Contribution
from medverka.pool.models import Contributor


@dataclass(frozen=True)
class Totals:
    """Four different counts: contributions, hours, and how many persons made them."""

    contributions: int
    hours: Decimal
    persons: int


def visible_to(user: Any) -> QuerySet[Contribution]:
    """Contributions that `user` may open: within reach, or their own. One that names no unit is open to all who record."""
    found = Contribution.objects.select_related("contributor", "unit", "way", "association")
    if may_everywhere(user, "contributions.record"):
        return found
    mine = Q(contributor__user=user.pk) if user.pk else Q(pk__in=[])
    if may(user, "contributions.record"):
        mine |= within_reach(user, "contributions.record", "unit") | Q(unit=None)
    return found.filter(mine)


def of(contributor: Contributor) -> QuerySet[Contribution]:
    """Everything that one person took part in, the latest first."""
    return Contribution.objects.filter(contributor=contributor).select_related("unit", "way", "association")


def of_origin(kind: str, origin_id: int) -> QuerySet[Contribution]:
    """What came of one request, meeting or the like, in the order of days."""
    found = Contribution.objects.filter(origin_kind=kind, origin_id=origin_id)
    return found.select_related("contributor", "way", "unit").order_by("on", "contributor__pseudonym")


def in_period(first: date, last: date) -> QuerySet[Contribution]:
    """Contributions made on the days from `first` to `last`, both included."""
    return Contribution.objects.filter(on__gte=first, on__lte=last)


def totals(contributions: QuerySet[Contribution]) -> Totals:
    """The counts of a selection. A contribution whose hours nobody noted counts, with no hours."""
    sums = contributions.order_by().aggregate(
        contributions=Count("pk"), hours=Sum("hours"), persons=Count("contributor", distinct=True)
    )
    return Totals(sums["contributions"], sums["hours"] or Decimal(0), sums["persons"])
