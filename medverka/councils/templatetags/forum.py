"""The forum of a meeting, on the meeting's page."""

from typing import Any

from django import template

from medverka.councils.models import Meeting
from medverka.councils.queries.forum import may_open, note_count, session_of

register = template.Library()


@register.inclusion_tag("councils/forum/_on_meeting.html")
def forum_of(meeting: Meeting, leads: bool) -> dict[str, Any]:
    """How far the forum has come, and the way to it, for whoever leads it. Nothing where it is none of theirs."""
    session = session_of(meeting) if leads and meeting.council.is_forum else None
    return {
        "meeting": meeting,
        "leads": leads and meeting.council.is_forum,
        "forum": session,
        "count": note_count(session) if session else "",
        "openable": may_open(meeting),
    }
