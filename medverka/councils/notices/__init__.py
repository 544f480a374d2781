"""Mail about councils and meetings, one module a subject. Subjects and bodies name no council, unit or place."""

from medverka.councils.notices import meetings, seat_calls

__all__ = ["meetings", "seat_calls"]
