"""What apps above answer: what they hold about a contributor."""

from django.dispatch import Signal

# Sent with `contributor`. A receiver returns (heading, data): what its app holds, as JSON can carry it.
gathering_everything = Signal()

# Sent with `contributor` and `by`, who reads. A receiver returns `taking_part.Deed`s, of what `by` may see.
gathering_deeds = Signal()
