"""Minutes, as far as somebody may read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from medverka.councils.content import Content, content_of, digest_of
from medverka.councils.content import shown as as_may_be_shown
from medverka.councils.models import Attestation, Council, Decision, Meeting, Minutes, MinutesComment, SeatHolding
from medverka.councils.queries.councils import holdings_of, may_lead
from medverka.councils.queries.seats import NEEDED, shown_to_everybody
from medverka.foundation import clock
from medverka.organisations.queries import the_county
from medverka.voices.models import Voice
from medverka.voices.origins import keeps

State = Minutes.State


@dataclass(frozen=True)
class Attested:
    """Somebody who attests, and when they did."""

    row: Attestation
    name: str
    sits: str


@dataclass(frozen=True)
class Reading:
    """Minutes, ready to be read on a page or on paper."""

    minutes: Minutes
    content: Content
    voices: list[Voice]
    attested: list[Attested]

    @property
    def starts_at(self) -> datetime:
        return datetime.fromisoformat(self.content["starts_at"])

    @property
    def ends_at(self) -> datetime:
        return datetime.fromisoformat(self.content["ends_at"])

    @property
    def decided(self) -> list[Content]:
        """What was decided."""
        return [row for row in self.content["decisions"] if row["kind"] == Decision.Kind.DECISION]

    @property
    def tasks(self) -> list[Content]:
        """What somebody is to do, each with its day."""
        rows = [row for row in self.content["decisions"] if row["kind"] == Decision.Kind.TASK]
        return [{**row, "due_on": date.fromisoformat(row["due_on"])} for row in rows]

    @property
    def digest(self) -> str:
        return self.minutes.digest or digest_of(self.content)

    @property
    def words(self) -> str:
        """All that people wrote, to be looked through before it is shown."""
        parts = [row["heading"] + "\n" + row["text"] for row in self.content["sections"]]
        return "\n".join([*parts, *(row["text"] + "\n" + row["owner"] for row in self.content["decisions"])])


def reading(minutes: Minutes, *, openly: bool = False) -> Reading:
    """The minutes with everything that hangs on them; `openly`: with those voices alone that everybody may read, and
    without counts of so few that they could be pointed out.
    """
    content = content_of(minutes)
    voices = Voice.objects.filter(pk__in=content["voices"]).order_by("pk")
    rows = list(Attestation.objects.filter(minutes=minutes).select_related("holding").order_by("holding__seat__order"))
    people = shown_to_everybody(row.holding for row in rows)
    attested = [Attested(row, people[row.holding_id].name, people[row.holding_id].sits) for row in rows]
    heard = voices.filter(public=True) if openly else voices
    if openly and "came" in content:
        few = range(1, the_county().small_group)
        content = content | {"came": {who: number for who, number in content["came"].items() if number not in few}}
    return Reading(minutes, as_may_be_shown(content), list(heard), attested)


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The minutes of a meeting, if somebody has begun."""
    found = Minutes.objects.filter(meeting=meeting).first()
    if found is not None:
        found.meeting = meeting
    return found


def may_read(user: Any, minutes: Minutes) -> bool:
    """Whoever leads reads a draft; whoever sees the meeting reads what has been sent out."""
    return minutes.state != State.DRAFT or may_lead(user, minutes.meeting.council)


def comments_of(minutes: Minutes) -> QuerySet[MinutesComment]:
    """What members have said of the draft."""
    return MinutesComment.objects.filter(minutes=minutes).select_related("section", "holding")


def comments_for(user: Any, minutes: Minutes) -> QuerySet[MinutesComment]:
    """All of that for whoever leads; for others what they have said themselves."""
    found = comments_of(minutes)
    if may_lead(user, minutes.meeting.council):
        return found
    return found.filter(holding__in=own_holdings(user, minutes.meeting).order_by().values("pk"))


def own_holdings(user: Any, meeting: Meeting) -> QuerySet[SeatHolding]:
    """The seats that somebody has on the meeting's council today."""
    return holdings_of(user).filter(seat__council=meeting.council_id)


def own_attestation(user: Any, minutes: Minutes) -> Attestation | None:
    """What somebody is asked to attest, or has attested."""
    if getattr(user, "pk", None) is None:
        return None
    mine = Q(holding__user=user.pk) | Q(holding__contributor__user=user.pk)
    return Attestation.objects.filter(mine, minutes=minutes).select_related("holding__contributor").first()


def may_attest(meeting: Meeting) -> QuerySet[SeatHolding]:
    """Who can be asked to attest: those who sit on the council today, or did when it met."""
    days = [clock.today(), clock.day_of(meeting.starts_at)]
    held = Q()
    for day in days:
        held |= Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    found = SeatHolding.objects.filter(held, seat__council=meeting.council_id)
    return found.select_related(*NEEDED).order_by("seat__order", "seat", "starts_on")


def decisions_of(meeting: Meeting) -> QuerySet[Decision]:
    """What a meeting decided and what is to be done, as it stands today."""
    return Decision.objects.filter(meeting=meeting).select_related("owner", "owner_user", "item")


def published(council: Council) -> QuerySet[Minutes]:
    """Finished minutes that everybody may read, the latest first."""
    found = Minutes.objects.filter(meeting__council=council, public=True, state=State.DONE)
    return found.select_related("meeting__council__organisation").order_by("-meeting__starts_at")


@keeps("council")
@keeps("forum")
def holds_voice(meeting: int, voice: int) -> bool:
    """Whether finished minutes of a meeting hold a voice."""
    content = Minutes.objects.filter(meeting=meeting, state=State.DONE).values_list("content", flat=True).first()
    return content is not None and voice in content["voices"]
