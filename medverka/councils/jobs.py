"""What the worker does by the clock for councils."""

from medverka.councils.actions import calling, leaving, seat_calls
from medverka.foundation.schedule import daily

daily(calling.remind_due)
daily(leaving.let_go_of_those_who_left)
daily(leaving.forget_how_former_holders_were_reached)
daily(seat_calls.remind_associations)
