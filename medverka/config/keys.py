"""Whether the data keys at hand are those that the county's people are sealed with."""

from django.core.management.base import CommandError

from medverka.accounts.models import User
from medverka.foundation import crypto
from medverka.pool.models import Identity


def trouble() -> str:
    """What is wrong, and what to do; the empty string where the oldest and the newest person open, and an account."""
    sealed = Identity.objects.exclude(first_name="").order_by("contributor")
    try:
        for identity in filter(None, (sealed.first(), sealed.last())):
            identity.first_name  # noqa: B018 - reading opens it
        User.objects.first()
    except crypto.CannotOpen as error:
        return (
            f"Nyckeln till sparade uppgifter saknas eller är fel ({error}) Lägg tillbaka keys.json, eller "
            "MEDVERKA_DATA_KEYS, från säkerhetskopian. Se ”Lost keys” i docs/operation.md."
        )
    return ""


def refuse_wrong_ones() -> None:
    """Raise `CommandError` where they are not: whoever was sealed with a new key could not be read by the old ones."""
    if problem := trouble():
        raise CommandError(problem)
