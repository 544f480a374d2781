"""A draw's result as pages show it: quotas, chances as a picture with its sentence, the certificate. Names stand nowhere."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import (
    cautions,
    chances,
    features,
    lotteries_told,
    problems,
    queries,
    sources,
    stand_ins,
    summaries,
    words,
)
from medverka.draws.chances import in_per_cent
from medverka.draws.facts import facts_in, facts_of, unsealed
from medverka.draws.models import Draw, Entrant, Outcome
from medverka.draws.own_places import ALIKE
from medverka.fairness.draw.randomness import Promise
from medverka.foundation import charts
from medverka.foundation.charts import Chart
from medverka.foundation.csv_files import as_csv
from medverka.pool.models import Contributor


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
            one.get("label") or problems.in_words(known, one["feature"], one["value"]),
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
        certificate(summary),
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


def certificate(summary: dict[str, Any]) -> str:
    """Why nothing can be fairer, or how much fairer it could be at most."""
    told = summary.get("certificate")
    return " ".join(filter(None, (words.certificate(told), words.holding(told)))) if told else ""


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
        "cautions": cautions.of(draw),
        "kept": kept,
        "stamp": stamp(draw),
    }


def stamp(draw: Draw) -> str:
    """Changes when a draw is worked out anew: what is published is what was on the page."""
    return draw.began_at.isoformat() if draw.began_at else ""


@dataclass(frozen=True)
class Happened:
    """What chance said, each beside what it was that decided, and which panel it was."""

    number: int
    values: Sequence[tuple[str, str]]
    drawn_at: datetime
    selected: Sequence[str]


def outcome(kept: Outcome, draw: Draw) -> Happened:
    """The draw's record, as a page tells it."""
    told = json.loads(kept.document)
    values = told["values"]
    if isinstance(values, dict):
        written = [f"{values['randomness']}"]
    else:
        written = [" ".join(map(str, numbers)) for numbers in values]
    named = [(known.name, one) for known, one in zip(what_decides(draw), written, strict=True)]
    return Happened(told["number"], named, kept.drawn_at, told["selected"])


@dataclass(frozen=True)
class Person:
    """Somebody in the panel or among the reserves, as whoever draws sees them: under the pseudonym, or a file's id."""

    number: int
    name: str
    url: str
    said_no: bool
    turn: int | None
    stands_in: bool
    left: bool


def person(entrant: Entrant) -> Person:
    """One row; nobody's door is opened, and of whoever has left nothing is told but that."""
    contributor, left = entrant.contributor, queries.has_left(entrant)
    (facts,) = facts_of([entrant])
    return Person(
        entrant.number,
        _name(entrant, facts),
        reverse("pool:contributor", args=[contributor.reference]) if contributor and not left else "",
        entrant.said_no_at is not None,
        entrant.turn,
        entrant.stands_in_for_id is not None,
        left,
    )


def _name(entrant: Entrant, facts: dict[str, Any]) -> str:
    if queries.has_left(entrant):
        return _("Någon som har lämnat")
    return entrant.contributor.pseudonym if entrant.contributor else facts["id"]


RESERVES = 20


def drawn(draw: Draw) -> dict[str, Any]:
    """What the page of a draw shows of those who were drawn."""
    panel = [person(one) for one in _seat_by_seat(list(queries.panel_of(draw)))]
    reserves = queries.reserves_of(draw)
    if draw.source == Draw.Source.POOL:
        reserves = reserves.filter(contributor__isnull=False).exclude(contributor__status=Contributor.Status.LEFT)
    seated = [one for one in panel if not one.said_no]
    quotas = stand_ins.quotas_now(draw)
    return {
        "happened": outcome(draw.publication.outcome, draw),
        "panel": panel,
        "reserves": [person(one) for one in reserves[:RESERVES]],
        "more": max(reserves.count() - RESERVES, 0),
        "short": max(draw.size - len(seated), 0),
        "have_left": sum(one.left for one in seated),
        "quotas_now": quotas,
        "quotas_hold": all(one.holds for one in quotas),
    }


def _seat_by_seat(panel: Sequence[Entrant]) -> list[Entrant]:
    """Whoever stands in stands right after the one who left the seat."""
    after = {one.stands_in_for_id: one for one in panel if one.stands_in_for_id}
    told = []
    for first in panel:
        one = None if first.stands_in_for_id else first
        while one:
            told.append(one)
            one = after.get(one.pk)
    return told


@dataclass(frozen=True)
class Telling:
    """Who is left to be told that they are in it."""

    mails_left: int
    letters_left: int
    may_open: bool


def telling(draw: Draw, user: Any) -> Telling:
    """How many have got neither mail nor letter."""
    if draw.source == Draw.Source.FILE:
        return Telling(0, 0, False)
    mails, letters = queries.by_mail(draw).filter(mail=None), queries.by_letter(draw).filter(told_at=None)
    return Telling(mails.count(), letters.count(), getattr(user, "verified_twice", False))


def as_table(draw: Draw) -> bytes:
    """Everybody who is in the draw, one a row: place and turn. It may be handed on: nobody's salt or chance stands in it.

    Beside the alias of somebody in the pool stands the id by which the verifier knows them.

    Those who are in the group come first, then the reserves in their order, then those who have said no.
    """
    of_pool = draw.source == Draw.Source.POOL
    heading = [_("plats"), _("turordning")]
    rows: list[list[object]] = [[_("alias"), *heading, _("id")] if of_pool else [_("id"), *heading]]
    entrants = sorted(draw.entrants.select_related("contributor"), key=_as_listed)
    for entrant, facts in zip(entrants, facts_of(entrants), strict=True):
        waits = entrant.place == Entrant.Place.RESERVE and not entrant.stands_in_for_id and not entrant.said_no_at
        told: list[object] = [
            _name(entrant, facts),
            _place_now(entrant),
            entrant.turn if waits and entrant.turn else "",
        ]
        rows.append([*told, "" if queries.has_left(entrant) else facts["id"]] if of_pool else told)
    return as_csv(rows)


def salts_table(draw: Draw) -> bytes:
    """For each of a file's people what is theirs alone: the salt that finds their label in what is published, and their chance."""
    rows: list[list[object]] = [[_("id"), _("salt"), _("etikett"), _("chans i procent")]]
    columns = draw.entrants.order_by("number").values_list("pk", "salt", "label", "chance")
    for (key, salt, label, chance), facts in zip(columns, facts_in(draw), strict=True):
        rows.append([facts["id"], unsealed("salt", key, salt), label, number_format(round(100 * (chance or 0.0), 6))])
    return as_csv(rows)


def _as_listed(entrant: Entrant) -> tuple[bool, bool, int, int]:
    """In the group, then those who wait in their order, then those who said no."""
    seated = queries.is_seated(entrant)
    return entrant.said_no_at is not None, not seated, 0 if seated else entrant.turn or 0, entrant.number


def _place_now(entrant: Entrant) -> str:
    """Where somebody stands, in the words of the page."""
    if queries.has_left(entrant):
        return _("har lämnat") if queries.is_seated(entrant) else ""
    if entrant.said_no_at:
        return _("tackade nej")
    if entrant.stands_in_for_id:
        return _("reserv som fick en plats")
    return str(entrant.get_place_display()) if entrant.place else ""
