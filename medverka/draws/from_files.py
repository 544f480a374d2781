"""A draw from two files and a seed, in one go: the fairest lottery, its panels, what may be published, who is drawn.

Nothing is chosen on the way: the same files, the same options and the same seed give the same draw, to the letter. What
is published shows only a number made from the seed, so that nobody can work out the salts that hide who is who.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from medverka.draws import numbered
from medverka.fairness.draw import publication
from medverka.fairness.draw.lottery import Lottery, TooLarge, exact, uniform
from medverka.fairness.draw.randomness import OwnSeed, derived
from medverka.fairness.draw.result import Distribution, Objective, Watch
from medverka.fairness.draw.solve import solve
from medverka.fairness.draw.tables import Tables

Kind = Literal["exact", "uniform"]
NO_TIME = "1970-01-01T00:00:00Z"  # What is drawn hangs on what is published; a clock in it would hang it on the hour.


@dataclass(frozen=True)
class Wish:
    """How to draw. ``lottery`` None means exact weights, or where they would take too many panels, as many numbered ones
    as give everybody nearly the fairest chance; so does ``panels`` None where numbered ones are asked for.
    """

    objective: Objective
    seed: bytes
    lottery: Kind | None = None
    panels: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Drawn:
    """A draw from files. ``selected`` and ``reserves`` are ids, ``salts`` stand in the order of the people."""

    tables: Tables
    distribution: Distribution
    lottery: Lottery
    kind: Kind
    document: dict[str, Any]
    record: dict[str, Any]
    salts: Sequence[str]
    selected: list[str]
    reserves: list[str]
    seconds: float


def draw(tables: Tables, wish: Wish, watch: Watch) -> Drawn:
    """Solve, make the panels, and draw one. Raises `Infeasible`, `TooLarge` where exact weights were
    asked for, and `LeavesOut` where the numbered panels are too few for everybody whom the quotas give a chance.
    """
    began = perf_counter()
    distribution = solve(tables.problem, wish.objective, watch=watch)
    watch("seating", 0.0)
    lottery, kind = _lottery(distribution, wish)
    watch("drawing", 0.0)
    ids = [person.id for person in tables.problem.people]
    salts = publication.salts_from_seed(wish.seed, ids)
    value = derived(wish.seed, "value").hex()
    document = publication.publish(
        lottery, salts, OwnSeed.of(value), title=wish.title, objective=wish.objective, published=NO_TIME
    )
    record = publication.draw(document, value)
    selected = lottery.panels[record["number"] - 1].tolist()
    order = publication.order_of_people(record, salts, ids)
    drawn = set(selected)
    reserves = [ids[index] for index in order if index not in drawn]
    return Drawn(
        tables=tables,
        distribution=distribution,
        lottery=lottery,
        kind=kind,
        document=document,
        record=record,
        salts=salts,
        selected=[ids[index] for index in selected],
        reserves=reserves,
        seconds=perf_counter() - began,
    )


def _lottery(distribution: Distribution, wish: Wish) -> tuple[Lottery, Kind]:
    key = derived(wish.seed, "panels")
    if wish.lottery != "uniform":
        try:
            return exact(distribution, key=key), "exact"
        except TooLarge:
            if wish.lottery == "exact":
                raise
    lottery = uniform(distribution, wish.panels or numbered.enough(distribution), key=key)
    numbered.refuse_to_leave_out(lottery, distribution)
    return lottery, "uniform"
