"""The way in for whoever is to answer, from a link in their mail: to what waits for them, and to nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from medverka.access.authorise import Someone, grants_with, within_reach
from medverka.accounts.models import User
from medverka.foundation import links
from medverka.voices.models import AWAITED, Voice

ANSWERING = "voices.answering"
LIFETIME = timedelta(days=30)
EVERYTHING = "all"


@dataclass(frozen=True)
class Desk:
    """What a link opens: whose voices, from which occasion or all of them, and as whom its holder acts."""

    owner: User
    occasion: Q
    holder: Someone

    def voices(self) -> QuerySet[Voice]:
        """What the owner is to answer or has answered, where they still may; what is due first stands first."""
        within = within_reach(self.holder, "voices.answer", "unit")
        mine = Voice.objects.filter(within, self.occasion, owner=self.owner)
        return mine.select_related("unit", "owner", "association").order_by("answer_due_on", "pk")

    def waiting(self) -> QuerySet[Voice]:
        """What waits for an answer."""
        return self.voices().filter(AWAITED)

    def unfinished(self) -> QuerySet[Voice]:
        """What was answered with "later", and what was promised and is not said to be done; the latest answer first."""
        answered = self.voices().filter(answer__in=["yes", "later"], asked_again=False, effect="")
        return answered.order_by("-answered_on", "pk")


def answering_url(owner: User, kind: str = EVERYTHING, origin_id: int = 0) -> str:
    """The whole address where `owner` answers what was said on one occasion, or everything that waits.

    It opens for 30 days, and no longer than the owner may answer and has not signed out everywhere.
    """
    token = links.make(ANSWERING, f"{owner.pk}:{kind}:{origin_id}", str(owner.session_round))
    return links.absolute(reverse("voices:by_link", args=[token]))


def open_desk(token: str) -> Desk:
    """What a link opens. Raises `links.BadLink`."""
    about, stamp = links.read(ANSWERING, token, good_for=LIFETIME)
    owner_id, kind, origin_id = about.split(":")
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    grants = tuple(grants_with(owner, "voices.answer"))
    if owner is None or str(owner.session_round) != stamp or not grants:
        raise links.BadLink
    occasion = Q() if kind == EVERYTHING else Q(origin_kind=kind, origin_id=origin_id)
    return Desk(owner, occasion, Someone(f"owner:{owner.pk}", grants))
