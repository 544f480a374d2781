"""The one thing that apps above listen for: somebody has been told, or an answer has been given."""

from django.dispatch import Signal

# Sent with `kind` and `ids`: the occasions whose voices have come further, and may have come to their end.
came_further = Signal()
