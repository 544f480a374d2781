"""A voice from the need to the telling back: what happened, and when, as its page shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from medverka.foundation import petals
from medverka.foundation.petals import Stage
from medverka.voices import telling
from medverka.voices.models import Escalation, Masking, Speaker, ToldBack, Voice


@dataclass(frozen=True)
class Told:
    """How many of those who are to be told an answer or an effect have been; the room where nobody is named by itself."""

    what: str
    told: int
    owed: int
    in_room: bool
    last: datetime | None

    @property
    def finished(self) -> bool:
        """Whether everybody has been told."""
        return self.told == self.owed


@dataclass(frozen=True)
class Story:
    """Everything that the page of a voice tells."""

    stages: dict[str, Stage]
    told: list[Told]
    people: int
    escalations: list[Escalation]
    maskings: list[Masking]


def story(voice: Voice) -> Story:
    """The whole chain of a voice."""
    told = told_of(voice)
    moves = Escalation.objects.filter(voice=voice).select_related("from_unit", "from_owner", "to_unit", "to_owner")
    return Story(
        stages=petals.chain_stages(*_come(voice, told)),
        told=told,
        people=Speaker.objects.filter(voice=voice).count(),
        escalations=list(moves),
        maskings=list(Masking.objects.filter(voice=voice)),
    )


def told_of(voice: Voice) -> list[Told]:
    """For the answer, the final answer and the effect: how many have been told, persons before rooms."""
    rows = (
        telling.all_debts()
        .filter(voice=voice)
        .order_by()
        .values("what", "channel")
        .annotate(owed=Count("pk"), told=Count("told_at"), last=Max("told_at"))
    )
    found: dict[tuple[str, bool], Told] = {}
    for row in rows:
        key = row["what"], row["channel"] == ToldBack.MEETING
        sofar = found.get(key) or Told(str(ToldBack.What(key[0]).label), 0, 0, key[1], None)
        last = max(filter(None, [sofar.last, row["last"]]), default=None)
        found[key] = Told(sofar.what, sofar.told + row["told"], sofar.owed + row["owed"], key[1], last)
    return [
        found[what, in_room] for what in ToldBack.What.values for in_room in (False, True) if (what, in_room) in found
    ]


def _come(voice: Voice, told: list[Told]) -> tuple[set[str], str]:
    """The steps that are taken, and the one that is waited for."""
    done = {"need", "request", "people", "voice"}
    if voice.answer and not voice.asked_again:
        done.add("answer")
    if voice.effect:
        done.add("effect")
    if told and all(row.finished for row in told):
        done.add("told")
    order = ("answer", "told", "effect")
    return done, next((step for step in order if step not in done), "-")
