"""A draw's result as pages show it: quotas, chances as a picture with its sentence, the certificate. Names stand nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import problems
from medverka.draws.models import Draw
from medverka.foundation import charts
from medverka.foundation.charts import Chart


@dataclass(frozen=True)
class Filled:
    """A quota in words, its bounds, and how many of a panel have it on average."""

    label: str
    low: int
    high: int
    mean: str


@dataclass(frozen=True)
class Result:
    """What there is to see of a draw that has been worked out."""

    quotas: Sequence[Filled]
    chart: Chart
    sentence: str
    certificate: str


def result(draw: Draw) -> Result:
    """What a draw was worked out to, for everybody to see."""
    known = problems.features_of(draw)
    rows = [
        Filled(
            one.get("label") or problems.in_words(known, one["feature"], one["value"]),
            one["low"],
            one["high"],
            str(number_format(round(one["mean"], 1))),
        )
        for one in draw.summary["filled"]
    ]
    return Result(rows, picture(draw.summary), sentence(draw.summary), certificate(draw.summary))


def picture(summary: dict[str, Any]) -> Chart:
    """Everybody's chance after, part by part from the least on, beside a line at what a lottery without quotas gives."""
    parts = [100 * one for one in summary["parts"]]
    before = 100 * summary["before"]
    rows = [(_part(number, len(parts)), value) for number, value in enumerate(parts, start=1)]
    return charts.level_chart(
        _("Allas chans att lottas fram"),
        rows,
        level=before,
        level_label=_("Utan kvoter: lika för alla"),
        what=_("Del av dem som är med, de med minst chans först"),
        measure=_("Chans"),
        unit="%",
        key="chanser",
        description=sentence(summary),
    )


def _part(number: int, count: int) -> str:
    if count == 1:
        return _("alla")
    return str(number)


def sentence(summary: dict[str, Any]) -> str:
    """What the picture shows."""
    parts, before = summary["parts"], in_per_cent(summary["before"])
    if max(parts) - min(parts) < 0.0005:
        return _("Alla har samma chans, %(chance)s, precis som om det inte fanns några kvoter.") % {"chance": before}
    return _(
        "Utan kvoter hade alla haft %(before)s. Med kvoterna har de med minst chans %(least)s och de med störst %(most)s."
    ) % {"before": before, "least": in_per_cent(min(parts)), "most": in_per_cent(max(parts))}


def in_per_cent(share: float) -> str:
    """A share as it is read: 8,4 %."""
    return charts.in_words(round(100 * share, 1), "%")


def certificate(summary: dict[str, Any]) -> str:
    """Why nothing can be fairer, or how much fairer it could be at most."""
    return ""
