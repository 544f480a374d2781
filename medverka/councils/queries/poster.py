"""What stands on a council's poster, and what could."""

from typing import Any

from django.db.models import QuerySet

from medverka.councils.models import Council, Meeting
from medverka.voices.models import Voice
from medverka.voices.queries import published
from medverka.voices.queries import visible_to as visible_voices

AT_MOST = 6  # So many stand on one page in type that is read from two metres away.


def said_at(council: Council, voices: QuerySet[Voice]) -> QuerySet[Voice]:
    """Those of `voices` that were said at the council's meetings."""
    meetings = Meeting.objects.filter(council=council).values("pk")
    return voices.filter(origin_kind=council.origin_kind, origin_id__in=meetings)


def on_poster(council: Council) -> list[Voice]:
    """What the poster shows: the latest answers that are public, and no more than can be read."""
    return list(said_at(council, published())[:AT_MOST])


def not_published(user: Any, council: Council) -> QuerySet[Voice]:
    """What has been answered and could stand on the poster, if it were public; as far as `user` sees it."""
    return (
        said_at(council, visible_voices(user)).filter(public=False).exclude(answer="").order_by("-answered_on", "-pk")
    )


def still_open(council: Council) -> QuerySet[Voice]:
    """What was said at its meetings and has got no yes or no: what is urgent, then the oldest."""
    waiting = Voice.objects.filter(answer__in=["", Voice.Answer.LATER]).select_related("unit", "owner")
    return said_at(council, waiting).order_by("-urgent", "said_on", "pk")
