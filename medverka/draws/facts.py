"""What is known of those who are in a draw; it stands sealed in their rows, and goes with them."""

import json
from collections.abc import Iterable
from typing import Any

from medverka.draws.models import Entrant


def facts_of(entrants: Iterable[Entrant]) -> list[dict[str, Any]]:
    """What is known of each: ``id``, ``values`` by feature, ``home``. Whoever has been disposed of has nothing."""
    nothing: dict[str, Any] = {"id": "", "values": {}, "home": None}
    return [json.loads(entrant.facts) if entrant.facts else nothing for entrant in entrants]
