"""What those who come to a meeting need, gathered once: for whoever books the room, without names."""

from collections import Counter
from dataclasses import dataclass

from medverka.councils.models import Meeting, SeatHolding
from medverka.councils.queries.calls import called_to, needed
from medverka.councils.rules import Reply
from medverka.pool.models import Term


@dataclass(frozen=True)
class Needs:
    """How many come and have not answered; what they need, by how many of each; and what they have said in own words."""

    coming: int
    unanswered: int
    counts: list[tuple[str, int, int]]  # The need, of those who come, of those who have not answered.
    said: list[str]

    def __bool__(self) -> bool:
        return bool(self.counts or self.said)


def needs_at(meeting: Meeting) -> Needs:
    """Of those who are called and have not said no. Two queries."""
    rows = called_to(meeting).filter(needed(), reply__in=["", Reply.YES])
    people = list(rows.prefetch_related("holding__contributor__terms"))
    coming = Counter(word for row in people if row.reply for word in _terms(row.holding))
    others = Counter(word for row in people if not row.reply for word in _terms(row.holding))
    said = sorted({row.holding.needs for row in people if row.holding.needs})
    counts = [(word, coming[word], others[word]) for word in sorted(coming | others)]
    yes = sum(bool(row.reply) for row in people)
    return Needs(yes, len(people) - yes, counts, said)


def needs_of(holding: SeatHolding) -> list[str]:
    """What one holder needs, in the county's words and their own. `contributor__terms` had better been fetched."""
    return [*_terms(holding), *filter(None, [holding.needs])]


def _terms(holding: SeatHolding) -> list[str]:
    terms = holding.contributor.terms.all() if holding.contributor else []
    return [term.name for term in terms if term.kind == Term.Kind.ACCESS]
