"""Why these, why not the others, and who stands in: codes and numbers, which the caller puts into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from medverka.fairness.proposal.plan import Plan
from medverka.fairness.proposal.rules import Rule, broken, share_a_day

Way = Literal["load", "penalty", "lot"]
Reason = Literal["same_day", "limit", "rule", "planned", "load", "penalty", "lot", "no_seat"]


@dataclass(frozen=True)
class Change:
    """What sets the next in line apart from somebody proposed: the first of load, penalty and lot that differs.

    ``by``: how much more of it the next would have; if it were so much less, the two would be alike in that. Only what
    the lot decided has no number, and 0 stands there.
    """

    next: int
    way: Way
    by: int


@dataclass(frozen=True)
class Chosen:
    """Somebody proposed. ``planned``: for how many requests in all; ``reserves``: who would take the seat, the first first.

    A reserve could come while everybody else stays: has no other request that day, is within the limit, and breaks no
    rule. ``change`` is ``None`` where nobody could.
    """

    person: int
    load: int
    penalty: int
    planned: int
    reserves: list[int]
    change: Change | None


@dataclass(frozen=True)
class LeftOut:
    """Somebody who fits and is not proposed for this request, and why.

    ==========  =======================================================================================================
    reason      ``values``
    ==========  =======================================================================================================
    same_day    ``request``: the index of the request that they are proposed for instead
    limit       ``limit``: how many more times they may be asked; ``planned``: how many times they are in this plan
    rule        ``code`` and ``what``: the rule that they would break in any of the seats; or, for people kept apart, in
                a seat that is empty or that somebody has who comes after them
    planned     ``load``, ``planned``, and the ``chosen`` one's load with this plan: they are needed for others already
    load        the same: they have been asked more often
    penalty     ``penalty``, and that of the ``chosen`` one: somebody fits better
    lot         nothing: they are alike
    no_seat     nothing: the request has no seats
    ==========  =======================================================================================================
    """

    person: int
    reason: Reason
    values: Mapping[str, int | str]


@dataclass(frozen=True)
class Explanation:
    """One request: those proposed, those left out in the order in which they would come, and seats that stay empty."""

    chosen: list[Chosen]
    left_out: list[LeftOut]
    empty: int


class _Standing(NamedTuple):
    """Where somebody stands in line for a request: times asked with this one, penalty, place in the ring."""

    load: int
    penalty: int
    lot: int


def explain(plan: Plan, request: int, reserves: int = 5) -> Explanation:
    """Why these people are proposed for this request (an index), with at most so many ``reserves`` for each seat."""
    ground, chosen = plan.ground, plan.people_of[request]
    row = ground.row(request)
    columns = (ground.person[row].tolist(), ground.penalty[row].tolist(), ground.ring[row].tolist())
    standing = {
        person: _standing(plan, person, penalty, ring, person in chosen)
        for person, penalty, ring in zip(*columns, strict=True)
    }
    others = sorted((one for one in standing if one not in chosen), key=standing.__getitem__)
    return Explanation(
        chosen=[_chosen(plan, request, one, others, standing, reserves) for one in chosen],
        left_out=[_left_out(plan, request, one, standing) for one in others],
        empty=plan.problem.requests[request].seats - len(chosen),
    )


def _standing(plan: Plan, person: int, penalty: int, ring: int, chosen: bool) -> _Standing:
    turns = int(plan.turns[person]) + (0 if chosen else 1)
    return _Standing(plan.problem.people[person].load + turns, penalty, ring)


def _chosen(
    plan: Plan, request: int, person: int, others: list[int], standing: Mapping[int, _Standing], most: int
) -> Chosen:
    ready: list[int] = []
    for other in others:
        if len(ready) == max(most, 1):
            break
        if _hindered(plan, request, other) is None and not _breaks(plan, request, person, other):
            ready.append(other)
    change = _change(ready[0], standing[ready[0]], standing[person]) if ready else None
    load, planned = plan.problem.people[person].load, int(plan.turns[person])
    return Chosen(person, load, standing[person].penalty, planned, ready[:most], change)


def _change(person: int, later: _Standing, earlier: _Standing) -> Change:
    if later.load != earlier.load:
        return Change(person, "load", later.load - earlier.load)
    if later.penalty != earlier.penalty:
        return Change(person, "penalty", later.penalty - earlier.penalty)
    return Change(person, "lot", 0)


def _hindered(plan: Plan, request: int, person: int) -> LeftOut | None:
    for other in plan.requests_of.get(person, []):
        if share_a_day(plan.problem, request, other):
            return LeftOut(person, "same_day", {"request": other})
    limit, planned = plan.problem.people[person].limit, int(plan.turns[person])
    if limit is not None and planned >= limit:
        return LeftOut(person, "limit", {"limit": limit, "planned": planned})
    return None


def _breaks(plan: Plan, request: int, instead_of: int | None, person: int) -> list[Rule]:
    asks = plan.problem.requests[request]
    if not (asks.at_least or asks.apart):
        return []
    stay = [one for one in plan.people_of[request] if one != instead_of]
    return broken(asks, [plan.problem.people[one] for one in [*stay, person]])


def _left_out(plan: Plan, request: int, person: int, standing: Mapping[int, _Standing]) -> LeftOut:
    hindered = _hindered(plan, request, person)
    if hindered is not None:
        return hindered
    last_first = sorted(plan.people_of[request], key=standing.__getitem__, reverse=True)
    breaks = {one: _breaks(plan, request, one, person) for one in last_first}
    if parted := _kept_apart(
        plan, request, person, {one: breaks[one] for one in last_first if standing[person] < standing[one]}
    ):
        return LeftOut(person, "rule", parted._asdict())
    swaps = [one for one in last_first if not breaks[one]]
    if not swaps:
        rules = _breaks(plan, request, None, person)
        return LeftOut(person, "rule", rules[0]._asdict()) if rules else LeftOut(person, "no_seat", {})
    mine, theirs = standing[person], standing[swaps[0]]
    load, planned = plan.problem.people[person].load, int(plan.turns[person])
    if mine.load != theirs.load:
        reason: Reason = "planned" if load + 1 <= theirs.load else "load"
        return LeftOut(person, reason, {"load": load, "planned": planned, "chosen": theirs.load})
    if mine.penalty != theirs.penalty:
        return LeftOut(person, "penalty", {"penalty": mine.penalty, "chosen": theirs.penalty})
    return LeftOut(person, "lot", {})


def _kept_apart(plan: Plan, request: int, person: int, breaks: Mapping[int, list[Rule]]) -> Rule | None:
    """The rule that keeps somebody apart from those proposed, in an empty seat or instead of one of those in ``breaks``."""
    asks = plan.problem.requests[request]
    if not asks.apart:
        return None
    seats = [*breaks.values()]
    if len(plan.people_of[request]) < asks.seats:
        seats.append(_breaks(plan, request, None, person))
    return next((rule for rules in seats for rule in rules if rule.code == "apart"), None)
