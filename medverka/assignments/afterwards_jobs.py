"""What the worker does about assignments that are over."""

from medverka.assignments.actions import afterwards
from medverka.foundation.schedule import every_minute

every_minute(afterwards.close_finished)
