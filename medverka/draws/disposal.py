"""What becomes of a draw when somebody in it is disposed of: what ties them to it goes, what was published stays."""

from django.db import transaction

from medverka.access.authorise import SYSTEM
from medverka.draws.models import Draw, Entrant
from medverka.journal.actions import record


@transaction.atomic
def let_go() -> int:
    """Cut what ties those who have been disposed of to their labels. Returns how many."""
    gone = list(Entrant.objects.filter(contributor__disposed_on__isnull=False))
    Entrant.objects.filter(pk__in=[one.pk for one in gone]).update(contributor=None, facts="", salt="", mail=None)
    for draw in Draw.objects.filter(pk__in={one.draw_id for one in gone}):
        record(SYSTEM, "draw.let_go", draw)
    return len(gone)
