"""What the pool does each morning."""

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock, outbox
from medverka.foundation.schedule import daily
from medverka.pool import actions, actions_joining, queries
from medverka.pool.models import Contributor


@daily
def dispose_of_those_who_left() -> None:
    """Authorised disposal of those whose day has come."""
    actions.dispose_due()


@daily
def drop_old_drafts() -> None:
    """Drafts that nobody came back to."""
    actions_joining.drop_old(by=SYSTEM)


@daily
def ask_if_still_right() -> None:
    """Ask those who are reached by mail, once a year, whether what we hold is still right."""
    year = clock.today().year
    ask = queries.to_confirm(Contributor.objects.filter(channel=Contributor.Channel.EMAIL))
    ids = list(ask.values_list("pk", flat=True))  # At once, for whatever is queued takes a fresh connection.
    for pk in ids:
        outbox.queue("pool.still_right", pk, key=f"pool.still_right:{pk}:{year}")
