"""Who may do what with a council, its meetings and its minutes.

Whoever holds a seat is asked for in `queries.seats`: here stand the pure parts, with the holdings given.
"""

from collections.abc import Iterable
from typing import Any

from medverka.access.authorise import grants_with, may
from medverka.councils.models import Council, SeatCallAnswer, SeatHolding, Summons
from medverka.councils.rules import LEADING


def may_edit(actor: Any, council: Council) -> bool:
    """Change the council and its seats, appoint and call to seats: the coordinator."""
    return may(actor, "councils.edit", council)


def may_read(actor: Any, council: Council, holdings: Iterable[SeatHolding] = ()) -> bool:
    """Read its inner pages: by role, or with a seat (`holdings`: those that the actor has today on this council)."""
    return may(actor, "councils.read", council) or any(True for _holding in holdings)


def may_lead(actor: Any, council: Council, holdings: Iterable[SeatHolding] = ()) -> bool:
    """Plan and call to meetings, put the agenda together, write: the coordinator, a facilitator in a forum, chair and secretary."""
    if may(actor, "councils.edit", council):
        return True
    if council.is_forum:
        return may(actor, "councils.lead", council)
    return any(holding.seat.duty in LEADING for holding in holdings)


def is_holder(actor: Any, holding: SeatHolding) -> bool:
    """Whether the actor is the one who sits on the seat, by account."""
    if holding.user_id is not None:
        return bool(actor.actor_id == f"user:{holding.user_id}")
    contributor = holding.contributor
    return (
        contributor is not None and contributor.user_id is not None and actor.actor_id == f"user:{contributor.user_id}"
    )


def is_called(actor: Any, summons: Summons) -> bool:
    """Whether the actor is the one who is called, by account or by the link of the call."""
    return is_holder(actor, summons.holding) or bool(actor.actor_id == f"summons:{summons.pk}")


def may_answer_seat_call(actor: Any, answer: SeatCallAnswer) -> bool:
    """Answer for an association: by its link, as its representative, or as the coordinator who was told."""
    represents = any(
        grant.role == "representative" and grant.path == answer.association.path
        for grant in grants_with(actor, "own.seats")
    )
    by_link = actor.actor_id == f"seatcallanswer:{answer.pk}"
    return by_link or represents or may_edit(actor, answer.call.seat.council)
