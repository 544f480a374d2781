"""How often others were asked than those proposed. Whoever asks is free to; the figure tells whether the proposal is of use."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count

from medverka.assignments.models import Invitation
from medverka.assignments.rules import Picked
from medverka.reports.counting import of_enough, year_of
from medverka.reports.figures import NOTHING, Figure, Period


def asked_others(picked: Mapping[str, int], k: int) -> list[Figure]:
    """The number and share of invitations to others than those proposed, of all whose people the coordinator picked.

    Who raised a hand or was drawn is not among them. The number belongs to the county's totals; a share of few is hidden.
    """
    others = picked.get(Picked.OTHER, 0)
    every = others + picked.get(Picked.PROPOSED, 0)
    number = Figure("asked_others", others) if every else Figure("asked_others", None, NOTHING)
    return [number, share(others, every, k)]


def share(others: int, every: int, k: int) -> Figure:
    """In per cent."""
    return of_enough("share_asked_others", round(100 * others / every, 1) if every else None, every, k)


def picked_by_year(period: Period) -> Counter[tuple[int, str]]:
    """How many were asked in each year of the period, by how they were found. The years are the database's, in UTC."""
    sent = Invitation.objects.filter(invited_at__date__range=(period.start, period.end)).order_by()
    rows = sent.annotate(year=year_of("invited_at")).values_list("year", "picked").annotate(Count("pk"))
    return Counter({(year, picked): count for year, picked, count in rows})
