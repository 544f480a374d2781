"""The meetings of somebody who signs in."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from medverka.accounts.models import User
from medverka.councils.models import Meeting, SeatHolding
from medverka.councils.queries.councils import led_by
from medverka.foundation import clock

BACK = timedelta(days=60)


def meetings_of(user: User) -> QuerySet[Meeting]:
    """Those of the councils where the person has a seat on the day, and those they lead; from two months ago."""
    seats = SeatHolding.objects.filter(
        Q(user=user.pk) | Q(contributor__user=user.pk), seat__council=OuterRef("council")
    )
    ends = Q(ends_on=None) | Q(ends_on__gte=OuterRef("day"))
    inside = Q(contributor__left_on=None) | Q(contributor__left_on__gt=OuterRef("day"))
    sits = Exists(seats.filter(ends, inside, starts_on__lte=OuterRef("day")))
    rows = Meeting.objects.filter(starts_at__gte=clock.now() - BACK).annotate(day=TruncDate("starts_at"))
    return rows.filter(Q(council__in=led_by(user).values("pk")) | sits)
