"""Who was asked is let go of when it is not needed any longer: when somebody is disposed of, and when a round is counted."""

from django.db import transaction
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from medverka.access.authorise import SYSTEM
from medverka.journal.actions import record
from medverka.surveys.models import Asking, Round, Ticket
from medverka.surveys.rules import State


@transaction.atomic
def let_go() -> int:
    """Names, addresses and who it was go from tickets; link and code open nothing. How many were asked, and have answered, stays."""
    over = Q(group__round__state=State.COUNTED) & ~Q(secret="")
    disposed = Q(contributor__disposed_on__isnull=False)
    gone = list(Ticket.objects.filter(over | disposed).values_list("pk", "group__round"))
    keys = [pk for pk, _round in gone]
    for start in range(0, len(keys), 500):  # SQLite takes so many values at once.
        rows = Ticket.objects.filter(pk__in=keys[start : start + 500])
        nothing = Concat(Value("gone:"), Cast("pk", CharField()))
        rows.update(contributor=None, name="", email="", secret="", code_digest=nothing)
    Asking.objects.filter(group__round__state=State.COUNTED).delete()
    for one in Round.objects.filter(pk__in={pk for _ticket, pk in gone}):
        record(SYSTEM, "round.names_let_go", one, people=sum(pk == one.pk for _ticket, pk in gone))
    return len(gone)
