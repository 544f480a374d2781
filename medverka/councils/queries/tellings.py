"""Letters to post and calls to make about meetings."""

from typing import Any

from django.db.models import Q, QuerySet

from medverka.access.authorise import SYSTEM, may
from medverka.councils.models import Telling
from medverka.councils.queries.councils import leads
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.pool.models import Contributor

EMAIL = Contributor.Channel.EMAIL


def to_make(tellings: QuerySet[Telling]) -> QuerySet[Telling]:
    """Those of them that somebody has to post or phone; a mail that could not be delivered becomes a call."""
    return tellings.filter(~Q(channel=EMAIL) | Q(mail__state=OutgoingMail.State.FAILED), done_at=None)


def tellings_everywhere(user: Any) -> QuerySet[Telling]:
    """Letters and calls, made or not, that `user` may make.

    Whoever leads the council reaches those from outside; contributors only those who may open the door to them.
    """
    rows = Telling.objects.filter(leads(user, "summons__meeting__council"))
    if not may(user, "door.open"):
        rows = rows.filter(summons__holding__contributor=None)
    return rows.select_related(
        "summons__meeting__council__organisation", "summons__holding__contributor__municipality",
        "summons__holding__seat", "summons__holding__user", "mail",
    ).order_by("since", "pk")  # fmt: skip


def tellings_for(user: Any) -> QuerySet[Telling]:
    """Letters to post and calls to make, oldest first."""
    return to_make(tellings_everywhere(user))


def told_today(user: Any) -> QuerySet[Telling]:
    """What somebody has posted or phoned today; it can still be undone."""
    done = tellings_everywhere(user).filter(done_at__date=clock.today())
    return done.exclude(recorded_by=SYSTEM.actor_id).order_by("-done_at", "-pk")
