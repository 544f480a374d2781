"""What the page of one meeting shows, to whoever reads it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from medverka.councils import policies, rules
from medverka.councils.models import ForumSession, Meeting, Summons
from medverka.councils.queries.calls import called_to, may_answer, needed, to_be_called
from medverka.councils.queries.councils import holdings_of, may_lead
from medverka.councils.queries.needs import Needs, needs_at, needs_of
from medverka.councils.queries.seats import Who, people_of
from medverka.councils.queries.tellings import tellings_for
from medverka.foundation import clock
from medverka.voices.queries import of_origin
from medverka.voices.queries import visible_to as visible_voices


@dataclass(frozen=True)
class Called:
    """One who is called, as the reader may know them. `needs` for those alone who coordinate."""

    summons: Summons
    who: Who
    instead_of: Who | None
    needs: list[str]


def page_of(meeting: Meeting, reader: Any) -> dict[str, Any]:
    """The context of a meeting's page. Members and those who lead read who is called; others how many come."""
    council = meeting.council
    leads = may_lead(reader, council)
    mine = {one.pk for one in holdings_of(reader).filter(seat__council=council)}
    rows = list(called_to(meeting).filter(needed()).prefetch_related("holding__contributor__terms"))
    own = next((row for row in rows if row.holding_id in mine), None)
    begun = meeting.starts_at <= clock.now()
    return {
        "meeting": meeting,
        "council": council,
        "may_lead": leads,
        "ahead": meeting.state in rules.AHEAD and not begun,
        "begun": begun,
        "today": council.is_forum and clock.day_of(meeting.starts_at) == clock.today(),
        "forum_mode": council.is_forum and ForumSession.objects.filter(meeting=meeting.pk).exists(),
        "said": of_origin(*meeting.origin).filter(pk__in=visible_voices(reader).values("pk")),
        "own": own,
        "own_may_answer": own is not None and may_answer_now(own, meeting),
        "called": _people(rows, meeting, reader) if leads or mine else [],
        "counts": _counts(rows),
        "needs": needs_at(meeting) if leads else Needs(0, 0, [], []),
        "to_tell": tellings_for(reader).filter(summons__meeting=meeting.pk).count() if leads else 0,
        "not_called": to_be_called(meeting).count() if leads and meeting.state == Meeting.State.CALLED else 0,
    }


def may_answer_now(summons: Summons, meeting: Meeting) -> bool:
    """`calls.may_answer`, with the meeting at hand."""
    summons.meeting = meeting
    return may_answer(summons)


def _people(rows: list[Summons], meeting: Meeting, reader: Any) -> list[Called]:
    people = people_of([row.holding for row in rows], reader)
    by_pk = {row.pk: row for row in rows}
    coordinates = policies.may_edit(reader, meeting.council)
    return [
        Called(
            row,
            people[row.holding_id],
            people[by_pk[row.stands_in_for_id].holding_id] if row.stands_in_for_id in by_pk else None,
            needs_of(row.holding) if coordinates else [],
        )
        for row in rows
    ]


def _counts(rows: list[Summons]) -> dict[str, int]:
    """How many come, do not come, and have not answered. A substitute counts, not whoever sent them."""
    count = Counter(row.reply or "none" for row in rows)
    return {"yes": count["yes"], "no": count["no"], "none": count["none"], "came": sum(bool(row.came) for row in rows)}
