"""What somebody sees of councils, one module a subject."""

from medverka.councils.queries.councils import visible_to
from medverka.councils.queries.waiting import waiting_for

__all__ = ["visible_to", "waiting_for"]
