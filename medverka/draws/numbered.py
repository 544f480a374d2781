"""How many numbered panels are made, each equally likely: so many that nobody is rounded down to no chance at all."""

from math import ceil, floor
from typing import Any

from medverka.draws.rules import PANELS
from medverka.fairness.draw.lottery import NONE, Lottery, panels_for, share_in_whole
from medverka.fairness.draw.result import Distribution

MOST_SEATS = 500_000  # In all numbered panels together.
TINY = 1e-6  # By which rounding may miss a whole number.


class LeavesOut(Exception):
    """``count`` people whom the quotas give a chance would be in none of the ``panels``; with ``enough`` nobody need be."""

    def __init__(self, count: int, panels: int, enough: int) -> None:
        self.count, self.panels, self.enough = count, panels, enough
        super().__init__(f"{count} in none of {panels} panels")


def enough(found: Distribution) -> int:
    """So many that everybody has nearly the fairest chance.

    Where that would be more than ``MOST_SEATS``, the greatest number in which those with the least chance lose nothing
    by being in whole panels only.
    """
    most, wanted = max(PANELS, MOST_SEATS // found.problem.size), panels_for(found, fewest=PANELS)
    if wanted <= most:
        return wanted
    least = float(found.chances[found.chances > NONE].min())
    return ceil(floor(most * least + TINY) / least - TINY) or most


def planned(found: Distribution) -> dict[str, Any]:
    """How many there will be, and about what share of their chance everybody has in them: 0 where somebody is left out."""
    panels = enough(found)
    return {"panels": panels, "share": share_in_whole(found, panels)}


def refuse_to_leave_out(lottery: Lottery, found: Distribution) -> None:
    """Raise `LeavesOut` where the kind of lottery takes all of somebody's chance: only quotas may do that."""
    if lottery.left_out:
        raise LeavesOut(lottery.left_out, len(lottery.panels), enough(found))


def used(lottery: Lottery, *, least_people: int) -> dict[str, Any]:
    """What a lottery that was made gives: the least share of their chance that anybody has, and how many have none.

    ``without`` is missing where everybody has a chance, and 0 where fewer than `least_people` have none.
    """
    told: dict[str, Any] = {"panels": len(lottery.panels), "share": lottery.least_share}
    if lottery.without:
        told["without"] = lottery.without if lottery.without >= least_people else 0
    return told
