"""Which period somebody looks at, and which they can choose."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.menu import Item
from medverka.reports.figures import Period, YearRow
from medverka.reports.forms import PeriodForm

YEARS_SHOWN = 6


def chosen(address: QueryDict, years: Sequence[YearRow]) -> tuple[PeriodForm, Period | None]:
    """The period of the address, or the usual one; None where the address cannot be understood."""
    if "fran" not in address and "till" not in address:
        period = usual(years)
        return PeriodForm(initial={"fran": period.start, "till": period.end}), period
    form = PeriodForm(address)
    if not form.is_valid():
        return form, None
    end = form.cleaned_data["till"] or clock.today()
    beginning = date(years[0].year if years else end.year, 1, 1)
    return form, Period(form.cleaned_data["fran"] or min(beginning, end), end)


def usual(years: Sequence[YearRow]) -> Period:
    """The latest closed year in which anything happened, else this year until today."""
    today = clock.today()
    closed = [row.year for row in years if row.year < today.year and (row.requests or row.contributions)]
    return Period.of_year(closed[-1]) if closed else Period(date(today.year, 1, 1), today)


def choices(years: Sequence[YearRow], now: Period | None) -> list[Item]:
    """Everything so far, this year so far, and the latest closed years."""
    today = clock.today()
    this_year = Period(date(today.year, 1, 1), today)
    offered: list[tuple[str | Promise, Period]] = [(_("Hittills i år"), this_year)]
    offered += [(str(row.year), Period.of_year(row.year)) for row in reversed(years) if row.year < today.year][
        :YEARS_SHOWN
    ]
    if years:
        offered.append((_("Hela tiden"), Period(date(years[0].year, 1, 1), today)))
    return [Item(label, f"?{query(period)}", period == now) for label, period in offered]


def query(period: Period) -> str:
    """The period as the end of an address."""
    return urlencode({"fran": period.start.isoformat(), "till": period.end.isoformat()})
