"""How people on seats are written (`people` is what `queries.seats.people_of` gives), and parts of others' pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template

from medverka.councils.models import Attestation, Council, Decision, Meeting, Minutes, Summons
from medverka.councils.policies import is_holder
from medverka.councils.queries.agenda import open_tasks, owner_of
from medverka.councils.queries.meetings import coming
from medverka.councils.queries.minutes import published
from medverka.councils.queries.seats import Who, people_of
from medverka.foundation import clock

register = template.Library()
People = Mapping[UUID, Who]


@register.filter
def sits(holding_id: UUID | None, people: People) -> str:
    """What the holder of a seat is called, and as what they sit."""
    return str(people[holding_id]) if holding_id and holding_id in people else ""


@register.filter
def owned(task: Decision, people: People) -> str:
    """Who is to do a task."""
    return owner_of(task, people)


@register.simple_tag
def next_meetings(council: Council) -> list[Meeting]:
    """The meetings ahead that stand on the council's own page."""
    return list(coming(council)[:3])


@register.inclusion_tag("councils/agenda/_tasks_of.html")
def tasks_of(council: Council, reader: Any, leads: bool) -> dict[str, Any]:
    """What is to be done in a council, on its page."""
    tasks = list(open_tasks(council))
    people = people_of([task.owner for task in tasks if task.owner], reader)
    mine = [task.pk for task in tasks if task.owner and is_holder(reader, task.owner)]
    return {"tasks": tasks, "people": people, "mine": mine, "leads": leads, "today": clock.today()}


@register.inclusion_tag("councils/minutes/_published.html")
def published_minutes(council: Council) -> dict[str, Any]:
    """The minutes that everybody may read, on a council's public page."""
    return {"council": council, "published": list(published(council)[:50])}


@register.simple_tag
def has_minutes(meeting: Meeting) -> bool:
    """Whether a meeting has minutes that members may read."""
    return Minutes.objects.filter(meeting=meeting).exclude(state=Minutes.State.DRAFT).exists()


@register.simple_tag
def to_attest(summons: Summons) -> bool:
    """Whether whoever is called is asked to attest the minutes and has not yet."""
    waiting = Attestation.objects.filter(attested_at=None, minutes__state=Minutes.State.ATTEST)
    return waiting.filter(minutes__meeting=summons.meeting_id, holding=summons.holding_id).exists()
