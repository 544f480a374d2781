"""What was worked out, as pages show it: quotas, chances as a picture with its sentence, the certificate. Names stand nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import cautions, chances, features, lotteries_told, problems, sources, summaries, words
from medverka.draws.chances import in_per_cent
from medverka.draws.models import Draw
from medverka.draws.own_places import ALIKE
from medverka.fairness.draw.randomness import Promise
from medverka.foundation import charts, clock
from medverka.foundation.charts import Chart

FAR_OFF = timedelta(days=730)  # A day later than this may be a slip of the finger.


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
    for_several: str
    chart: Chart | None
    note: str
    sentence: str
    given: str
    certificate: str


def result(draw: Draw) -> Result:
    """What a draw was worked out to, for everybody to see."""
    known = problems.features_of(draw)
    rows = [
        Filled(
            problems.in_words(known, one["feature"], one["value"], one.get("name", "")),
            one["low"],
            one["high"],
            str(number_format(round(one["mean"], 1))),
        )
        for one in draw.summary["filled"]
    ]
    summary = draw.summary
    several = features.for_several(known, [(one["feature"], one["low"]) for one in summary["filled"]], draw.size)
    return Result(
        rows,
        several,
        picture(summary),
        note(summary),
        sentence(summary),
        lotteries_told.sentences(draw),
        certificate(summary, known),
    )


def picture(summary: dict[str, Any]) -> Chart | None:
    """Everybody's chance after, part by part from the least on, beside a line at what a lottery without quotas gives.

    None where all have the same: that is said in a sentence.
    """
    if _all_alike(summary):
        return None
    return charts.level_chart(
        _("Allas chans att lottas fram"),
        [(str(number), 100 * part) for number, part in enumerate(summary["parts"], start=1)],
        level=100 * summary["before"],
        level_label=_("Utan kvoter: lika för alla"),
        ends=(_("minst chans"), _("störst chans")),
        what=_("Del av dem som är med, de med minst chans först"),
        measure=_("Chans"),
        unit="%",
        said=chances.number,
        key="chanser",
        description=sentence(summary),
    )


def note(summary: dict[str, Any]) -> str:
    """What a bar is."""
    if len(summary["parts"]) == summaries.PARTS:
        return _(
            "Varje stapel är en tiondel av dem som är med, och visar deras chans i snitt, i procent. Ingen enskild "
            "persons chans visas."
        )
    return _(
        "Varje stapel är en lika stor del av dem som är med, och visar deras chans i snitt, i procent. Ingen enskild "
        "persons chans visas."
    )


def _all_alike(summary: dict[str, Any]) -> bool:
    parts = summary["parts"]
    return bool(max(parts) - min(parts) < ALIKE * summary["before"])


def sentence(summary: dict[str, Any]) -> str:
    """What the picture shows."""
    parts, before = summary["parts"], in_per_cent(summary["before"])
    if _all_alike(summary):
        return _("Alla har så gott som samma chans, %(chance)s, som om det inte fanns några kvoter.") % {
            "chance": before
        }
    if len(parts) == summaries.PARTS:
        said = _(
            "Utan kvoter hade alla haft %(before)s. Med kvoterna är chansen i snitt %(least)s för tiondelen med minst "
            "chans och %(most)s för tiondelen med störst chans."
        )
    else:
        said = _(
            "Utan kvoter hade alla haft %(before)s. Med kvoterna är chansen i snitt %(least)s för den del som har minst "
            "chans och %(most)s för den del som har störst."
        )
    return said % {"before": before, "least": in_per_cent(min(parts)), "most": in_per_cent(max(parts))}


def certificate(summary: dict[str, Any], known: Mapping[str, features.Feature]) -> str:
    """Why nothing can be fairer, or how much fairer it could be at most."""
    if told := summary.get("certificate"):
        said = words.certificate(told), words.holding(summaries.in_words(told, known))
        return " ".join(filter(None, said))
    return ""


def what_decides(draw: Draw) -> list[sources.Known]:
    """The public randomness, in words."""
    return sources.in_words(draw.plan) if draw.plan else []


def about_to_publish(draw: Draw, made: Promise, kept: list[tuple[str, str]], lottery: str) -> dict[str, Any]:
    """What the last page before the publication says: all that is published and warned of, and what was filled in."""
    draw.lottery = lottery  # As it will be.
    return {
        "draw": draw,
        "count": draw.people,
        "rows": problems.quota_rows(draw),
        "among": lotteries_told.among(draw),
        "given": lotteries_told.given(draw),
        "decides": sources.in_words(made.as_data()),
        "when": sources.decided_from(made),
        "far_off": sources.decided_from(made) > clock.now() + FAR_OFF,
        "cautions": cautions.of(draw),
        "kept": kept,
        "stamp": stamp(draw),
    }


def stamp(draw: Draw) -> str:
    """Changes when a draw is worked out anew: what is published is what was on the page."""
    return draw.began_at.isoformat() if draw.began_at else ""
