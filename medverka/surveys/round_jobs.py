"""What the worker does with rounds: makes tickets by the thousand, and mails those who have them."""

from collections.abc import Callable

from medverka.surveys.actions import asking, sending
from medverka.surveys.models import Asking, Group


def make_tickets(asking_id: str) -> None:
    """Make the tickets of an asking that are left. Harmless to run twice."""
    one = Asking.objects.select_related("group__round").filter(pk=asking_id).first()
    if one is not None:
        asking.run(one)


def invite(group_id: int) -> None:
    """Mail everybody in a group who has a ticket and no mail. Harmless to run twice: each gets one."""
    _all(group_id, sending.queue_invitations)


def remind(group_id: int) -> None:
    """Remind everybody in a group who has not answered. Harmless to run twice: each gets one."""
    _all(group_id, sending.queue_reminders)


def _all(group_id: int, queue_some: Callable[[Group], int]) -> None:
    group = Group.objects.select_related("round").filter(pk=group_id).first()
    while group is not None and group.round.takes_answers and queue_some(group):
        group.refresh_from_db()
        group.round.refresh_from_db()
