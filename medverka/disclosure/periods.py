"""Figures that come again: which periods may be published, and when a standing figure may change.

What *happened* (requests, contributions, hours) belongs to one day and so to one year: years share no
facts and cannot be subtracted from each other. Who *is* in a group today was mostly there last year too:
the difference of two such figures may be one person. ``renew`` lets those change in large steps alone.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from medverka.disclosure.cells import DEFAULT_K, Cell, K, Shown, is_small
from medverka.disclosure.oneway import protect, protects

People = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is published about the size of one group, until ``renew`` replaces it.

    ``members`` were in the group on ``day``; a page shows their number with that day, or that it is
    hidden. ``cover`` were in the group when it was last kept back to cover for others.
    """

    shown: bool
    day: date
    members: People = frozenset()
    cover: People | None = None

    def may_change_to(self, now: People, k: int) -> bool:
        """Whether at least ``k`` persons have come or gone, so that the difference tells of no fewer."""
        earlier = [self.members] if self.cover is None else [self.members, self.cover]
        return all(len(now ^ then) >= k for then in earlier)


def closed_years(first: int, today: date) -> range:
    """The calendar years from ``first`` that are over: the only periods that may be broken down."""
    return range(first, today.year)


def renew(
    before: Mapping[K, Standing], groups: Mapping[K, People], day: date, *, k: int = DEFAULT_K
) -> dict[K, Standing]:
    """Publish the sizes of groups anew as of ``day``, beside the earlier publication that people have kept.

    Fold it over the days of publication, from the first: ``renew({}, groups_on(day), day)`` and so on. Each
    person must be in at most one group, and the total may be public on every day. A group's figure
    changes only when at least ``k`` persons have come or gone. The others stand as they were, and with them
    one that has changed more, the one renewed last, to cover for them. Without such a one everything stands.

    Raises ``ValueError`` when a person is in two groups.
    """
    if sum(map(len, groups.values())) != len(frozenset().union(*groups.values())):
        raise ValueError("A person can be in one group only")
    if not before:
        return _publish(groups, day, k)
    absent = Standing(shown=True, day=max(standing.day for standing in before.values()))
    old = {key: before.get(key, absent) for key in (*before, *groups)}
    now: dict[K, People] = {key: groups.get(key, frozenset()) for key in old}
    changing = {key for key in old if old[key].may_change_to(now[key], k)}
    ready = {key for key in changing if not is_small(len(now[key]), k)}
    known = {key for key in old if old[key].shown and old[key].members == now[key]}
    newest_first = sorted(ready, key=lambda key: (-old[key].day.toordinal(), len(now[key])))
    kept = _cover({key: now[key] for key in now if key not in known}, newest_first, k)
    if kept is None:
        return old
    covers = kept & ready
    return {
        key: replace(old[key], cover=now[key]) if key in covers
        else old[key] if key in kept or key in known
        else Standing(shown=True, day=day, members=now[key])
        for key in old
    }  # fmt: skip


def _publish(groups: Mapping[K, People], day: date, k: int) -> dict[K, Standing]:
    cells = [Cell(key, len(people), len(people)) for key, people in groups.items()]
    return {
        outcome.key: Standing(isinstance(outcome, Shown), day, groups[outcome.key]) for outcome in protect(cells, k=k)
    }


def _cover(groups: Mapping[K, People], ready: Sequence[K], k: int) -> set[K] | None:
    """The groups that must stand as they are: those not ready, and enough ready ones to cover for them.

    The first ready ones are taken; None means that all of them together do not cover.
    """
    kept = set(groups) - set(ready)
    if not kept:
        return kept
    for key in ready:
        kept.add(key)
        cells = [Cell(name, len(groups[name]), len(groups[name])) for name in kept if groups[name]]
        small = {cell.key for cell in cells if is_small(cell.persons, k)}
        if protects(cells, small, k):
            return kept
    return None
