"""What the worker does by the clock."""

from medverka.foundation.schedule import daily, every_minute
from medverka.voices import telling

every_minute(telling.send_due)
daily(telling.remind_due)
