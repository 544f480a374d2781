"""Which councils and forums may be named in a compilation, and which are counted together.

The rule, for those that said something in the term:

1. A body that is too small to be named (`Council.hidden_in_compilations`) stands in the row of small bodies.
2. Nobody is alone in that row, for then the row would be a name in other words. Whoever would be alone gets the
   smallest other body beside it: of its own kind and sub-area, else of its kind, else any. That one is not named either.
3. Nor may a choice (forums alone, one sub-area alone) leave it alone there, for what is named could be subtracted from
   the choice's total. A choice between kinds, or between sub-areas, is therefore offered only where each of them has
   none or at least two of those that are not named.
4. Where there is nobody to stand beside it, no body is told apart.
5. While the term runs the smallest body may change from day to day, and two pages be subtracted. As long as there are
   small bodies to protect, bodies are told apart when the term is over.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from medverka.foundation.alphabet import sort_key

FORUM, COUNCIL, REQUEST = "forum", "council", "request"


@dataclass(frozen=True)
class Body:
    """A council or forum that said something in the term, and how much."""

    pk: int
    name: str
    kind: str
    area: int | None
    hidden: bool
    voices: int


@dataclass(frozen=True)
class Telling:
    """Those that may be named, those that are counted together, and which choices leave none of these alone."""

    named: frozenset[Body]
    together: frozenset[Body]
    by_kind: bool
    by_area: bool

    @property
    def alone(self) -> bool:
        """Whether there was nobody to stand beside a small one, so that no body may be told apart."""
        return len(self.together) == 1


def telling(bodies: Iterable[Body]) -> Telling:
    """The rule of the module, except what hangs on whether the term is over."""
    known = list(bodies)
    together = {body for body in known if body.hidden}
    for body in sorted(together, key=lambda body: body.pk):
        if not any(_cell(other) == _cell(body) for other in together - {body}):
            together |= _beside(
                body, [other for other in known if other not in together and _cell(other) == _cell(body)]
            )
    if len(together) == 1:
        together |= _beside(next(iter(together)), [body for body in known if body not in together])
    return Telling(
        named=frozenset(known) - together,
        together=frozenset(together),
        by_kind=_nobody_alone(together, lambda body: body.kind),
        by_area=_nobody_alone(together, lambda body: body.area),
    )


def _cell(body: Body) -> tuple[str, int | None]:
    return body.kind, body.area


def _beside(body: Body, others: list[Body]) -> set[Body]:
    """The smallest of the others, its own kind first; nobody where there is none."""
    order = sorted(others, key=lambda other: (other.kind != body.kind, other.voices, sort_key(other.name), other.pk))
    return set(order[:1])


def _nobody_alone(together: set[Body], part_of: Callable[[Body], Hashable]) -> bool:
    return 1 not in Counter(map(part_of, together)).values()
