"""Asking both sides how it was, when an assignment has been carried out."""

from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.foundation.outbox import queue
from medverka.pool.models import Contributor


def ask_how_it_was(request: InvolvementRequest) -> None:
    """Mail those who took part and the commissioner, each once. Those without mail are asked by the coordinator."""
    came = Invitation.objects.filter(request=request, state=Invitation.State.ACCEPTED, no_show=False)
    for pk in came.filter(contributor__channel=Contributor.Channel.EMAIL).values_list("pk", flat=True):
        queue("assignments.how_was_it", pk)
    if request.commissioner_id:
        queue("assignments.what_was_said", request.pk)
