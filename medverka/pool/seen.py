"""Two tabs and one person: a form remembers what stood in it, so that nobody's change is overwritten unseen."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medverka.foundation import crypto


class ChangedMeanwhile(ValidationError):
    """Somebody else changed the same while this was written. `now` is the digest of what stands there now."""

    def __init__(self, now: str) -> None:
        super().__init__(
            _(
                "Uppgifterna ändrades någon annanstans medan du skrev, kanske i en annan flik. Inget är sparat än, "
                "och det du skrev står kvar. Tryck på Spara igen om det ska gälla."
            )
        )
        self.now = now


def digest(present: Mapping[str, Any], names: Iterable[str]) -> str:
    """What stands in the fields `names`, as a keyed digest that says nothing to whoever reads the page's source."""
    return crypto.secret_digest(json.dumps([[name, present[name]] for name in sorted(names)], default=str), "pool.seen")


def refuse_if_changed(present: Mapping[str, Any], names: Iterable[str], seen: str) -> None:
    """Raise `ChangedMeanwhile` unless what was `seen` still stands there; nothing seen, nothing to compare."""
    now = digest(present, names)
    if seen and seen != now:
        raise ChangedMeanwhile(now)
