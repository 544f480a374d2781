"""What the journal's page calls what happens in councils, one module a subject."""

from medverka.councils.journal_words import agenda, councils, forum, meetings, minutes, seat_calls

__all__ = ["agenda", "councils", "forum", "meetings", "minutes", "seat_calls"]
