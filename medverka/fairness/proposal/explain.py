"""Why these, why not the others, and who stands in: codes and numbers, which the caller puts into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Way = Literal["load", "penalty", "lot"]
# Why somebody who fits is not proposed: "same_day" (values: request), "limit" (limit, planned), "rule" (the rules that
# would be broken), "planned" (proposed for others already, so that it would be too many: load, planned, chosen),
# "load" (load, planned, chosen), "penalty" (penalty, chosen), "lot".
Reason = Literal["same_day", "limit", "rule", "planned", "load", "penalty", "lot"]


@dataclass(frozen=True)
class Change:
    """The smallest change that would bring the next person here: less load, a smaller penalty, or another lot.

    ``by``: how much more of it the next person has (for the lot: 0).
    """

    next: int
    way: Way
    by: int


@dataclass(frozen=True)
class Chosen:
    """Somebody proposed. ``planned``: for how many requests in this plan; ``reserves``: who stands in, the first first.

    A reserve is free when everybody else stays: not busy that day, within the limit, and no rule would be broken.
    ``change`` is ``None`` where nobody could stand in.
    """

    person: int
    load: int
    penalty: int
    planned: int
    reserves: list[int]
    change: Change | None


@dataclass(frozen=True)
class LeftOut:
    """Somebody who fits and is not proposed for this request, and why."""

    person: int
    reason: Reason
    values: Mapping[str, int | str]


@dataclass(frozen=True)
class Explanation:
    """One request: those proposed, those left out in the order in which they would come, and seats that stay empty."""

    chosen: list[Chosen]
    left_out: list[LeftOut]
    empty: int
