"""Whoever leaves the pool leaves their seats; nothing about them stays on those, nor of what others needed once they have left."""

from datetime import timedelta

from django.db import transaction

from medverka.access.authorise import SYSTEM
from medverka.councils.models import SeatHolding
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.pool.models import Contributor

FORGOTTEN_DAYS = 30
REACHED = ("needs", "email", "phone", "address")


def let_go_of_those_who_left() -> int:
    """End the seats of those who have left, and forget their needs and the names they agreed to. Again is harmless.

    They have been held by nobody since the day they left, see `SeatHoldingQuerySet.held_on`. Returns how many.
    """
    left = SeatHolding.objects.filter(contributor__status=Contributor.Status.LEFT)
    told = left.exclude(public_name="", needs="") | left.filter(ends_on=None)
    rows = list(told.select_related("contributor", "seat"))
    for holding in rows:
        _let_go(holding)
    return len(rows)


def forget_how_former_holders_were_reached() -> int:
    """Forget what those needed who left a seat a month ago, and how others than contributors and staff were reached.

    Their names stay, for it is part of the record who sat there. Again is harmless. Returns how many.
    """
    ended = SeatHolding.objects.filter(ends_on__lt=clock.today() - timedelta(days=FORGOTTEN_DAYS))
    rows = list(ended.exclude(**dict.fromkeys(REACHED, "")))
    for holding in rows:
        for name in REACHED:
            setattr(holding, name, "")
        holding.save(update_fields=REACHED)
    return len(rows)


@transaction.atomic
def _let_go(holding: SeatHolding) -> None:
    row = SeatHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    left_on = holding.contributor.left_on if holding.contributor else None
    ended = row.ends_on is None
    if ended:
        row.ends_on = max(left_on or clock.today(), row.starts_on)
    row.public_name = row.needs = ""
    row.save()
    if ended and row.ends_on:
        record(SYSTEM, "seat.left", row, seat=row.seat_id, on=row.ends_on.isoformat())
