"""What there is, one module a subject."""

from medverka.councils.models.agenda import AgendaItem, Paper, Turn
from medverka.councils.models.councils import Council, Seat, SeatCall, SeatCallAnswer, SeatHolding
from medverka.councils.models.forum import ForumNote, ForumSession
from medverka.councils.models.meetings import CalendarFeed, Meeting, Series, Summons, Telling
from medverka.councils.models.minutes import Attestation, Decision, Minutes, MinutesComment, MinutesSection

__all__ = [
    "AgendaItem",
    "Attestation",
    "CalendarFeed",
    "Council",
    "Decision",
    "ForumNote",
    "ForumSession",
    "Meeting",
    "Minutes",
    "MinutesComment",
    "MinutesSection",
    "Paper",
    "Seat",
    "SeatCall",
    "SeatCallAnswer",
    "SeatHolding",
    "Series",
    "Summons",
    "Telling",
    "Turn",
]
