"""Where it is looked for what waits for somebody: their seats, and the meetings that they lead. Each asked for once."""

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from medverka.councils import rules
from medverka.councils.models import ForumSession, Meeting, SeatHolding, Summons
from medverka.councils.queries.calls import needed
from medverka.councils.queries.councils import holdings_of, leads
from medverka.foundation import clock

CALL_DAYS = 14  # So long before a meeting people are to be called.
AT_MOST = 500


class Mine:
    """What is somebody's among councils."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def seats(self) -> list[SeatHolding]:
        """The seats held today."""
        return list(holdings_of(self.user).select_related(None).select_related("seat").order_by())

    @cached_property
    def councils(self) -> list[int]:
        """The councils of those seats."""
        return [holding.seat.council_id for holding in self.seats]

    def leads(self, council: str) -> Q:
        """A filter on rows of councils whose meetings are theirs to plan and write."""
        return leads(self.user, council, self.seats)

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Meetings that they lead: those soon, today's, and those that are over and not noted.

        Each with how many calls are not answered (`silent`), and whether a forum has been opened there (`opened`).
        """
        soon = Q(state__in=rules.AHEAD, starts_at__lte=clock.now() + timedelta(days=CALL_DAYS))
        been = Q(state=Meeting.State.HELD, starts_at__date=clock.today())
        unanswered = Summons.objects.filter(needed(), meeting=OuterRef("pk"), reply="").order_by().values("meeting")
        rows = Meeting.objects.filter(self.leads("council"), soon | been).annotate(
            silent=Subquery(unanswered.annotate(count=Count("pk")).values("count")),
            opened=Exists(ForumSession.objects.filter(meeting=OuterRef("pk"))),
        )
        latest = rows.select_related("council__organisation").order_by("-starts_at", "-pk")[:AT_MOST]
        return list(reversed(latest))
