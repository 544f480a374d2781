"""What is known of those who are in a draw; it stands sealed in their rows, and goes with them."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from medverka.draws.models import Draw, Entrant
from medverka.foundation.sealed import Sealed, SealedTextField

Facts = dict[str, Any]  # ``id``, ``values`` by feature, ``home``.
SEALED: dict[str, SealedTextField] = {
    field.name: field for field in Entrant._meta.concrete_fields if isinstance(field, SealedTextField)
}
_write = json.JSONEncoder(ensure_ascii=False).encode


def facts_of(entrants: Iterable[Entrant]) -> list[Facts]:
    """What is known of each. Whoever has been disposed of has nothing."""
    return [_read(entrant.facts) for entrant in entrants]


def facts_in(draw: Draw) -> list[Facts]:
    """The same of everybody in a draw, in order; there may be a hundred thousand, so no entrants are made."""
    rows = draw.entrants.order_by("number").values_list("pk", "facts")
    return [_read(unsealed("facts", pk, value)) for pk, value in rows]


def sealed(name: str, key: UUID, text: str) -> Sealed | str:
    """A text as it is written into the row with this key."""
    return SEALED[name].seal(text, key)


def unsealed(name: str, key: UUID, value: Any) -> str:
    """A text as it was read from the row with this key."""
    return SEALED[name].unseal(value, key)


def as_text(facts: Facts) -> str:
    """How facts are written down."""
    return _write(facts)


def _read(text: str) -> Facts:
    facts: Facts = json.loads(text) if text else {"id": "", "values": {}, "home": None}
    return facts
