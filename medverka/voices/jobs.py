"""What the worker does by the clock."""

from medverka.foundation.schedule import daily, every_minute
from medverka.voices import actions_telling

every_minute(actions_telling.send_due)
daily(actions_telling.remind_due)
