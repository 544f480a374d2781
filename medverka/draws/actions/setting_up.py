"""Before anything is computed: what is drawn, who is in it, which quotas hold."""

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from medverka.access.authorise import authorise
from medverka.draws import facts, features, problems, queries, uploads
from medverka.draws.facts import Facts
from medverka.draws.models import Draw, Entrant, Quota, Working
from medverka.draws.moves import NotNow, authorise_for, move
from medverka.draws.rules import PRIVATE, proposed_bounds
from medverka.foundation import bulk, clock
from medverka.journal.actions import record

_BLANK = {field.attname: field.get_default() for field in Entrant._meta.concrete_fields}


@dataclass(frozen=True)
class NewBounds:
    """The bounds of a quota that stands in the table, by its id."""

    quota: int
    low: int
    high: int


@transaction.atomic
def create_draw(
    *,
    by: Any,
    title: str,
    size: int,
    purpose: str = "",
    source: str = Draw.Source.POOL,
    origin: tuple[str, int] | None = None,
    filters: Mapping[str, Sequence[str]] | None = None,
) -> Draw:
    """Begin a draw. It is nobody else's to see until it is published.

    Nobody draws for an occasion of somebody else's: those drawn are the first to be asked there.
    """
    authorise(by, "draws.edit")
    if origin is not None and queries.origin_of(origin, by) is None:
        raise PermissionDenied("draws.edit")
    kind, origin_id = origin or ("", None)
    draw = Draw.objects.create(
        reference=uuid.uuid4().hex[:20], title=title, purpose=purpose, size=size, source=source,
        filters=filters or {}, created_by=by, origin_kind=kind, origin_id=origin_id,
    )  # fmt: skip
    # The year and a number: nothing of what a draw is about stands in its address.
    draw.reference = f"{clock.today().year}-{draw.pk}"
    draw.save(update_fields=["reference"])
    record(by, "draw.created", draw, size=size, source=source)
    return draw


@transaction.atomic
def change_draw(draw: Draw, *, by: Any, title: str, size: int, purpose: str) -> None:
    """Change what is drawn; quotas that ask for more than there are seats now are seen when it is worked out."""
    _open(draw, by)
    draw.title, draw.size, draw.purpose = title, size, purpose
    draw.save(update_fields=["title", "size", "purpose"])
    record(by, "draw.changed", draw, size=size)


@transaction.atomic
def choose_people(draw: Draw, *, by: Any, filters: Mapping[str, Sequence[str]]) -> None:
    """Say who of the pool is in it. Quotas stand; values that are new get a proposal."""
    _open(draw, by)
    draw.filters = {name: list(chosen) for name, chosen in filters.items() if chosen}
    draw.save(update_fields=["filters"])
    _set_features(draw, dict.fromkeys(draw.quotas.values_list("feature", flat=True)))
    record(by, "draw.people_chosen", draw)


def put_down(draw: Draw, everybody: Sequence[Facts], contributors: Sequence[int] = ()) -> None:
    """Let exactly these be in the draw, in this order. Only within a transaction."""
    bulk.delete(draw.entrants.all())
    bulk.insert_values(Entrant, list(_BLANK), _rows(draw, everybody, contributors))
    draw.people = len(everybody)
    draw.save(update_fields=["people"])


def _rows(draw: Draw, everybody: Sequence[Facts], contributors: Sequence[int]) -> Iterator[Sequence[Any]]:
    """Rows without entrants: a file may have a hundred thousand people."""
    for number, own in enumerate(everybody):
        key = uuid.uuid4()
        row = _BLANK | {
            "id": key,
            "draw_id": draw.pk,
            "number": number,
            "contributor_id": contributors[number] if contributors else None,
            "facts": facts.sealed("facts", key, facts.as_text(own)),
        }
        yield list(row.values())


@transaction.atomic
def choose_features(draw: Draw, *, by: Any, codes: Collection[str]) -> None:
    """Say what the group is to mirror. Each value gets a proposal in proportion; quotas that stand already stay."""
    _open(draw, by)
    if draw.source != Draw.Source.POOL:
        raise NotNow
    _set_features(draw, codes)
    record(by, "draw.quotas_set", draw)


def _set_features(draw: Draw, codes: Collection[str]) -> None:
    """Quotas for all values that somebody has of these features, and for no others."""
    known = features.of_pool()
    wanted = [code for code in known if code in set(codes)]
    values = problems.values_in(draw, wanted)
    counted = features.count(values)
    kept = {(quota.feature, quota.value): (quota.low, quota.high) for quota in draw.quotas.all()}
    pairs = [(code, value) for code in wanted for value in known[code].quota_values]
    pairs = [(code, value) for code, value in pairs if counted[code][value] or known[code].is_word]
    rows = []
    for order, (code, value) in enumerate(pairs):
        proposed = proposed_bounds(counted[code][value], len(values), draw.size)
        low, high = kept.get((code, value), proposed)
        rows.append(Quota(draw=draw, feature=code, value=value, low=low, high=high, order=order))
    draw.quotas.all().delete()
    Quota.objects.bulk_create(rows)


@transaction.atomic
def set_quotas(draw: Draw, *, by: Any, bounds: Sequence[NewBounds]) -> None:
    """Change the least and greatest numbers of quotas that stand in the table."""
    _open(draw, by)
    quotas = {quota.pk: quota for quota in draw.quotas.all()}
    changed = []
    for new in bounds:
        if quota := quotas.get(new.quota):
            quota.low, quota.high = new.low, new.high
            changed.append(quota)
    Quota.objects.bulk_update(changed, ["low", "high"])
    record(by, "draw.quotas_set", draw)


@transaction.atomic
def throw_away(draw: Draw, *, by: Any) -> None:
    """Throw away a draw that nobody else has seen. What has been published stays."""
    authorise_for(by, draw)
    if not Draw.objects.select_for_update().filter(pk=draw.pk, state__in=PRIVATE).exists():
        raise NotNow
    record(by, "draw.thrown_away", draw)
    uploads.forget(draw)
    draw.delete()


def _open(draw: Draw, by: Any) -> None:
    """Make it a draft again; what was worked out from what stood there before is gone."""
    authorise_for(by, draw)
    move(draw, "change", trouble={}, summary={})
    Working.objects.filter(draw=draw).delete()
